"""Deciding reminders (提醒): each once, in the transaction that decides; sending comes later."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.due import PointDays, Scope, find_due
from actions.events import record_events
from actions.holds import find_holds
from actions.slow import answered_since
from models import Department, Reminder, ReportingPeriod, insert_new
from rules.audiences import Audience
from rules.due import Due, DueKind, base_instance, kind_of
from rules.policies import Policy, policy_of
from rules.reminders import CAUGHT_UP, OPENS, RULE_WORDS, ReminderPoint, reminder_due
from rules.working_days import WorkingCalendar

Decision = tuple[Due, ReminderPoint]
AT_A_TIME = 500  # numbers in one question
NOT_SAID = (col(Reminder.message_id).is_(None), col(Reminder.cancelled_at).is_(None))


def departments_waiting(session: Session, *, now: datetime, calendar: WorkingCalendar) -> list[int]:
    """Return the departments that are to hear what was decided; on a day off there are none."""
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return []
    query = select(Reminder.department_id, Reminder.subject_id, Reminder.audience).where(*NOT_SAID)
    waiting = session.exec(query).all()
    if not waiting:
        return []
    holds = find_holds(session, today=today)
    return sorted(
        {
            number
            for number, part, post in waiting
            if number
            and not holds.why_silent(part, number)
            and not holds.why_kept(number, Audience(post))
        }
    )


def decisions_due(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[Decision]:
    """Return what is to be said today about days to come or past, and was not decided yet."""
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return []
    since = min(_first_day(session, today, calendar), _overdue_since(policies, today, calendar))
    scope = Scope(
        since=since,
        until=max(_horizon(policy, today, calendar) for policy in policies.values()),
        kinds=tuple(RULE_WORDS),
        unsaid=PointDays.of(policies, today=today, calendar=calendar),
    )
    dues = find_due(session, scope, calendar=calendar)
    found = list(_with_points(dues, today=today, calendar=calendar, policies=policies))
    if not found:
        return []
    unsure = {
        due.assignment_id for due, point in found if point.rule == OPENS or due.due_on < today
    }
    decided = _decided(session, unsure)  # the others were looked up by the question
    urged = _last_urges(session, {due.assignment_id for due, point in found if point.is_late})
    holds = find_holds(session, today=today)
    return [
        (due, point)
        for due, point in found
        if _key(due.assignment_id, point.rule, due.instance) not in decided
        and not holds.why_silent(due.assignment_id, due.department_id)
        and not (point.is_late and _spoke_since(urged, due, point))
    ]


def _with_points(
    dues: Iterable[Due], *, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> Iterator[Decision]:
    """Yield those about which anything is to be said today, each with its point.

    What is alike in kind, days and preset has the same one: it is asked for once.
    """
    points: dict[tuple[DueKind, date, date, date, str], ReminderPoint | None] = {}
    for due in dues:
        alike = (due.kind, due.due_on, due.told_on, due.late_from, due.policy)
        if alike not in points:
            policy = policy_of(policies, due.policy)
            points[alike] = reminder_due(due, today=today, calendar=calendar, policy=policy)
        if point := points[alike]:
            yield due, point


def _last_urges(session: Session, assignments: Collection[int]) -> dict[tuple[int, str], date]:
    """Return the day of the last rung about each due instance of these parts."""
    found: dict[tuple[int, str], date] = {}
    ordered = sorted(assignments)
    for at in range(0, len(ordered), AT_A_TIME):
        query = rows_of(
            col(Reminder.subject_id), col(Reminder.due_instance), col(Reminder.decided_on)
        ).where(
            col(Reminder.subject_id).in_(ordered[at : at + AT_A_TIME]),
            col(Reminder.rule).startswith("ladder-"),
        )
        for number, key, day in session.execute(query.order_by(col(Reminder.decided_on))):
            found[number, base_instance(key)] = day
    return found


def _spoke_since(urged: Mapping[tuple[int, str], date], due: Due, point: ReminderPoint) -> bool:
    """Where a rung spoke on the day or since, nothing has to be remembered beside it."""
    return urged.get((due.assignment_id, due.instance), date.min) >= point.on


def _key(assignment_id: int, rule: str, instance: str) -> tuple[int, str, str]:
    """Return what makes a decision one; a return opens once, also if its day moves later."""
    about = instance.rpartition(":")[0] if rule == OPENS else instance
    return assignment_id, rule, about


def decide_reminders(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> int:
    """Write down what everyone is to hear today; return how many decisions were new.

    The unique key refuses a second copy, and what another run decided meanwhile is left to it.
    """
    new = decisions_due(session, now=now, calendar=calendar, policies=policies)
    today = calendar.office_day(now)
    if not new:
        return 0
    rows = [_reminder(due, point, today=today, now=now) for due, point in new]
    statement = insert_new(session, Reminder).returning(
        col(Reminder.id), col(Reminder.department_id)
    )
    told: dict[int, list[int]] = defaultdict(list)
    for number, department in session.connection().execute(statement, rows):
        told[department].append(number)
    payloads = {department: {"reminders": sorted(numbers)} for department, numbers in told.items()}
    record_events(session, "reminder.decided", Department, payloads, now=now)
    return sum(map(len, told.values()))


def cancel_answered(
    session: Session, *, now: datetime, calendar: WorkingCalendar, departments: Collection[int]
) -> int:
    """Cancel what was decided and not sent, and whose cause is gone; return how many."""
    waiting = waiting_reminders(session, departments)
    gone = settled(session, waiting, now=now, calendar=calendar)
    cancel(session, gone, now=now)
    return len(gone)


def settled(
    session: Session, reminders: Sequence[Reminder], *, now: datetime, calendar: WorkingCalendar
) -> list[Reminder]:
    """Return those of some decisions whose cause is gone."""
    if not reminders:
        return []
    today = calendar.office_day(now)
    until = max(today, *(reminder.due_on or today for reminder in reminders))
    scope = Scope(
        until=until,
        parts={reminder.subject_id for reminder in reminders},
        kinds={kind_of(reminder.due_instance) for reminder in reminders} - {DueKind.SLOW},
    )
    live = {
        (due.assignment_id, due.instance) for due in find_due(session, scope, calendar=calendar)
    }
    return [reminder for reminder in reminders if not _is_live(session, reminder, live)]


def cancel(session: Session, reminders: Iterable[Reminder], *, now: datetime) -> None:
    """Note that these decisions are not said any more."""
    for reminder in reminders:
        reminder.cancelled_at, reminder.cancelled_reason = now, "发出前已反馈或已调整"
        session.add(reminder)


def waiting_reminders(session: Session, departments: Collection[int]) -> list[Reminder]:
    """Return what departments are to hear and has not been put into a message."""
    return list(
        session.exec(
            select(Reminder)
            .where(col(Reminder.department_id).in_(departments), *NOT_SAID)
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


def _reminder(due: Due, point: ReminderPoint, *, today: date, now: datetime) -> dict[str, object]:
    return {
        "subject_kind": "assignment",
        "subject_id": due.assignment_id,
        "rule": point.rule,
        "due_instance": due.instance,
        "audience": Audience.LIAISON,
        "department_id": due.department_id,
        "task_id": due.task_id,
        "due_on": due.due_on,
        "decided_on": today,
        "decided_at": now,
    }


def _is_live(session: Session, reminder: Reminder, live: Collection[tuple[int, str]]) -> bool:
    if kind_of(reminder.due_instance) is DueKind.SLOW:
        return not answered_since(session, reminder.subject_id, reminder.decided_at)
    return (reminder.subject_id, base_instance(reminder.due_instance)) in live
