"""Every page opens, says what it should, and changes nothing."""

import hashlib
from datetime import date

from sqlmodel import SQLModel, select

from models import AccessLink, ReturnItem, Task
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import Browser, LinkOf, TestClient

PAGES = {
    "/": "红灯清单",
    "/ledger": "推动临澜实验室高水平建设",
    "/ledger?light=red&department=市科技局": "筛选",
    "/notices": "临澜府办〔2024〕6号",
    "/notices/new": "标有密级的文件一律拒收",
    "/notices/{notice}": "来文规定",
    "/notices/{draft}": "名册中没有“市国资委”",
    "/notices/{draft}/dispatch": "交办预览",
    "/tasks/{task}": "来文原句",
    "/approvals": "通报",
    "/approvals/{approval}": "经两次催办",
    "/reports": "落实情况的报告",
    "/reports/{report}": "数据校验码",
    "/inbox": "发件人不在名册中",
    "/inbox/{inbound}": "进展45%",
    "/outbox": "请于3月8日前反馈进展",
    "/outbox/{outgoing}": "收信人看到的",
    "/schedule": "立即运行",
}


def addresses(city: City) -> dict[str, object]:
    return {
        "notice": city.notice.id,
        "draft": city.draft.id,
        "task": city.tasks[0].id,
        "approval": city.approval.id,
        "report": city.report.id,
        "inbound": city.inbound.id,
        "outgoing": city.outgoing.id,
    }


def contents(runtime: Runtime) -> str:
    """Return a fingerprint of everything in the database."""
    digest = hashlib.sha256()
    with runtime.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.connection().execute(table.select().order_by(table.c.id)):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def test_each_page_says_what_it_is_for_and_looking_changes_nothing(
    coordinator: Browser, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    door = link_of(city.departments["市科技局"])
    before = contents(runtime)

    for path, words in PAGES.items():
        page = coordinator.get(path.format(**addresses(city)))
        assert page.status_code == 200, path
        assert words in page.text, path
    coordinator.get(door)
    for verb in ("on-track", "object", "extend"):
        assert coordinator.get(f"{door}/tasks/{city.parts[0].id}/{verb}").status_code == 200

    assert contents(runtime) == before


def test_nobody_reads_a_page_without_signing_in(client: TestClient, city: City) -> None:
    for path in PAGES:
        answer = client.get(path.format(**addresses(city)), follow_redirects=False)

        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=/")


def test_a_page_lets_nothing_foreign_in(coordinator: Browser) -> None:
    page = coordinator.get("/")

    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"
    for foreign in ("http://", "https://", "style=", "onclick", "<script>"):
        assert foreign not in page.text


def test_a_letter_is_shown_inside_a_sandbox(coordinator: Browser, city: City) -> None:
    letter = coordinator.get(f"/outbox/{city.outgoing.id}/html")

    assert letter.headers["content-security-policy"].startswith("sandbox;")
    assert "请反馈进展" in letter.text


def test_the_original_comes_back_byte_for_byte(coordinator: Browser, city: City) -> None:
    original = coordinator.get(f"/notices/{city.notice.id}/original")

    assert original.content == city.notice.text.encode()


def test_the_words_of_a_notice_are_marked_where_they_stand(
    coordinator: Browser, city: City
) -> None:
    page = coordinator.get(f"/notices/{city.notice.id}").text

    assert f'id="w{city.target.span_start}" class="is-measure is-target "' in page


def test_a_report_is_downloaded_in_each_form(coordinator: Browser, city: City) -> None:
    answer = coordinator.get(f"/reports/{city.report.id}/docx")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert coordinator.get(f"/reports/{city.report.id}/pdf").status_code == 404


def test_the_ledger_leaves_as_a_workbook(coordinator: Browser) -> None:
    answer = coordinator.get("/ledger.xlsx")

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_a_number_that_is_nobodys_is_not_found(coordinator: Browser) -> None:
    for path in ("/tasks/9999", "/notices/9999", "/approvals/9999", "/nowhere"):
        assert coordinator.get(path).status_code == 404


def test_a_demo_folder_says_that_its_clock_is_held(
    coordinator: Browser, runtime: Runtime, client: TestClient
) -> None:
    assert "时钟停在" not in coordinator.get("/").text
    runtime.settings.demo = True

    assert "时钟停在 <strong>2024-03-04 09:00</strong>" in coordinator.get("/").text
    client.cookies.clear()
    assert "时钟停在" in client.get("/sign-in").text


def test_health_tells_of_the_database_and_of_the_engine(client: TestClient) -> None:
    health = client.get("/healthz").json()

    assert health["database"] == "ok"
    assert health["engine"] == "silent"  # nobody serves here


def test_links_are_not_listed_anywhere(coordinator: Browser, runtime: Runtime, city: City) -> None:
    with runtime.reading() as session:
        links = session.exec(select(AccessLink)).all()
    page = coordinator.get(f"/tasks/{city.tasks[0].id}").text

    assert all(link.public_id not in page for link in links)


def test_a_task_says_what_comes_next_for_each_of_its_departments(
    coordinator: Browser, city: City
) -> None:
    page = coordinator.get(f"/tasks/{city.tasks[0].id}").text
    _, _, card = page.partition("<h2>下一步</h2>")
    assert city.parts[0].printed_name in card
    assert "时限" in card.partition("</section>")[0]


def test_days_of_a_year_not_published_are_marked_where_they_are_shown(
    coordinator: Browser, runtime: Runtime, city: City, link_of: LinkOf
) -> None:
    note = "2031年度放假安排尚未公布，按周一至周五推算"
    door = link_of(city.departments["市科技局"])
    places = ("/ledger", f"/tasks/{city.tasks[0].id}", door)
    assert all("推算" not in coordinator.get(place).text for place in places)
    with runtime.transaction() as session:
        session.get_one(Task, city.tasks[0].id).due_on = date(2031, 6, 30)
        session.get_one(ReturnItem, city.item.id).due_on = date(2031, 6, 30)
    for place in places:
        page = coordinator.get(place).text
        assert "2031年6月30日※" in page, place
        assert page.count(note) == 1, place
