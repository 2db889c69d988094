"""The questions behind what is owed: one statement a kind, built once for each shape of scope.

Building a statement costs more than asking it, and the sweeps ask all day.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
)
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import col

from actions.due_points import Presets, is_reminded
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
    value_stands,
)
from models.facts import DONE
from rules.assignments import ACTIVE, AssignmentStatus, Role
from rules.due import DueKind
from rules.notices import NoticeStatus
from rules.reminders import RULE_WORDS
from rules.returns import OWED, ItemStatus
from rules.tasks import OPEN, TaskStatus

ANSWERS_FOR_TASK = (Role.LEAD, Role.RESPONSIBLE, Role.INHERITED)
# Said as what is left out, so that a planner begins with the few due days, not with the many
# parts and tasks that are alive.
NOT_ACTIVE = tuple(status for status in AssignmentStatus if status not in ACTIVE)
NOT_OPEN = tuple(status for status in TaskStatus if status not in OPEN)
NOT_OWED = tuple(status for status in ItemStatus if status not in OWED)
NOT_LIVE = tuple(status for status in NoticeStatus if status is not NoticeStatus.CONFIRMED)
NOT_WORKED_ON = (*NOT_OPEN, TaskStatus.SUBMITTED, TaskStatus.VERIFIED)
DONE_STATES = tuple(sorted(DONE))

POLICY = func.coalesce(col(Task.policy), col(Notice.policy))  # of two, the task's own wins
PART = (
    col(Assignment.id),
    col(Assignment.department_id),
    col(Assignment.role),
    col(Assignment.dispatched_at),
    col(Assignment.task_id),
    POLICY,
    col(Task.dispatched_at),
    col(Task.resumed_at),
    case((col(Assignment.objection).is_not(None), col(Assignment.acknowledged_at))),
)


def none_of(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """As NOT IN, but spelled out when a statement is built, not each time it is asked."""
    return and_(*(column != value for value in values))


def any_of(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """As IN, but spelled out when a statement is built."""
    return or_(*(column == value for value in values))


class Shape(NamedTuple):
    """Which limits a scope has beside its last day."""

    since: bool
    departments: bool
    parts: bool
    presets: Presets = ()  # whose reminders, once decided, leave a due instance out


@cache
def statement(kind: DueKind, shape: Shape) -> Select[Any]:
    """Return the question about one kind; its parameters are those of a scope."""
    return BUILDERS[kind](shape)


def _acknowledgements(shape: Shape) -> Select[Any]:
    return _open_parts(
        shape, DueKind.ACKNOWLEDGE, col(Assignment.acknowledge_by), col(Assignment.id)
    ).where(col(Assignment.status) == AssignmentStatus.DISPATCHED)


def _items(shape: Shape) -> Select[Any]:
    columns = (
        col(ReturnItem.due_on), col(ReturnItem.id),
        col(ReportingPeriod.opened_at), col(ReturnItem.sent_back_at),
    )  # fmt: skip
    return (
        _open_parts(shape, DueKind.ITEM, *columns)
        .join(ReturnItem, col(ReturnItem.assignment_id) == col(Assignment.id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(none_of(col(ReturnItem.status), NOT_OWED))
    )


def _milestones(shape: Shape) -> Select[Any]:
    reached = or_(
        col(StatusUpdate.percent) >= col(Milestone.percent),
        any_of(col(StatusUpdate.state), DONE_STATES),
    )
    return (
        _open_parts(shape, DueKind.MILESTONE, col(Milestone.due_on), col(Milestone.id))
        .join(Milestone, col(Milestone.task_id) == col(Task.id))
        .where(
            col(Milestone.done_at).is_(None),
            none_of(col(Task.status), NOT_WORKED_ON),
            or_(
                col(Milestone.department_id) == col(Assignment.department_id),
                and_(col(Milestone.department_id).is_(None), answers_for_whole()),
            ),
            ~_said(reached),
        )
    )


def answers_for_whole() -> ColumnElement[bool]:
    """Who consolidates a task; where nobody does, each unit that answers for it."""
    other = aliased(Assignment)
    someone_consolidates = exists().where(
        col(other.task_id) == col(Assignment.task_id),
        col(other.consolidates).is_(True),
        col(other.status) != AssignmentStatus.ENDED,
    )
    return or_(
        col(Assignment.consolidates),
        and_(any_of(col(Assignment.role), ANSWERS_FOR_TASK), ~someone_consolidates),
    )


def _deadlines(shape: Shape) -> Select[Any]:
    finished = or_(col(StatusUpdate.percent) >= 100, any_of(col(StatusUpdate.state), DONE_STATES))
    return _open_parts(shape, DueKind.DEADLINE, col(Task.due_on), col(Task.id)).where(
        any_of(col(Assignment.role), ANSWERS_FOR_TASK),
        none_of(col(Task.status), (*NOT_WORKED_ON, TaskStatus.LONG_TERM)),
        ~_said(finished),
    )


def _targets(shape: Shape) -> Select[Any]:
    """Each target's owner owes its value, through one of its open parts of the notice."""
    return (
        _open_parts(shape, DueKind.TARGET, col(Target.by), col(Target.id))
        .join(Target, col(Target.notice_id) == col(Notice.id))
        .where(
            col(Target.owner_id) == col(Assignment.department_id),
            col(Target.confirmed_at).is_not(None),
            or_(col(Target.task_id).is_(None), _is_open(Target.task_id)),
            ~_read_for_its_period(),
        )
        .order_by(col(Target.id), col(Target.task_id) != col(Task.id), col(Assignment.id))
    )


def _read_for_its_period() -> ColumnElement[bool]:
    """A value in the return of the period that covers the target's day answers it."""
    return exists().where(
        col(TargetReading.target_id) == col(Target.id),
        col(TargetReading.return_id) == col(Return.id),
        value_stands(),
        col(Return.period_id) == col(ReportingPeriod.id),
        col(ReportingPeriod.starts_on) <= col(Target.by),
        col(ReportingPeriod.ends_on) >= col(Target.by),
    )


def _is_open(task_id: Any) -> ColumnElement[bool]:
    other = aliased(Task)
    return exists().where(col(other.id) == col(task_id), none_of(col(other.status), NOT_OPEN))


def _said(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(StatusUpdate.assignment_id) == col(Assignment.id), condition)


def _open_parts(shape: Shape, kind: DueKind, day: Any, subject: Any, *told: Any) -> Select[Any]:
    """Select live parts of open tasks of live notices whose `day` lies in the scope."""
    query = (
        rows_of(*PART, day, subject, *told)
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            day <= bindparam("until", type_=Date),
            none_of(col(Assignment.status), NOT_ACTIVE),
            none_of(col(Task.status), NOT_OPEN),
            none_of(col(Notice.status), NOT_LIVE),
        )
    )
    if shape.since:
        query = query.where(day >= bindparam("since", type_=Date))
    if shape.departments:
        some: Any = bindparam("departments", expanding=True)
        query = query.where(col(Assignment.department_id).in_(some))
    if shape.parts:
        query = query.where(col(Assignment.id).in_(bindparam("parts", expanding=True)))
    if shape.presets and kind in RULE_WORDS:
        query = query.where(~is_reminded(kind, subject, day, POLICY, shape.presets))
    return query


BUILDERS: Mapping[DueKind, Callable[[Shape], Select[Any]]] = {
    DueKind.ACKNOWLEDGE: _acknowledgements,
    DueKind.ITEM: _items,
    DueKind.MILESTONE: _milestones,
    DueKind.DEADLINE: _deadlines,
    DueKind.TARGET: _targets,
}
