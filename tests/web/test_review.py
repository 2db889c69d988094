"""The review page: every finding where it stands, every verb behind a button, nothing sent."""

import re

import pytest
from sqlmodel import select

from actions.intake import read_stored_notice, receive_notice
from actions.register import load_register
from models import Doubt, Notice, OutgoingMessage, Target, Task
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import Browser, SignIn

TEXT = """临澜市人民政府办公室关于印发临澜市数据要素行动方案的通知
临澜府办〔2024〕21号

各县（市、区）人民政府，市有关单位：
现将《临澜市数据要素行动方案》印发给你们，请认真贯彻执行。
临澜市人民政府办公室
2024年2月1日

临澜市数据要素行动方案

一、主要任务
1.建设数据流通平台。2024年6月底前建成市级平台。到2026年底，数据企业达到60家以上。（牵头单位：市科技局，配合单位：市财政局）
2.推进公共数据开放。编制开放目录。（牵头单位：市数据中心，配合单位：市财政局）
3.完善数据标准。制定地方标准。（牵头单位：市数据中心）
4.加强人才培养。支持院校开设相关课程。
二、保障措施
各单位要压实责任，确保数据安全不出问题。
"""
REVISED = (
    TEXT.replace("21号", "35号")
    .replace("2024年2月1日", "2024年3月1日\n《临澜府办〔2024〕21号》同时废止。")
    .replace("60家", "80家")
    .replace(
        "完善数据标准。制定地方标准。（牵头单位：市数据中心", "开展算力券试点。（牵头单位：市教育局"
    )
)


def take_in(runtime: Runtime, text: str, name: str = "a.txt") -> int:
    with runtime.transaction() as session:
        notice = receive_notice(session, text.encode(), name, now=runtime.clock(), actor="李")
        register = load_register(session, {})
        read_stored_notice(session, notice.number, register=register, now=runtime.clock())
        return notice.number


@pytest.fixture
def notice(runtime: Runtime, city: City) -> int:
    return take_in(runtime, TEXT)


def task_of(runtime: Runtime, notice: int, key: str) -> Task:
    with runtime.reading() as session:
        row = session.exec(select(Task).where(Task.notice_id == notice, Task.key == key)).one()
        session.expunge(row)
        return row


def letters(runtime: Runtime, notice: int) -> int:
    with runtime.reading() as session:
        sent = select(OutgoingMessage).where(OutgoingMessage.notice_id == notice)
        return len(session.exec(sent).all())


def test_every_finding_is_coloured_where_it_stands_and_leads_to_its_place(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    page = coordinator.get(f"/notices/{notice}").text
    first = task_of(runtime, notice, "1").id
    found = dict(re.findall(r'<mark id="w(\d+)" class="([^"]+)">', page))
    kinds = {kind for classes in found.values() for kind in classes.split()}
    assert kinds >= {"is-measure", "is-clause", "is-target", "is-deadline", "is-doubt"}
    clause = TEXT.index("牵头单位：市科技局")
    assert f'<mark id="w{clause}" class="is-clause is-measure "><a href="#task-{first}"' in page
    assert f'class="to-task" href="#task-{first}" data-no="1"' in page
    assert f'<a href="#w{TEXT.index("建设数据流通")}">看原句</a>' in page
    for reference in set(re.findall(r'href="#([a-z]+-?\d+)"', page)):
        assert f'id="{reference}"' in page, reference


def test_the_text_on_the_page_is_the_text_of_the_notice(coordinator: Browser, notice: int) -> None:
    page = coordinator.get(f"/notices/{notice}").text
    article = page[page.index('id="text"') : page.index("</article>")].partition(">")[2]
    assert re.sub(r"<[^>]+>", "", article) == TEXT


def test_what_the_reader_cleaned_is_shown(
    coordinator: Browser, runtime: Runtime, city: City
) -> None:
    glossed = TEXT
    for word in ("平台", "目录", "标准", "课程"):
        glossed = glossed.replace(word + "。", word + "（tái）。", 1)
    page = coordinator.get(f"/notices/{take_in(runtime, glossed)}").text
    assert len(re.findall(r'class="[^"]*is-cleaned[^"]*">(?:<a [^>]*>)?（tái）', page)) == 4


def test_the_progress_line_counts_and_leads_to_the_preview(
    coordinator: Browser, notice: int
) -> None:
    page = coordinator.get(f"/notices/{notice}").text
    line = re.sub(r"<[^>]+>|\s", "", page[page.index("progress-line") :])
    assert "可交办2/4项（已核对0）" in line
    preview = coordinator.get(f"/notices/{notice}/dispatch").text
    assert "将确认 2 项任务" in preview
    assert "确认并交办 2 项" in preview
    assert "项任务的牵头单位不在名册中" in preview


def test_each_verb_of_the_review_does_what_it_says_and_sends_nothing(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    base = f"/notices/{notice}/tasks"
    first, second, fourth = (task_of(runtime, notice, key).id for key in ("1", "2", "4"))

    assert "任务 1 已核对" in coordinator.post(f"{base}/{first}/accept").text
    coordinator.post(f"{base}/{first}/title", title="数据流通平台")
    assert task_of(runtime, notice, "1").title == "数据流通平台"

    assert "新的一项是任务 1.2" in coordinator.post(f"{base}/{first}/split", sentence="3").text
    assert task_of(runtime, notice, "1.2").title == "到2026年底，数据企业达到60家以上"
    new = task_of(runtime, notice, "1.2").id
    assert "已并入任务 2" in coordinator.post(f"{base}/{second}/merge", other=str(new)).text

    assert coordinator.post(f"{base}/{fourth}/drop").status_code == 409  # no reason given
    page = coordinator.post(f"{base}/{fourth}/drop", reason="属于保障措施").text
    assert "属于保障措施" in page
    assert task_of(runtime, notice, "4").status is TaskStatus.WITHDRAWN
    coordinator.post(f"{base}/{fourth}/restore")
    assert task_of(runtime, notice, "4").status is TaskStatus.DRAFT

    words = "确保数据安全不出问题"
    assert "已增补任务 5" in coordinator.post(f"/notices/{notice}/add", words=words).text
    assert coordinator.post(f"/notices/{notice}/add", words="无中生有的任务").status_code == 409
    assert letters(runtime, notice) == 0


def test_a_target_is_set_right_beside_its_words(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    with runtime.reading() as session:
        target = session.exec(select(Target).where(Target.notice_id == notice)).one()
    path = f"/notices/{notice}/targets/{target.id}/value"
    assert coordinator.post(path, op=">=", value="六十", unit="家").status_code == 409
    page = coordinator.post(path, op=">=", value="66", unit="家").text
    assert "≥ 66 家" in page
    assert "60家以上" in page


def test_a_name_corrected_on_the_page_is_read_so_in_the_next_notice(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    """市数据中心 stands twice and is asked about once."""
    page = coordinator.get(f"/notices/{notice}").text
    assert "文中共 2 处，答复一次即可" in page
    with runtime.reading() as session:
        doubt = session.exec(
            select(Doubt).where(Doubt.notice_id == notice, Doubt.quote == "市数据中心")
        ).first()
    assert doubt is not None
    coordinator.post(f"/notices/{notice}/doubts/{doubt.id}", other="市发展改革委")
    page = coordinator.get(f"/notices/{notice}").text
    assert page.count("市发展改革委 <span") == 2
    assert "名册中没有" not in page

    again = take_in(runtime, TEXT.replace("21号", "99号"), "b.txt")
    with runtime.reading() as session:
        names = select(Doubt).where(Doubt.notice_id == again, Doubt.kind == "unknown-unit")
        assert session.exec(names).all() == []


def test_unchanged_names_keep_the_roles_that_were_read(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    task = task_of(runtime, notice, "1").id
    before = coordinator.get(f"/notices/{notice}").text.count("牵头·汇总")
    coordinator.post(
        f"/notices/{notice}/tasks/{task}", leads="市科技局", supports="市财政局",
        due_on="2024-06-28",
    )  # fmt: skip
    assert coordinator.get(f"/notices/{notice}").text.count("牵头·汇总") == before
    assert str(task_of(runtime, notice, "1").due_on) == "2024-06-28"


def test_a_suggestion_waits_for_a_click(
    coordinator: Browser, runtime: Runtime, city: City, notice: int
) -> None:
    with runtime.transaction() as session:
        row = session.merge(city.departments["市教育局"])
        row.duties = ["院校", "人才培养"]
        session.add(row)
    fourth = task_of(runtime, notice, "4").id
    page = coordinator.get(f"/notices/{notice}").text
    assert "名册所列职责有“人才培养”" in page
    path = f"/notices/{notice}/tasks/{fourth}/suggestion"
    other = city.departments["市税务局"].id
    assert coordinator.post(path, department=str(other)).status_code == 409  # nobody suggested it
    page = coordinator.post(path, department=str(city.departments["市教育局"].id)).text
    assert "任务 4 由市教育局牵头" in page


def test_several_tasks_without_a_unit_are_given_at_once_and_suggest_it_for_the_next(
    coordinator: Browser, runtime: Runtime, city: City
) -> None:
    bare = re.sub("（牵头单位[^）]*）", "", TEXT.replace("21号", "41号"))
    notice = take_in(runtime, bare, "bare.txt")
    first, second = (task_of(runtime, notice, key).id for key in ("1", "2"))
    assert "4 项任务没有写明责任单位" in coordinator.get(f"/notices/{notice}").text

    path = f"/notices/{notice}/owners"
    assert coordinator.post(path, department="市科技局").status_code == 409  # nothing ticked
    page = coordinator.post(path, department="市科技局", task=[str(first), str(second)]).text
    assert "2 项任务由市科技局牵头" in page
    assert "本来文中已由您指定承担任务1、2" in page


def test_a_second_copy_is_pointed_out_and_put_aside(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    copy = take_in(runtime, TEXT + "\n", "again.txt")
    assert "可能重复导入" in coordinator.get(f"/notices/{copy}").text
    coordinator.post(f"/notices/{copy}/withdraw", reason="重复导入")
    with runtime.reading() as session:
        assert session.get_one(Notice, copy).status is NoticeStatus.WITHDRAWN


def confirm_first(coordinator: Browser, notice: int) -> None:
    coordinator.post(f"/notices/{notice}/confirm")


def test_a_revised_notice_is_compared_confirmed_and_takes_over(
    coordinator: Browser, runtime: Runtime, notice: int
) -> None:
    confirm_first(coordinator, notice)
    revised = take_in(runtime, REVISED, "revised.txt")
    page = coordinator.get(f"/notices/{revised}").text
    assert "像是修订件" in page
    assert "临澜府办〔2024〕21号" in page

    page = coordinator.post(f"/notices/{revised}/supersedes", old=str(notice)).text
    assert "自动承接" in page
    assert "指标" in page
    assert coordinator.post(f"/notices/{revised}/confirm").status_code == 409
    asked = r'action="(/notices/\d+/matches/\d+)".{0,160}name="new" value="(\d*)"'
    for path, new in re.findall(asked, page):
        coordinator.post(path, new=new)
    page = coordinator.get(f"/notices/{revised}/compare").text
    assert "全部确认" in page

    coordinator.post(f"/notices/{revised}/confirm")
    with runtime.reading() as session:
        assert session.get_one(Notice, notice).status is NoticeStatus.SUPERSEDED
    assert "已被" in coordinator.get(f"/notices/{notice}").text
    assert task_of(runtime, revised, "1").continues_id == task_of(runtime, notice, "1").id


def test_who_only_reads_sees_no_button_and_changes_nothing(
    city: City, runtime: Runtime, notice: int, sign_in: SignIn
) -> None:
    reader = sign_in(city.auditor)
    page = reader.get(f"/notices/{notice}").text
    assert "拆为两项" not in page
    task = task_of(runtime, notice, "1").id
    assert reader.post(f"/notices/{notice}/tasks/{task}/accept").status_code == 403
