"""Simulating: what a notice would bring, without touching the installation."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from duban.replay.simulation import Simulation, simulate
from models import Contact, EscalationCase, Notice, OutgoingMessage
from rules.audiences import Audience
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_contact, make_department, make_notice, make_task
from tests.fakes import FakeClock

UNTIL = datetime.fromisoformat("2024-07-31T23:59+08:00")
TEXT = """岚川市人民政府办公室关于印发算力行动方案的通知

岚府办〔2024〕6号

各有关单位：
  现将方案印发给你们，请认真落实。

一、重点任务
1.建设算力中心。2024年6月28日前完成。（牵头单位：市算力局；配合单位：市用电局）

岚川市人民政府办公室
2024年3月1日
"""


@pytest.fixture
def live(runtime: Runtime, clock: FakeClock) -> tuple[Runtime, int]:
    """One confirmed task of a silent department, due on a Friday."""
    clock.set("2024-06-27T10:00")
    with runtime.transaction() as session:
        notice = make_notice(session)
        department = make_department(session, "市甲局")
        make_contact(session, department, Audience.SUPERVISING_LEADER)
        task = make_task(session, notice, due_on=datetime(2024, 6, 28).date(), key="1")  # noqa: DTZ001
        make_assignment(session, task, department)
        return runtime, notice.number


def said(simulation: Simulation) -> list[tuple[str, str]]:
    return [(row.on, row.kind) for row in simulation.rows if row.audience != "supervising_leader"]


def test_nobody_answers_and_the_ladder_is_climbed_on_a_copy(live: tuple[Runtime, int]) -> None:
    runtime, notice = live
    found = simulate(runtime, notice, until=UNTIL, answering="none")

    assert said(found) == [
        ("2024-06-28", "reminder"),  # the point of the 25th, which no run had taken
        ("2024-07-01", "urge_1"), ("2024-07-03", "urge_2"), ("2024-07-12", "bulletin_draft"),
        ("2024-07-19", "talk_draft"), ("2024-07-26", "accountability_draft"),
    ]  # fmt: skip
    [total] = found.totals
    assert (total.department, total.urges, total.supervisions, total.drafts) == ("市甲局", 2, 1, 3)
    with Session(runtime.engine) as session:
        assert session.exec(select(EscalationCase)).all() == []
        assert session.exec(select(OutgoingMessage)).all() == []


def test_who_answers_late_is_urged_once(live: tuple[Runtime, int]) -> None:
    runtime, notice = live
    assert said(simulate(runtime, notice, until=UNTIL, answering="late")) == [
        ("2024-06-28", "reminder"),
        ("2024-07-01", "urge_1"),
    ]


def test_a_file_that_nobody_imported_is_played_with_the_units_it_names(
    runtime: Runtime, clock: FakeClock, tmp_path: Path
) -> None:
    clock.set("2024-03-04T10:00")
    file = tmp_path / "notice.txt"
    file.write_text(TEXT, "utf-8")
    found = simulate(runtime, file, until=UNTIL, answering="none")

    assert ("2024-03-04", "dispatch") in said(found)
    assert {total.department for total in found.totals} == {"市算力局", "市用电局"}
    assert all("按已加入名册模拟" in why for why in found.left.values())
    with Session(runtime.engine) as session:
        assert session.exec(select(Notice)).all() == []
        assert session.exec(select(Contact)).all() == []
