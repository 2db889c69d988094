"""Planning anew after the calendar changed: limits and support days of what is still open.

What was given as a number of working days keeps that number: it is counted again on the new
calendar, whatever the policy file says by now. A day that moves keeps its history: what was
decided about the old day is not decided again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from actions.events import record_event
from models import (
    Assignment,
    Department,
    EscalationCase,
    Reminder,
    ReportingDuty,
    ReportingPeriod,
    Return,
    ReturnItem,
    Task,
)
from rules.assignments import AssignmentStatus
from rules.due import DueKind, due_instance
from rules.duties import periods_between
from rules.returns import OWED
from rules.working_days import WorkingCalendar

LONGEST_HOLIDAY = timedelta(days=40)  # no day moves farther than this
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """One limit that the calendar gave another day."""

    what: str  # 签收 | 填报
    task: str
    department: str
    before: date
    after: date

    def as_data(self) -> dict[str, str]:
        """Return it as JSON."""
        return {
            "what": self.what, "task": self.task, "department": self.department,
            "before": self.before.isoformat(), "after": self.after.isoformat(),
        }  # fmt: skip


def replan(
    session: Session, *, now: datetime, before: WorkingCalendar, after: WorkingCalendar
) -> list[Moved]:
    """Move every open limit to which the new calendar gives another day; return what moved.

    What is past, or would be past, stays: nobody becomes late by a change of the calendar.
    """
    today = after.office_day(now)
    moved = _receipts(session, today, before, after)
    rows = session.exec(
        select(ReportingPeriod, ReportingDuty)
        .join(ReportingDuty, col(ReportingDuty.id) == col(ReportingPeriod.duty_id))
        .where(col(ReportingPeriod.due_on) >= today, col(ReportingPeriod.compiled_at).is_(None))
        .order_by(col(ReportingPeriod.id))
    ).all()
    for period, duty in rows:
        moved += _period(session, period, duty, today, now, before, after)
    return moved


def _receipts(
    session: Session, today: date, before: WorkingCalendar, after: WorkingCalendar
) -> list[Moved]:
    """签收 limits of parts that were handed out and not acknowledged."""
    waiting = session.exec(
        select(Assignment, Task.key, Department.short_name)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .where(
            col(Assignment.status) == AssignmentStatus.DISPATCHED,
            col(Assignment.acknowledge_by) >= today,
        )
        .order_by(col(Assignment.id))
    ).all()
    moved = []
    for part, key, name in waiting:
        old = part.acknowledge_by
        if part.dispatched_at is None or old is None:
            continue
        new = _counted_again(old, after.office_day(part.dispatched_at), before, after)
        if new != old and new >= today:
            _keep_history(session, DueKind.ACKNOWLEDGE, part.number, old, new)
            part.acknowledge_by = new
            session.add(part)
            moved.append(Moved("签收", key, name, old, new))
    return moved


def _counted_again(day: date, given: date, before: WorkingCalendar, after: WorkingCalendar) -> date:
    """Return as many working days after `given` as the old calendar has; a set day stays."""
    count = before.working_days_late(given, day)
    if before.add_working_days(given, count) != day:
        return day
    return after.add_working_days(given, count)


def _period(
    session: Session,
    period: ReportingPeriod,
    duty: ReportingDuty,
    today: date,
    now: datetime,
    before: WorkingCalendar,
    after: WorkingCalendar,
) -> list[Moved]:
    due_on = _due_again(period, duty, before, after)
    support = _support_again(period, due_on, before, after)
    days = {period.support_due_on: support, period.due_on: due_on}
    moves = {old: new for old, new in days.items() if old != new and min(old, new) >= today}
    if not moves:
        return []
    moved = _items(session, period, moves)
    period.support_due_on = moves.get(period.support_due_on, period.support_due_on)
    period.due_on = moves.get(period.due_on, period.due_on)
    session.add(period)
    record_event(session, "period.replanned", period, now=now, due_on=str(period.due_on))
    return moved


def _due_again(
    period: ReportingPeriod, duty: ReportingDuty, before: WorkingCalendar, after: WorkingCalendar
) -> date:
    """A day set by the notice is kept even on a holiday; one set by the office moves on."""
    if duty.set_by != "office":
        return period.due_on
    around = {"first": period.due_on - LONGEST_HOLIDAY, "last": period.due_on + LONGEST_HOLIDAY}
    stated = periods_between(duty.frequency, duty.due, **around, quarter_month=duty.quarter_month)
    same = next((one.due_on for one in stated if one.label == period.label), None)
    if same is None or before.next_working_day(same) != period.due_on:
        return period.due_on
    return after.next_working_day(same)


def _support_again(
    period: ReportingPeriod, due_on: date, before: WorkingCalendar, after: WorkingCalendar
) -> date:
    support = period.support_due_on
    count = before.working_days_late(support - ONE_DAY, period.due_on - ONE_DAY)
    if before.add_working_days(period.due_on, -count) != support:
        return support
    return after.add_working_days(due_on, -count)


def _items(session: Session, period: ReportingPeriod, moves: Mapping[date, date]) -> list[Moved]:
    rows = session.exec(
        select(ReturnItem, Task.key, Department.short_name)
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(Department, col(Department.id) == col(Return.department_id))
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            Return.period_id == period.number,
            col(ReturnItem.status).in_(OWED),
            col(ReturnItem.due_on).in_(moves),
        )
        .order_by(col(ReturnItem.id))
    ).all()
    moved = []
    for item, key, name in rows:
        old, new = item.due_on, moves[item.due_on]
        _keep_history(session, DueKind.ITEM, item.number, old, new)
        item.due_on = new
        session.add(item)
        moved.append(Moved("填报", key, name, old, new))
    return moved


def _keep_history(session: Session, kind: DueKind, number: int, old: date, new: date) -> None:
    """Give what was decided about the old day to the new one: it is the same thing owed."""
    before, after = due_instance(kind, number, old), due_instance(kind, number, new)
    for reminder in session.exec(select(Reminder).where(Reminder.due_instance == before)):
        reminder.due_instance, reminder.due_on = after, new
        session.add(reminder)
    for case in session.exec(select(EscalationCase).where(EscalationCase.due_instance == before)):
        case.due_instance = after
        session.add(case)
