"""Tomorrow's messages, holds, rewordings and deputies at the keyboard."""

import json
from datetime import date
from pathlib import Path

import pytest

from runtime.wiring import get_runtime
from tests.cli.conftest import Command
from tests.factories import make_assignment, make_department, make_task


@pytest.fixture
def late(duban: Command) -> None:
    """A department whose task was due on Monday 22 January, the day the clock shows."""
    duban("status")
    with get_runtime().transaction() as session:
        make_assignment(
            session,
            make_task(session, due_on=date(2024, 1, 22)),
            make_department(session, "市试点局"),
        )


def test_tomorrows_messages_are_listed_held_sent_reworded_and_recalled(
    duban: Command, late: None, tmp_path: Path
) -> None:
    shown = json.loads(duban("outbox", "upcoming", "--json").stdout)
    assert shown["at"].startswith("2024-01-23T")
    [one] = shown["messages"]
    assert (one["department"], one["post"], one["kind"]) == ("市试点局", "联络员", "urge")
    assert "［填报链接］" in one["text"]

    duban("holds", "place", "市试点局", "--post", "liaison", "--reason", "先电话沟通")
    assert "直到解除" in duban("holds", "list").stdout
    shown = duban("outbox", "upcoming").stdout
    assert "先电话沟通" in shown
    assert "将发出 0 封，另有 1 封暂缓" in shown
    duban("run", "escalate_slow_tasks", "--as-of", "2024-01-23T08:30")
    duban("run", "send_reminders", "--as-of", "2024-01-23T08:30")
    assert json.loads(duban("outbox", "list", "--json").stdout) == []

    duban("holds", "release", "1")
    duban("run", "send_reminders", "--as-of", "2024-01-23T09:30")
    [row] = json.loads(duban("outbox", "list", "--json").stdout)
    text = tmp_path / "text.txt"
    text.write_text("请反馈。", "utf-8")
    assert "链接" in duban("outbox", "reword", row["id"], text, fails=True).stderr
    duban("outbox", "hold", row["id"], "--reason", "核对")
    duban("outbox", "release", row["id"])
    duban("outbox", "recall", row["id"], "--reason", "口头已说明")
    assert "已取消" in duban("outbox", "list").stdout


def test_a_contact_is_away_and_has_a_deputy(duban: Command) -> None:
    [one, *_] = json.loads(duban("contacts", "list", "市科技局", "--json").stdout)
    address = one["address"]
    duban("contacts", "deputy", address, "li@kj.example", "--name", "李明")
    duban("contacts", "away", address, "--until", "2024-02-02")
    [one, *_] = json.loads(duban("contacts", "list", address, "--json").stdout)
    assert (one["deputy"], one["absent_until"]) == ("li@kj.example", "2024-02-02")
    duban("contacts", "away", address)
    duban("contacts", "deputy", address)
    assert "li@kj.example" not in duban("contacts", "list").stdout
    assert "没有找到" in duban("contacts", "away", "nobody@kj.example", fails=True).stderr
