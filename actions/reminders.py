"""Deciding reminders (提醒): each once, in the transaction that decides; sending comes later."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.due import Scope, find_due
from actions.events import record_event
from actions.holds import find_holds
from actions.slow import answered_since
from models import Department, Reminder, ReportingPeriod
from rules.audiences import Audience
from rules.due import Due, DueKind, base_instance, kind_of
from rules.policies import Policy, policy_of
from rules.reminders import CAUGHT_UP, OPENS, ReminderPoint, reminder_due
from rules.working_days import WorkingCalendar

Decision = tuple[Due, ReminderPoint]
AT_A_TIME = 500  # numbers in one question


def departments_to_remind(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[int]:
    """Return the departments that are to hear something today; on a day off there are none."""
    if not calendar.is_working_day(calendar.office_day(now)):
        return []
    new = decisions_due(session, now=now, calendar=calendar, policies=policies)
    holds = find_holds(session, today=calendar.office_day(now))
    waiting = session.exec(
        select(Reminder.department_id, Reminder.subject_id, Reminder.audience).where(
            col(Reminder.message_id).is_(None), col(Reminder.cancelled_at).is_(None)
        )
    )
    told = {
        number
        for number, part, post in waiting
        if number
        and not holds.why_silent(part, number)
        and not holds.why_kept(number, Audience(post))
    }
    return sorted({due.department_id for due, _ in new} | told)


def decisions_due(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    department_id: int | None = None,
) -> list[Decision]:
    """Return what is due to be said before its day and was not decided yet."""
    today = calendar.office_day(now)
    horizon = max(_horizon(policy, today, calendar) for policy in policies.values())
    since = min(_first_day(session, today, calendar), _overdue_since(policies, today, calendar))
    scope = Scope(since=since, until=horizon, department_id=department_id)
    found = [
        (due, point)
        for due in find_due(session, scope, calendar=calendar)
        if (
            point := reminder_due(
                due, today=today, calendar=calendar, policy=policy_of(policies, due.policy)
            )
        )
    ]
    decided = _decided(session, {due.assignment_id for due, _ in found})
    holds = find_holds(session, today=today)
    return [
        (due, point)
        for due, point in found
        if _key(due.assignment_id, point.rule, due.instance) not in decided
        and not holds.why_silent(due.assignment_id, due.department_id)
    ]


def _key(assignment_id: int, rule: str, instance: str) -> tuple[int, str, str]:
    """Return what makes a decision one; a return opens once, also if its day moves later."""
    about = instance.rpartition(":")[0] if rule == OPENS else instance
    return assignment_id, rule, about


def decide_reminders(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    department_id: int,
) -> int:
    """Write down what this department is to hear today; return how many decisions were new.

    The unique key refuses a second copy. Nothing is decided on a day off.
    """
    if not calendar.is_working_day(calendar.office_day(now)):
        return 0
    new = decisions_due(
        session, now=now, calendar=calendar, policies=policies, department_id=department_id
    )
    today = calendar.office_day(now)
    reminders = [_reminder(due, point, today=today, now=now) for due, point in new]
    session.add_all(reminders)
    session.flush()
    if reminders:
        record_event(
            session,
            "reminder.decided",
            session.get_one(Department, department_id),
            now=now,
            reminders=[reminder.number for reminder in reminders],
        )
    return len(reminders)


def cancel_answered(
    session: Session, *, now: datetime, calendar: WorkingCalendar, department_id: int
) -> int:
    """Cancel what was decided and not sent, and whose cause is gone; return how many."""
    waiting = waiting_reminders(session, department_id)
    if not waiting:
        return 0
    until = max(reminder.due_on or calendar.office_day(now) for reminder in waiting)
    until = max(until, calendar.office_day(now))
    scope = Scope(until=until, department_id=department_id)
    live = {
        (due.assignment_id, due.instance) for due in find_due(session, scope, calendar=calendar)
    }
    gone = [reminder for reminder in waiting if not _is_live(session, reminder, live)]
    for reminder in gone:
        reminder.cancelled_at, reminder.cancelled_reason = now, "发出前已反馈或已调整"
        session.add(reminder)
    return len(gone)


def waiting_reminders(session: Session, department_id: int) -> list[Reminder]:
    """Return what a department is to hear and has not been put into a message."""
    return list(
        session.exec(
            select(Reminder)
            .where(
                Reminder.department_id == department_id,
                col(Reminder.message_id).is_(None),
                col(Reminder.cancelled_at).is_(None),
            )
            .order_by(col(Reminder.due_on), col(Reminder.id))
        )
    )


def _horizon(policy: Policy, today: date, calendar: WorkingCalendar) -> date:
    """Return the last day about which anything can be said today."""
    farthest = max(policy.opens_before, *policy.remind_before)
    return calendar.add_working_days(today, farthest + 1)


def _overdue_since(policies: Mapping[str, Policy], today: date, calendar: WorkingCalendar) -> date:
    """Return the earliest day about which a reminder after the day can be said today."""
    longest = max((day for policy in policies.values() for day in policy.remind_after), default=0)
    return calendar.add_working_days(today, -(longest + CAUGHT_UP)) if longest else today


def _first_day(session: Session, today: date, calendar: WorkingCalendar) -> date:
    """Return today, or an earlier day that a period had which could open only today."""
    query = rows_of(col(ReportingPeriod.support_due_on)).where(
        col(ReportingPeriod.opened_at) >= calendar.moment(today, "00:00")
    )
    opened: list[date] = list(session.execute(query).scalars())
    return min([today, *opened])


def _decided(session: Session, assignments: Collection[int]) -> set[tuple[int, str, str]]:
    decided: set[tuple[int, str, str]] = set()
    ordered = sorted(assignments)
    for at in range(0, len(ordered), AT_A_TIME):
        query = rows_of(
            col(Reminder.subject_id), col(Reminder.rule), col(Reminder.due_instance)
        ).where(
            col(Reminder.subject_kind) == "assignment",
            col(Reminder.subject_id).in_(ordered[at : at + AT_A_TIME]),
        )
        decided.update(_key(number, rule, key) for number, rule, key in session.execute(query))
    return decided


def _reminder(due: Due, point: ReminderPoint, *, today: date, now: datetime) -> Reminder:
    return Reminder(
        subject_kind="assignment",
        subject_id=due.assignment_id,
        rule=point.rule,
        due_instance=due.instance,
        audience=Audience.LIAISON,
        department_id=due.department_id,
        task_id=due.task_id,
        due_on=due.due_on,
        decided_on=today,
        decided_at=now,
    )


def _is_live(session: Session, reminder: Reminder, live: Collection[tuple[int, str]]) -> bool:
    if kind_of(reminder.due_instance) is DueKind.SLOW:
        return not answered_since(session, reminder.subject_id, reminder.decided_at)
    return (reminder.subject_id, base_instance(reminder.due_instance)) in live
