"""A preset may remind of what is overdue beside the ladder; without it nothing is different."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from flows import check_promises, deliver_messages, escalate_slow_tasks, send_reminders
from models import OutgoingMessage, Reminder
from rules.policies import EscalationLadder
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_task
from tests.fakes import FakeClock


@pytest.fixture
def late(runtime: Runtime) -> None:
    """A task due on Monday 4 March."""
    with runtime.transaction() as session:
        task = make_task(session, due_on=date(2024, 3, 4))
        make_assignment(session, task, make_department(session, "市科技局"))


def after(runtime: Runtime, *days: int, rungs: int | None = None) -> None:
    """Let the preset remind after the day, and climb only its first rungs."""
    standard = runtime.policies["常规"]
    ladder = EscalationLadder(standard.ladder.rungs[:rungs])
    runtime.policies = {
        **runtime.policies, "常规": replace(standard, remind_after=days, ladder=ladder)
    }  # fmt: skip


async def morning(runtime: Runtime, clock: FakeClock, day: str) -> list[str]:
    for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
        outcome = await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))
        outcome.raise_if_any_failed()
    with runtime.reading() as session:
        rows = session.exec(select(Reminder).where(Reminder.decided_on == date.fromisoformat(day)))
        return sorted(row.rule for row in rows)


async def test_what_is_overdue_is_remembered_on_the_days_the_preset_names(
    runtime: Runtime, clock: FakeClock, late: None
) -> None:
    after(runtime, 2, rungs=1)
    assert await morning(runtime, clock, "2024-03-05") == ["ladder-1"]
    assert await morning(runtime, clock, "2024-03-06") == ["deadline-late-2"]
    assert await morning(runtime, clock, "2024-03-07") == []
    with runtime.reading() as session:
        told = session.exec(
            select(OutgoingMessage).order_by(col(OutgoingMessage.id).desc())
        ).first()
    assert told is not None
    assert (told.kind, told.subject) == ("reminder", "【提醒】1项到期未办，请于3月11日前反馈")
    assert "已逾期2个工作日" in told.text
    assert "即将到期" not in told.text
    outcome = await check_promises.sweep(runtime, now=clock.set("2024-03-08T10:00"))
    assert outcome.failures == {}


async def test_on_the_day_of_a_rung_only_the_rung_speaks(
    runtime: Runtime, clock: FakeClock, late: None
) -> None:
    after(runtime, 1)
    assert await morning(runtime, clock, "2024-03-05") == ["ladder-1"]
    with runtime.reading() as session:
        [told] = session.exec(select(OutgoingMessage)).all()
    assert told.kind == "urge"
    assert told.text.count("【任务") == 1
    assert await morning(runtime, clock, "2024-03-06") == []  # and nothing is made up for


async def test_of_reminders_missed_in_an_outage_the_latest_is_made_up_for(
    runtime: Runtime, clock: FakeClock, late: None
) -> None:
    after(runtime, 2, 3, rungs=1)
    assert await morning(runtime, clock, "2024-03-05") == ["ladder-1"]
    assert await morning(runtime, clock, "2024-03-11") == ["deadline-late-3"]
    assert await morning(runtime, clock, "2024-03-12") == []


async def test_an_edit_of_the_preset_does_not_wake_what_is_long_overdue(
    runtime: Runtime, clock: FakeClock, late: None
) -> None:
    await morning(runtime, clock, "2024-03-05")
    after(runtime, 2, rungs=1)
    assert "deadline-late-2" not in await morning(runtime, clock, "2024-04-15")


async def test_without_the_setting_only_the_ladder_speaks_after_the_day(
    runtime: Runtime, clock: FakeClock, late: None
) -> None:
    assert await morning(runtime, clock, "2024-03-05") == ["ladder-1"]
    assert await morning(runtime, clock, "2024-03-06") == []
