"""The holiday table of a year arrives while its days are already in use."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from actions.replanning import replan
from models import Assignment, EscalationCase, Reminder, ReportingPeriod, ReturnItem
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days
from tests.factories import (
    make_assignment,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)

MONDAY_TO_FRIDAY = WorkingCalendar({})
NOW = datetime.fromisoformat("2025-09-15T10:00+08:00")


@pytest.fixture
def published() -> WorkingCalendar:
    return WorkingCalendar(published_days())


def make_open_period(session: Session) -> tuple[Assignment, ReturnItem]:
    """As Monday to Friday had it: support on Thursday, 25 September; Sunday the 28th is worked."""
    notice = make_notice(session)
    task = make_task(session, notice)
    lead, support = (
        make_assignment(session, task),
        make_assignment(session, task, role=Role.SUPPORT),
    )
    period = make_period(
        session, make_duty(session, notice), label="2025年度", opens_on=date(2025, 9, 9),
        starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31),
        support_due_on=date(2025, 9, 25), due_on=date(2025, 9, 30),
    )  # fmt: skip
    make_return_item(session, period, lead)
    item = make_return_item(session, period, support, due_on=date(2025, 9, 25))
    return support, item


def test_an_internal_day_moves_and_the_notice_s_own_stays(
    session: Session, published: WorkingCalendar
) -> None:
    _, item = make_open_period(session)

    (moved,) = replan(session, now=NOW, before=MONDAY_TO_FRIDAY, after=published)
    assert (moved.what, moved.before, moved.after) == (
        "填报", date(2025, 9, 25), date(2025, 9, 26),
    )  # fmt: skip
    period = session.exec(select(ReportingPeriod)).one()
    assert (item.due_on, period.support_due_on, period.due_on) == (
        date(2025, 9, 26), date(2025, 9, 26), date(2025, 9, 30),
    )  # fmt: skip


def test_what_was_said_about_the_old_day_counts_for_the_new_one(
    session: Session, published: WorkingCalendar
) -> None:
    support, item = make_open_period(session)
    old = f"item:{item.number}:2025-09-25"
    session.add(
        Reminder(
            subject_kind="assignment", subject_id=support.number, rule="return-due-10",
            due_instance=old, audience=Audience.LIAISON, department_id=support.department_id or 0,
            due_on=date(2025, 9, 25), decided_on=date(2025, 9, 11), decided_at=NOW,
        )
    )  # fmt: skip
    session.add(
        EscalationCase(
            assignment_id=support.number, due_instance=old, due_on=date(2025, 9, 25),
            ladder=[], opened_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    replan(session, now=NOW, before=MONDAY_TO_FRIDAY, after=published)

    new = f"item:{item.number}:2025-09-26"
    assert session.exec(select(Reminder.due_instance)).all() == [new]
    assert session.exec(select(EscalationCase.due_instance)).all() == [new]


def test_a_receipt_s_limit_moves_but_nobody_becomes_late_by_it(
    session: Session, published: WorkingCalendar
) -> None:
    """Handed out on Friday 26 September: two working days later is the 29th, not the 30th."""
    handed_out = datetime.fromisoformat("2025-09-26T10:00+08:00")
    part = make_assignment(
        session, status=AssignmentStatus.DISPATCHED, dispatched_at=handed_out,
        acknowledge_by=date(2025, 9, 30), acknowledged_at=None,
    )  # fmt: skip
    days = {"before": MONDAY_TO_FRIDAY, "after": published}
    late = datetime.fromisoformat("2025-09-30T10:00+08:00")

    assert replan(session, now=late, **days) == []
    assert len(replan(session, now=handed_out, **days)) == 1
    assert part.acknowledge_by == date(2025, 9, 29)
