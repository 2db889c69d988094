"""The office's commands, run as a person would run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from actions.intake import receive_notice
from models import Contact, Notice
from rules.errors import StorageFailed
from runtime.wiring import Runtime, get_runtime
from tests.cli.conftest import NOTICE, Command


def test_a_command_without_a_folder_says_how_to_make_one(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "duban", "status"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        env={"DUBAN_HOME": str(tmp_path / "none"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    assert said.returncode == 1
    assert "duban init" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_same_notice_twice_is_said_and_stored_once(duban: Command) -> None:
    assert "已经导入过，编号 1" in duban("import", NOTICE, fails=True).stderr
    assert len(json.loads(duban("status", "--json").stdout)["notices"]) == 1


def test_reading_prints_json_that_programs_can_use(duban: Command) -> None:
    reading = json.loads(duban("read", NOTICE, "--json").stdout)
    assert len(reading["measures"]) == 24
    start, end = reading["measures"][0]["span"]
    assert reading["text"][start:end].startswith("高水平建设澜江实验室")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.txt", b"", "空"),
        ("binary.txt", bytes(range(256)) * 8, "文本"),
        ("scan.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "PDF"),
        ("shopping.txt", "牛奶两瓶，面包一个。".encode(), "不像通知"),
        ("secret.txt", "秘密★1年\n临澜市人民政府文件\n1.建设中心。".encode(), "密"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_with_a_reason(
    duban: Command, tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    said = duban("import", file, fails=True)
    assert expected in said.stderr
    assert "Traceback" not in said.stderr


def test_a_contact_without_an_address_is_told_with_its_line(duban: Command, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(
        "单位,岗位,姓名,邮箱\n市科技局,联络员,王某,\n市某某局,联络员,李某,a@linlan.example\n",
        "utf-8",
    )
    said = duban("contacts", "import", file, fails=True)
    assert "第2行" in said.stderr
    assert "没有地址" in said.stderr
    assert "第3行" in said.stderr


def test_the_headings_of_an_offices_own_table_are_understood_and_a_missing_one_is_named(
    duban: Command, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(
        "单位名称,岗位,姓名,联系电话,电子邮箱,手机号码\n市财政局,联络员,王某,0755-1,w@linlan.example,\n",
        "gb18030",
    )
    duban("contacts", "import", file)
    with get_runtime().reading() as session:
        row = session.exec(select(Contact).where(Contact.address == "w@linlan.example")).one()
    assert (row.name, row.phone) == ("王某", "0755-1")
    file.write_text("单位名称,姓名,电子邮箱\n市财政局,王某,w@linlan.example\n", "utf-8")
    assert "没有名为“岗位”的列" in duban("contacts", "import", file, fails=True).stderr


def test_a_preview_names_the_departments_that_cannot_be_written_to(duban: Command) -> None:
    hold_back(True)
    said = duban("confirm", "1", "--preview")
    hold_back(False)
    assert "没有可用联系人，交办将保留，收录联系人后自动发出：市科技局" in said.stdout + said.stderr


def hold_back(away: bool) -> None:
    with get_runtime().transaction() as session:
        for contact in session.exec(select(Contact).where(col(Contact.address).startswith("kjj"))):
            contact.active = not away
            session.add(contact)


def test_departments_of_a_contacts_file_are_entered_on_request(
    duban: Command, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("单位,岗位,姓名,邮箱\n市数据局,联络员,李某,a@linlan.example\n", "utf-8")
    assert "加 --enter 重新导入" in duban("contacts", "import", file, fails=True).stdout
    assert (
        "新入名册 1 个单位，请核对全称：临澜市数据局"
        in duban("contacts", "import", file, "--enter").stdout
    )
    assert "临澜市数据局" in duban("contacts", "export").stdout


def test_an_unknown_number_or_name_is_said_plainly(duban: Command) -> None:
    for words in (["confirm", "99"], ["task", "show", "77"], ["run", "no_such_flow"]):
        said = duban(*words, fails=True)
        assert said.stderr.startswith("✗ ")
        assert "Traceback" not in said.stderr


def test_confirming_tells_what_is_left_and_the_preview_sends_nothing(duban: Command) -> None:
    shown = duban("confirm", "1", "--preview")
    assert "封；以上仅为预览" in shown.stdout
    assert "没有可用联系人" not in shown.stdout + shown.stderr
    assert json.loads(duban("outbox", "list", "--json").stdout) == []
    open_ = json.loads(duban("confirm", "1", "--list", "--json").stdout)["doubts"]
    lead = next(doubt for doubt in open_ if doubt["kind"] == "first-named-leads")
    result = json.loads(duban("confirm", "1", "--answer", f"{lead['id']}=是", "--json").stdout)
    assert len(result["confirmed"]) == 24
    assert result["left"] == {}


def test_a_task_shows_its_words_and_its_people(duban: Command) -> None:
    task = json.loads(duban("task", "show", "1", "--json").stdout)
    assert task["clause"] in NOTICE.read_text("utf-8")
    assert task["parts"][0]["department"] == "市科技局"


def test_a_step_that_life_does_not_have_is_refused(duban: Command) -> None:
    said = duban("task", "close", "1", fails=True)
    assert "不能变为“已销号”" in said.stderr


def test_the_schedule_can_be_paused_and_moved(duban: Command) -> None:
    duban("schedule", "pause", "send_reminders")
    duban("schedule", "set", "open_periods", "--at", "07:00")
    rows = {row["flow"]: row for row in json.loads(duban("schedule", "list", "--json").stdout)}
    assert rows["send_reminders"]["paused"]
    assert rows["open_periods"]["times"] == "每天07:00"
    duban("schedule", "resume", "send_reminders")


def test_a_full_disk_is_said_and_leaves_nothing_half_written(runtime: Runtime) -> None:
    """SQLite is given a few more pages than it has: it then says what it says on a full disk."""

    @event.listens_for(runtime.engine, "begin")
    def fill(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")  # type: ignore[attr-defined]

    content = NOTICE.read_bytes()
    with pytest.raises(StorageFailed, match="磁盘已满"), runtime.transaction() as session:
        receive_notice(session, content, NOTICE.name, now=runtime.clock(), actor="李")
    with runtime.reading() as session:
        assert session.exec(select(Notice)).all() == []
