"""Mails explained, shown and added from the command line."""

import json
from pathlib import Path

import pytest
from sqlmodel import func, select

from actions.outbox import put_in_outbox
from models import Contact, InboundMessage, OutgoingMessage, Task
from rules.audiences import Audience
from runtime.wiring import get_runtime
from templates import Letter
from tests.cli.conftest import Command
from tests.factories import make_assignment, make_department, make_notice, make_task
from tests.mails import reply_to


@pytest.fixture
def asked(duban: Command) -> tuple[OutgoingMessage, str]:
    """A message of one task, and the contact who answers it."""
    runtime = get_runtime()
    with runtime.transaction() as session:
        department = make_department(session)
        task = make_task(session, make_notice(session))
        make_assignment(session, task, department)
        contact = session.exec(
            select(Contact.address).where(Contact.department_id == department.id)
        ).one()
        message = put_in_outbox(
            session,
            kind="reminder",
            letter=Letter("【提醒】填报", f"【任务{task.key}】上次填报：进度90%\n", ""),
            audience=Audience.LIAISON,
            office=runtime.office,
            today=runtime.calendar.office_day(runtime.clock()),
            now=runtime.clock(),
            department_id=department.id,
            task_ids=[task.number],
        )
        session.flush()
        session.expunge(message)
        return message, contact


def stored() -> int:
    with get_runtime().reading() as session:
        return session.exec(select(func.count()).select_from(InboundMessage)).one()


def test_a_mail_is_explained_and_nothing_is_stored(
    duban: Command, asked: tuple[OutgoingMessage, str], tmp_path: Path
) -> None:
    message, sender = asked
    file = tmp_path / "a.eml"
    file.write_bytes(reply_to(message, "总体进度60%，正常推进。", sender=sender))
    before = stored()

    heard = json.loads(duban("inbox", "explain", file, "--json").stdout)

    assert heard["kind"] == "update"
    (item,) = heard["items"]
    assert (item["percent"], item["status"], item["problems"]) == (60, "正常推进", None)
    assert heard["sender"] == {"address": sender, "verdict": "contact"}
    assert stored() == before
    assert "进度（%）：60" in duban("inbox", "explain", file).stdout


def test_a_mail_that_was_added_is_a_duplicate_and_can_be_shown(
    duban: Command, asked: tuple[OutgoingMessage, str], tmp_path: Path
) -> None:
    message, sender = asked
    raw = reply_to(message, "总体进度70%。", sender=sender, message_id="<added@linlan.example>")
    file = tmp_path / "b.eml"
    file.write_bytes(raw)
    duban("inbox", "add", file)
    number = json.loads(duban("inbox", "list", "--json").stdout)[-1]["id"]

    assert "进度（%）：70" in duban("inbox", "show", number).stdout
    shown = json.loads(duban("inbox", "show", number, "--json").stdout)
    assert shown["heard"]["items"][0]["percent"] == 70
    file.write_bytes(b"Received: from another.way.here\r\n" + raw)
    assert json.loads(duban("inbox", "explain", file, "--json").stdout)["kind"] == "duplicate"
    duban("inbox", "add", file)
    assert json.loads(duban("inbox", "list", "--json").stdout)[-1]["id"] == number


def test_a_message_that_is_not_there_is_said(duban: Command) -> None:
    assert "没有第9999号来件" in duban("inbox", "show", "9999", fails=True).stderr


def test_the_outbox_tells_programs_where_answers_go(
    duban: Command, asked: tuple[OutgoingMessage, str]
) -> None:
    message, address = asked
    row = json.loads(duban("outbox", "list", "--json").stdout)[-1]
    assert row["to"] == [address]
    assert row["reply_to"] == message.reply_to
    assert row["message_id"] == message.message_id
    assert len(row["tasks"]) == 1
    assert row["subject"] == "【提醒】填报"


def test_a_message_in_triage_is_listed_assigned_and_undone(
    duban: Command, asked: tuple[OutgoingMessage, str], tmp_path: Path
) -> None:
    message, _ = asked
    file = tmp_path / "c.eml"
    file.write_bytes(reply_to(message, "总体进度70%，正常推进。", sender="x@personal.example"))
    duban("inbox", "add", file)
    (waiting,) = json.loads(duban("inbox", "triage", "list", "--json").stdout)
    number, name = str(waiting["id"]), waiting["department"]
    assert (waiting["group"], waiting["overdue"], waiting["proven"]) == ("unmatched", False, False)

    duban("inbox", "triage", "take", number, "--by", "周宁")
    assert "周宁" in duban("inbox", "triage", "list").stdout
    preview = duban("inbox", "triage", "reject", number, "--preset", "own_mailbox", "--preview")
    assert "登记的联络员邮箱" in preview.stdout
    assigned = json.loads(
        duban("inbox", "triage", "assign", number, "--department", name, "--json").stdout
    )
    assert "进度/状态：正常推进、70%" in next(iter(assigned["tasks"].values()))
    assert json.loads(duban("inbox", "triage", "list", "--json").stdout) == []

    undone = json.loads(duban("inbox", "triage", "undo", number, "--json").stdout)

    assert undone == {"updates": 1, "stays": []}
    with get_runtime().reading() as session:
        task = session.get_one(Task, message.task_ids[0])
        key = f"{task.notice_id}/{task.key}"
    duban(
        "inbox", "triage", "accept", number, "--department", name, "--task", key,
        "--percent", "65", "--status", "正常推进", "--narrative", "已封顶。",
    )  # fmt: skip
    assert json.loads(duban("inbox", "triage", "list", "--json").stdout) == []
