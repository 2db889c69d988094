"""What is owed and not answered: one query a kind, over open things only, by indexed days."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actions.new_days import told_of_new_days, with_told
from models import (
    Assignment,
    Milestone,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from rules.assignments import ACTIVE, AssignmentStatus, Role
from rules.due import Due, DueKind
from rules.notices import NoticeStatus
from rules.returns import OWED
from rules.tasks import OPEN, TaskStatus
from rules.working_days import WorkingCalendar

ANSWERS_FOR_TASK = (Role.LEAD, Role.RESPONSIBLE, Role.INHERITED)
# Said as what is left out, so that a planner begins with the few due days, not with the many
# parts and tasks that are alive.
NOT_ACTIVE = tuple(status for status in AssignmentStatus if status not in ACTIVE)
NOT_OPEN = tuple(status for status in TaskStatus if status not in OPEN)
NOT_LIVE = tuple(status for status in NoticeStatus if status is not NoticeStatus.CONFIRMED)
NOT_WORKED_ON = (*NOT_OPEN, TaskStatus.SUBMITTED, TaskStatus.VERIFIED)
DONE_STATES = ("已完成", "申请办结")
READING_COUNTS_FOR = timedelta(days=31)  # no year-end figure is known a month before it
AT_A_TIME = 500  # numbers in one question: SQLite takes some thousands at most

PART = (
    col(Assignment.id),
    col(Assignment.department_id),
    col(Assignment.role),
    col(Assignment.dispatched_at),
    col(Assignment.task_id),
    col(Notice.policy),
    col(Task.dispatched_at),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which due instances to look at: those from `since` to `until`, of everyone or of one."""

    until: date
    since: date | None = None
    department_id: int | None = None
    assignment_id: int | None = None


def find_due(session: Session, scope: Scope, *, calendar: WorkingCalendar) -> list[Due]:
    """Return every unanswered due instance in `scope`, in the order of days.

    What fell due before the department was given its part is not owed by it.
    """
    found = [
        *_acknowledgements(session, scope, calendar),
        *_items(session, scope, calendar),
        *_milestones(session, scope, calendar),
        *_deadlines(session, scope, calendar),
        *_targets(session, scope, calendar),
    ]
    told = told_of_new_days(session, since=scope.since, until=scope.until, calendar=calendar)
    found = [with_told(due, told) for due in found] if told else found
    return sorted(found, key=lambda due: (due.due_on, due.task_id, due.assignment_id))


def _acknowledgements(session: Session, scope: Scope, calendar: WorkingCalendar) -> Iterator[Due]:
    query = _open_parts(scope, col(Assignment.acknowledge_by), col(Assignment.id)).where(
        col(Assignment.status) == AssignmentStatus.DISPATCHED
    )
    return _as_dues(session, query, DueKind.ACKNOWLEDGE, calendar)


def _items(session: Session, scope: Scope, calendar: WorkingCalendar) -> Iterator[Due]:
    columns = (
        col(ReturnItem.due_on), col(ReturnItem.id),
        col(ReportingPeriod.opened_at), col(ReturnItem.sent_back_at),
    )  # fmt: skip
    query = (
        _open_parts(scope, *columns)
        .join(ReturnItem, col(ReturnItem.assignment_id) == col(Assignment.id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(col(ReturnItem.status).in_(OWED))
    )
    return _as_dues(session, query, DueKind.ITEM, calendar)


def _milestones(session: Session, scope: Scope, calendar: WorkingCalendar) -> Iterator[Due]:
    reached = or_(
        col(StatusUpdate.percent) >= col(Milestone.percent),
        col(StatusUpdate.state).in_(DONE_STATES),
    )
    query = (
        _open_parts(scope, col(Milestone.due_on), col(Milestone.id))
        .join(Milestone, col(Milestone.task_id) == col(Task.id))
        .where(
            col(Milestone.done_at).is_(None),
            col(Task.status).not_in(NOT_WORKED_ON),
            or_(
                col(Milestone.department_id) == col(Assignment.department_id),
                and_(col(Milestone.department_id).is_(None), col(Assignment.consolidates)),
            ),
            ~_said(reached),
        )
    )
    return _unexplained(session, _as_dues(session, query, DueKind.MILESTONE, calendar), calendar)


def _deadlines(session: Session, scope: Scope, calendar: WorkingCalendar) -> Iterator[Due]:
    finished = or_(col(StatusUpdate.percent) >= 100, col(StatusUpdate.state).in_(DONE_STATES))
    query = _open_parts(scope, col(Task.due_on), col(Task.id)).where(
        col(Assignment.role).in_(ANSWERS_FOR_TASK),
        col(Task.status).not_in((*NOT_WORKED_ON, TaskStatus.LONG_TERM)),
        ~_said(finished),
    )
    return _unexplained(session, _as_dues(session, query, DueKind.DEADLINE, calendar), calendar)


def _targets(session: Session, scope: Scope, calendar: WorkingCalendar) -> Iterator[Due]:
    """Each target's owner owes its value, through one of its open parts of the notice."""
    query = (
        _open_parts(scope, col(Target.by), col(Target.id))
        .join(Target, col(Target.notice_id) == col(Notice.id))
        .where(
            col(Target.owner_id) == col(Assignment.department_id),
            col(Target.confirmed_at).is_not(None),
            or_(col(Target.task_id).is_(None), _is_open(Target.task_id)),
            ~_read_for_its_period(),
        )
        .order_by(col(Target.id), col(Target.task_id) != col(Task.id), col(Assignment.id))
    )
    dues: dict[int, Due] = {}
    for due in _as_dues(session, query, DueKind.TARGET, calendar):
        dues.setdefault(due.subject_id, due)
    read = _latest(session, TargetReading.target_id, TargetReading.read_at, dues)
    for due in dues.values():
        counts = calendar.moment(due.due_on - READING_COUNTS_FOR, "00:00")
        if due.subject_id not in read or read[due.subject_id] < counts:
            yield due


def _unexplained(
    session: Session, found: Iterator[Due], calendar: WorkingCalendar
) -> Iterator[Due]:
    """Leave out what was explained on its day or later: an answer, if not yet a result."""
    dues = list(found)
    said = _latest(
        session,
        StatusUpdate.assignment_id,
        StatusUpdate.said_at,
        {due.assignment_id for due in dues},
    )
    for due in dues:
        spoken = said.get(due.assignment_id)
        if spoken is None or spoken < calendar.moment(due.due_on, "00:00"):
            yield due


def _read_for_its_period() -> ColumnElement[bool]:
    """A value in the return of the period that covers the target's day answers it."""
    return exists().where(
        col(TargetReading.target_id) == col(Target.id),
        col(TargetReading.return_id) == col(Return.id),
        col(Return.period_id) == col(ReportingPeriod.id),
        col(ReportingPeriod.starts_on) <= col(Target.by),
        col(ReportingPeriod.ends_on) >= col(Target.by),
    )


def _is_open(task_id: Any) -> ColumnElement[bool]:
    other = aliased(Task)
    return exists().where(col(other.id) == col(task_id), col(other.status).not_in(NOT_OPEN))


def _said(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(StatusUpdate.assignment_id) == col(Assignment.id), condition)


def _latest(
    session: Session, number: Any, moment: Any, numbers: Collection[int]
) -> dict[int, datetime]:
    """Return the last moment in each group, asked for some hundreds of numbers at a time."""
    latest: dict[int, datetime] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_A_TIME):
        some = ordered[start : start + AT_A_TIME]
        query = rows_of(col(number), func.max(col(moment))).where(col(number).in_(some))
        latest.update((key, last) for key, last in session.execute(query.group_by(col(number))))
    return latest


def _open_parts(scope: Scope, day: Any, *columns: Any) -> Select[Any]:
    """Select live parts of open tasks of live notices whose `day` lies in the scope."""
    query = (
        rows_of(*PART, day, *columns)
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            day <= scope.until,
            col(Assignment.status).not_in(NOT_ACTIVE),
            col(Task.status).not_in(NOT_OPEN),
            col(Notice.status).not_in(NOT_LIVE),
        )
    )
    if scope.since is not None:
        query = query.where(day >= scope.since)
    if scope.department_id is not None:
        query = query.where(col(Assignment.department_id) == scope.department_id)
    if scope.assignment_id is not None:
        query = query.where(col(Assignment.id) == scope.assignment_id)
    return query


def _as_dues(
    session: Session, query: Select[Any], kind: DueKind, calendar: WorkingCalendar
) -> Iterator[Due]:
    for row in session.execute(query):
        number, department, role, part_given, task, policy, task_given, due_on, subject = row[:9]
        told = max(calendar.office_day(moment) for moment in (part_given, *row[9:]) if moment)
        if kind is not DueKind.ITEM and due_on < calendar.office_day(task_given):
            continue
        yield Due(
            kind,
            subject,
            due_on,
            told_on=told,
            assignment_id=number,
            department_id=department,
            task_id=task,
            policy=policy,
            is_support=role is Role.SUPPORT,
        )
