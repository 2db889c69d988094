"""Deciding reminders for everyone at once: each once, whoever else decides at the same time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from actions import reminders
from actions.reminders import decide_reminders, decisions_due
from models import Event, Reminder
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import make_assignment, make_notice, make_task

DAY = date(2024, 3, 29)
TENTH_BEFORE = datetime(2024, 3, 15, 0, 30, tzinfo=UTC)


def test_one_run_decides_for_every_department_with_an_event_for_each(
    session: Session, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    parts = [make_assignment(session, make_task(session, notice, due_on=DAY)) for _ in range(3)]
    decided = decide_reminders(
        session, now=TENTH_BEFORE, calendar=calendar, policies=built_in_policies()
    )
    rows = session.exec(select(Reminder)).all()
    events = session.exec(select(Event).where(Event.name == "duban.reminder.decided")).all()

    assert decided == 3
    assert {row.department_id for row in rows} == {part.department_id for part in parts}
    assert {tuple(event.payload["reminders"]) for event in events} == {(r.number,) for r in rows}


def test_what_another_run_decided_meanwhile_is_left_to_it(
    session: Session, calendar: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_assignment(session, make_task(session, due_on=DAY))
    now: dict[str, Any] = {
        "now": TENTH_BEFORE,
        "calendar": calendar,
        "policies": built_in_policies(),
    }
    both_found = decisions_due(session, **now)
    monkeypatch.setattr(reminders, "decisions_due", lambda *_, **__: both_found)

    assert [decide_reminders(session, **now) for _ in range(2)] == [1, 0]
    assert len(session.exec(select(Reminder)).all()) == 1


def test_an_urgent_task_keeps_its_own_points_beside_the_others(
    session: Session, calendar: WorkingCalendar
) -> None:
    """紧急 reminds on the working day before, 常规 ten and three working days before."""
    notice = make_notice(session)
    make_assignment(session, make_task(session, notice, due_on=DAY))
    make_assignment(session, make_task(session, notice, due_on=DAY, policy="紧急"))
    mornings = [datetime(2024, 3, day, 0, 30, tzinfo=UTC) for day in (15, 18, 26, 27, 28)]
    told = [
        decide_reminders(session, now=now, calendar=calendar, policies=built_in_policies())
        for now in mornings
    ]
    assert told == [1, 0, 1, 0, 1]
