"""Planning anew after the calendar changed: limits and support days of what is still open.

A day that moves keeps its history: what was decided about the old day is not decided again.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.periods import plan_period
from models import (
    Assignment,
    EscalationCase,
    Notice,
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
from rules.policies import Policy, policy_of
from rules.returns import OWED
from rules.working_days import WorkingCalendar

LONGEST_HOLIDAY = timedelta(days=40)  # no day moves farther than this


def replan(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> int:
    """Move every open limit that the calendar gives another day; return how many moved.

    What is past, or would be past, stays: nobody becomes late by a change of the calendar.
    """
    today = calendar.office_day(now)
    moved = _receipts(session, today, calendar, policies)
    moved += _periods(session, today, now, calendar, policies)
    return moved


def _receipts(
    session: Session, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> int:
    """签收 limits of parts that were handed out and not acknowledged."""
    waiting = session.exec(
        select(Assignment, Notice.policy)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            col(Assignment.status) == AssignmentStatus.DISPATCHED,
            col(Assignment.acknowledge_by) >= today,
        )
    ).all()
    moved = 0
    for part, policy in waiting:
        if part.dispatched_at is None or part.acknowledge_by is None:
            continue
        given = calendar.office_day(part.dispatched_at)
        within = policy_of(policies, policy).acknowledge_within
        by = calendar.add_working_days(given, within)
        if by != part.acknowledge_by and by >= today:
            _keep_history(session, DueKind.ACKNOWLEDGE, part.number, part.acknowledge_by, by)
            part.acknowledge_by = by
            session.add(part)
            moved += 1
    return moved


def _periods(
    session: Session,
    today: date,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> int:
    rows = session.exec(
        select(ReportingPeriod, ReportingDuty, Notice.policy)
        .join(ReportingDuty, col(ReportingDuty.id) == col(ReportingPeriod.duty_id))
        .join(Notice, col(Notice.id) == col(ReportingPeriod.notice_id))
        .where(col(ReportingPeriod.due_on) >= today, col(ReportingPeriod.compiled_at).is_(None))
    ).all()
    return sum(
        _period(session, period, duty, policy_of(policies, name), today, now, calendar)
        for period, duty, name in rows
    )


def _period(
    session: Session,
    period: ReportingPeriod,
    duty: ReportingDuty,
    policy: Policy,
    today: date,
    now: datetime,
    calendar: WorkingCalendar,
) -> int:
    around = {"first": period.due_on - LONGEST_HOLIDAY, "last": period.due_on + LONGEST_HOLIDAY}
    stated = periods_between(duty.frequency, duty.due, **around, quarter_month=duty.quarter_month)
    same = next((one for one in stated if one.label == period.label), None)
    if same is None:
        return 0
    plan = plan_period(duty, same, calendar=calendar, policy=policy)
    days = {period.support_due_on: plan.support_due_on, period.due_on: plan.due_on}
    moves = {old: new for old, new in days.items() if old != new and min(old, new) >= today}
    moved = _items(session, period, moves)
    period.support_due_on = moves.get(period.support_due_on, period.support_due_on)
    period.due_on = moves.get(period.due_on, period.due_on)
    session.add(period)
    if moves:
        record_event(session, "period.replanned", period, now=now, due_on=str(period.due_on))
    return moved


def _items(session: Session, period: ReportingPeriod, moves: Mapping[date, date]) -> int:
    items = session.exec(
        select(ReturnItem)
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .where(
            Return.period_id == period.number,
            col(ReturnItem.status).in_(OWED),
            col(ReturnItem.due_on).in_(moves),
        )
    ).all()
    for item in items:
        new = moves[item.due_on]
        _keep_history(session, DueKind.ITEM, item.number, item.due_on, new)
        item.due_on = new
        session.add(item)
    return len(items)


def _keep_history(session: Session, kind: DueKind, number: int, old: date, new: date) -> None:
    """Give what was decided about the old day to the new one: it is the same thing owed."""
    before, after = due_instance(kind, number, old), due_instance(kind, number, new)
    for reminder in session.exec(select(Reminder).where(Reminder.due_instance == before)):
        reminder.due_instance, reminder.due_on = after, new
        session.add(reminder)
    for case in session.exec(select(EscalationCase).where(EscalationCase.due_instance == before)):
        case.due_instance = after
        session.add(case)
