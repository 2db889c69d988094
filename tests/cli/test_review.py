"""`duban review` asks one thing at a time; what was answered is kept, whatever comes next."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command

TEXT = """临澜市人民政府办公室关于印发临澜市数据要素行动方案的通知
临澜府办〔2024〕21号

各县（市、区）人民政府，市有关单位：
现将《临澜市数据要素行动方案》印发给你们，请认真贯彻执行。
临澜市人民政府办公室
2024年1月12日

临澜市数据要素行动方案

一、主要任务
1.建设数据流通平台。2024年6月底前建成市级平台。（牵头单位：市科技局，配合单位：市财政局）
2.推进公共数据开放。编制开放目录。（牵头单位：市数据中心，配合单位：市财政局）
3.完善数据标准。制定地方标准。（牵头单位：市数据中心）
4.加强人才培养。支持院校开设相关课程。
"""
Type = Callable[..., None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Type these lines at the questions that follow; then the input ends."""

    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return give


def import_text(duban: Command, tmp_path: Path, text: str, *options: object) -> int:
    file = tmp_path / f"{abs(hash(text))}.txt"
    file.write_text(text, "utf-8")
    said = duban("import", file, *options, "--json")
    return int(json.loads(said.stdout)["id"])


def questions(duban: Command, number: int) -> list[str]:
    data = json.loads(duban("review", number, "--json").stdout)
    return [question["why"] for question in data["questions"]]


def test_a_file_is_only_shown(duban: Command, tmp_path: Path, typed: Type) -> None:
    file = tmp_path / "only-shown.txt"
    file.write_text(TEXT.replace("21号", "22号"), "utf-8")
    typed()
    said = duban("review", file).stdout
    assert "这里只查看，不保存" in said
    assert "没有写明责任单位" in said
    assert "only-shown" not in duban("status", "--json").stdout


def test_doubts_are_walked_through_with_their_words_and_kept_one_by_one(
    duban: Command, tmp_path: Path, typed: Type
) -> None:
    number = import_text(duban, tmp_path, TEXT)
    assert len(questions(duban, number)) == 2  # 市数据中心 stands twice and is asked once

    typed("市没有这个局", "市发展改革委")  # then the input ends, as with Ctrl-C
    said = duban("review", number)
    assert "【市数据中心】" in said.stdout
    assert "名册中没有唯一的“市没有这个局”" in said.stderr
    assert "已答复：市发展改革委" in said.stdout
    assert len(questions(duban, number)) == 1

    typed("q")
    duban("review", number)
    assert len(questions(duban, number)) == 1
    typed("市教育局")
    assert "任务4由市教育局牵头" in duban("review", number).stdout
    assert questions(duban, number) == []
    assert "可交办 4/4 项" in duban("review", number).stdout


def test_what_is_no_task_is_dropped_by_its_number(
    duban: Command, tmp_path: Path, typed: Type
) -> None:
    number = import_text(duban, tmp_path, TEXT.replace("21号", "23号"))
    data = json.loads(duban("review", number, "--json").stdout)
    (asked,) = [q for q in data["questions"] if q["id"].startswith("owner-")]
    labels = [choice["label"] for choice in asked["choices"]]
    skip = [""] * (len(data["questions"]) - 1)
    typed(*skip, str(labels.index("不是任务，剔除") + 1))
    assert "任务4已剔除" in duban("review", number).stdout


def test_a_list_prints_and_asks_nothing(duban: Command, tmp_path: Path, typed: Type) -> None:
    number = import_text(duban, tmp_path, TEXT.replace("21号", "24号"))
    typed("市教育局")
    said = duban("review", number, "--list").stdout
    assert "没有写明责任单位，由谁牵头" in said
    assert any("没有写明责任单位" in why for why in questions(duban, number))


def test_a_revised_notice_is_compared_in_the_terminal(
    duban: Command, tmp_path: Path, typed: Type
) -> None:
    old = import_text(duban, tmp_path, TEXT.replace("21号", "25号"))
    assert "不在督办中" in duban("import", __file__, "--supersedes", old, fails=True).stderr
    duban("confirm", old)
    text = TEXT.replace("21号", "26号").replace("编制开放目录", "编制并公布开放目录")
    new = import_text(duban, tmp_path, text, "--supersedes", old)
    asked = questions(duban, new)
    assert any("原任务2“推进公共数据开放”与新任务2" in why for why in asked)
    assert "没有确认" in duban("confirm", new, fails=True).stderr
    open_now = json.loads(duban("review", new, "--json").stdout)["questions"]
    typed(*("1" if q["id"].startswith("match-") else "" for q in open_now))
    duban("review", new)
    assert "已确认" in duban("confirm", new).stdout
    states = {n["id"]: n["label"] for n in json.loads(duban("status", "--json").stdout)["notices"]}
    assert (states[old], states[new]) == ("已被替代", "督办中")


def test_the_same_notice_in_other_bytes_is_pointed_out_and_can_be_put_aside(
    duban: Command, tmp_path: Path
) -> None:
    text = TEXT.replace("21号", "27号")
    import_text(duban, tmp_path, text)
    again = tmp_path / "again.txt"
    again.write_bytes(text.encode("utf-16"))
    said = duban("import", again)
    assert "可能重复导入" in said.stderr
    assert "临澜府办〔2024〕27号" in said.stderr
    number = max(n["id"] for n in json.loads(duban("status", "--json").stdout)["notices"])
    assert "已撤销" in duban("withdraw", number, "--reason", "重复导入").stdout


@pytest.mark.parametrize(("size", "words"), [(27, "最多可读 16 MB"), (60, "最多可读 50 MB")])
def test_a_file_that_is_far_too_large_is_refused_at_once(
    duban: Command, tmp_path: Path, size: int, words: str
) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes("通知\n".encode() * (size * 1024 * 1024 // 7))
    assert words in duban("import", file, fails=True).stderr


def test_units_that_are_entered_after_the_import_are_asked_about_no_more(
    duban: Command, tmp_path: Path
) -> None:
    text = TEXT.replace("21号", "41号").replace("（牵头单位：", "（牵头单位：市低空办，", 1)
    number = import_text(duban, tmp_path, text)
    assert any("市低空办" in why for why in questions(duban, number))
    file = tmp_path / "contacts.csv"
    file.write_text("单位,岗位,邮箱\n市低空办,联络员,a@dk.example\n", "utf-8")
    assert "已有 1 处对上" in duban("contacts", "import", file, "--enter").stdout
    assert not any("市低空办" in why for why in questions(duban, number))


def test_a_collective_that_is_imported_later_answers_for_itself(
    duban: Command, tmp_path: Path
) -> None:
    text = TEXT.replace("21号", "43号").replace("（牵头单位：", "（牵头单位：各直属园区，", 1)
    number = import_text(duban, tmp_path, text)
    assert any("各直属园区" in why for why in questions(duban, number))
    parks = [
        {"code": f"park.{name}", "name": f"临澜{name}园", "place": "临澜市"} for name in "东西"
    ]
    group = {"code": "parks", "name": "各直属园区", "place": "临澜市"}
    members = [park["code"] for park in parks]
    file = tmp_path / "register.json"
    file.write_text(
        json.dumps({"departments": parks, "collectives": [group | {"members": members}]}), "utf-8"
    )
    assert "已有 1 处对上" in duban("departments", "import", file).stdout
    assert not any("各直属园区" in why for why in questions(duban, number))
