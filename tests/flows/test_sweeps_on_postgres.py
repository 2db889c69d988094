"""The morning's sweeps decide the same on PostgreSQL."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from flows import (
    check_promises,
    deliver_messages,
    escalate_slow_tasks,
    open_periods,
    send_reminders,
)
from models import Approval, Milestone, OutgoingMessage, StatusUpdate
from models.facts import task_facts
from runtime.migrate import upgrade
from runtime.wiring import Runtime, connect
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_target,
    make_task,
)
from tests.fakes import FakeClock
from tests.servers.postgres import postgres_server

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine() -> Iterator[Engine]:
    """A PostgreSQL database of the test's own, in place of SQLite."""
    with postgres_server() as url:
        engine = connect(url)
        upgrade(engine)
        yield engine
        engine.dispose()


async def test_a_silent_department_climbs_on_postgres_too(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice, department = make_notice(session), make_department(session, "市甲局")
        part = make_assignment(session, make_task(session, notice), department)
        make_duty(session, notice)
        make_target(session, notice, department, by=date(2024, 9, 30))
        session.add(Milestone(task_id=part.task_id, title="过半", due_on=date(2024, 9, 1)))
        session.add(StatusUpdate(assignment_id=part.number, percent=10, said_at=clock()))
    days = ("09-09", "09-14", "09-26", "10-08", "10-10", "10-12", "10-18", "10-25")
    for day in days:
        for flow in (open_periods, escalate_slow_tasks, send_reminders, deliver_messages):
            outcome = await flow.sweep(runtime, now=clock.set(f"2024-{day}T08:30"))
            outcome.raise_if_any_failed()
    check_promises.find(runtime, now=clock())

    with runtime.reading() as session:
        messages = session.exec(select(OutgoingMessage).order_by(col(OutgoingMessage.id))).all()
        drafts = session.exec(select(Approval.kind).order_by(col(Approval.id))).all()
        facts = task_facts(
            session, None, today=date(2024, 10, 25), office_day=runtime.calendar.office_day
        )
    assert [str(m.office_day)[5:] for m in messages if m.audience == "liaison"] == [
        "09-09", "09-14", "09-26", "10-08", "10-10",
    ]  # fmt: skip
    assert "talk" in drafts
    assert facts[0].periods_missed == 1
