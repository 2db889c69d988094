"""Finding slow work: no answer for two periods, or behind where it should be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Float,
    Select,
    and_,
    bindparam,
    exists,
    extract,
    func,
)
from sqlalchemy import Row as FoundRow
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actions.due import NOT_ACTIVE, NOT_LIVE, NOT_OPEN
from actions.due_queries import NOT_OWED, POLICY, answers_for_whole, none_of
from actions.slow_targets import targets_behind
from models import (
    Assignment,
    EscalationCase,
    Milestone,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Task,
)
from rules.due import Due, DueKind, slow_instance
from rules.policies import Policy, policy_of
from rules.slow import SILENT_PERIODS, PlannedStep, expected_percent, points_behind, quarter_of
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar

NOT_IN_PROGRESS = tuple(s for s in TaskStatus if s is not TaskStatus.IN_PROGRESS)
TODAY: Any = bindparam("today", type_=Date)
EPOCH = date(1970, 1, 1)
TWO_DAYS = 2 * 86_400  # seconds
ARGUMENTS = (
    col(Assignment.id),
    col(Assignment.department_id),
    col(Assignment.task_id),
    POLICY,
)
STEPS_PASSED = (
    rows_of(col(Milestone.task_id), col(Milestone.due_on), col(Milestone.percent))
    .join(Task, col(Task.id) == col(Milestone.task_id))
    .where(
        col(Milestone.due_on) < TODAY,
        col(Milestone.percent).is_not(None),
        none_of(col(Task.status), NOT_OPEN),
    )
)


def find_slow(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[Due]:
    """Return what is found slow today and is not being climbed for that cause yet."""
    today = calendar.office_day(now)
    climbing = _climbing(session)
    found = [
        *_silent(session, today),
        *_behind(session, today, calendar, policies),
        *targets_behind(session, today=today, policies=policies),
    ]
    found = list({(due.assignment_id, due.key): due for due in found}.values())
    return [due for due in found if (due.assignment_id, due.key.rpartition(":")[0]) not in climbing]


def _climbing(session: Session) -> set[tuple[int, str]]:
    query = rows_of(col(EscalationCase.assignment_id), col(EscalationCase.due_instance)).where(
        col(EscalationCase.ended_at).is_(None), col(EscalationCase.due_instance).like("slow:%")
    )
    return {(number, key.rpartition(":")[0]) for number, key in session.execute(query)}


def _silent(session: Session, today: date) -> Iterator[Due]:
    """Owed items of two periods in a row; the newest period names the slowness."""
    for row in session.execute(_owed_in_a_row(), {"today": today}):
        yield _slow(row, slow_instance("silent", str(row[5])), today)


@cache
def _owed_in_a_row() -> Select[Any]:
    other = aliased(ReturnItem)
    answered_later = exists().where(
        col(other.assignment_id) == col(ReturnItem.assignment_id),
        col(other.due_on) > col(ReturnItem.due_on),
        col(other.status).in_(NOT_OWED),
    )
    return (
        rows_of(*ARGUMENTS, func.count(col(ReturnItem.id)), func.max(col(ReportingPeriod.id)))
        .select_from(ReturnItem)
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(
            none_of(col(ReturnItem.status), NOT_OWED),
            col(ReturnItem.due_on) < TODAY,
            ~answered_later,
            none_of(col(Assignment.status), NOT_ACTIVE),
            none_of(col(Task.status), NOT_OPEN),
            none_of(col(Notice.status), NOT_LIVE),
        )
        .group_by(*ARGUMENTS)
        .having(func.count(col(ReturnItem.id)) >= SILENT_PERIODS)
    )


def _behind(
    session: Session, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> Iterator[Due]:
    """Compare the last figure of who answers for the task with the milestones, or else the time.

    Once its deadline has passed, a task is late, not slow: the deadline speaks for itself.
    """
    steps = _steps_passed(session, today)
    key = slow_instance("behind", quarter_of(today))
    given = {
        "today": today,
        "now": (today - EPOCH).days * 86_400 + TWO_DAYS,
        "least": min(policy.behind_points for policy in policies.values()),
    }
    for row in chain(*(session.execute(query, given) for query in _figures())):
        expected = expected_percent(
            steps.get(row[2], ()),
            started_on=calendar.office_day(row[5]),
            due_on=row[6],
            today=today,
        )
        if points_behind(row[4], expected) >= policy_of(policies, row[3]).behind_points:
            yield _slow(row, key, today)


@cache
def _figures() -> tuple[Select[Any], Select[Any]]:
    """Return the questions for the last figure of each task that may lag by `least` points.

    Those with steps that have passed, and those that have a deadline and no steps at all, are two
    questions, so that each begins with the few rows that an index knows.
    """
    later = aliased(StatusUpdate)
    newest = rows_of(func.max(col(later.id))).where(
        col(later.assignment_id) == col(Assignment.id), col(later.percent).is_not(None)
    )
    query = (
        rows_of(*ARGUMENTS, col(StatusUpdate.percent), col(Task.dispatched_at), col(Task.due_on))
        .select_from(Task)
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Assignment, and_(col(Assignment.task_id) == col(Task.id), answers_for_whole()))
        .join(StatusUpdate, col(StatusUpdate.id) == newest.scalar_subquery())
        .where(
            none_of(col(Task.status), NOT_IN_PROGRESS),
            none_of(col(Assignment.status), NOT_ACTIVE),
            none_of(col(Notice.status), NOT_LIVE),
        )
    )
    steps = rows_of(col(Milestone.task_id)).where(col(Milestone.percent).is_not(None))
    with_steps = query.where(
        col(Task.id).in_(steps.where(col(Milestone.due_on) < TODAY)),
        col(Task.due_on).is_(None) | (col(Task.due_on) >= TODAY),
    )
    by_time = query.where(
        col(Task.due_on).between(TODAY, date.max),  # two ends: a planner expects few rows
        _share_of_time() >= col(StatusUpdate.percent) + bindparam("least", type_=Float),
        ~steps.where(col(Milestone.task_id) == col(Task.id)).exists(),
    )
    return with_steps, by_time


def _share_of_time() -> ColumnElement[Any]:
    """Return at least the share of its time that has passed for a task, in percent.

    In seconds, which every database counts alike, and with two days added at either end, so that
    no zone of time hides anybody: what may lag is compared exactly afterwards.
    """
    begun = extract("epoch", col(Task.dispatched_at)) - TWO_DAYS
    now = bindparam("now", type_=BigInteger)
    whole = extract("epoch", col(Task.due_on)) - begun
    return 100.0 * (now - begun) / func.nullif(whole, 0)


def _steps_passed(session: Session, today: date) -> dict[int, list[PlannedStep]]:
    """Return the milestones with a figure whose day has passed, by open task."""
    steps = defaultdict(list)
    for task_id, due_on, percent in session.execute(STEPS_PASSED, {"today": today}):
        steps[task_id].append(PlannedStep(due_on, percent))
    return dict(steps)


def _slow(row: FoundRow[Any], key: str, today: date) -> Due:
    """Day 0 of slowness is the first working day on which it is found."""
    assignment_id, department_id, task_id, policy = row[0], row[1], row[2], row[3]
    return Due(
        DueKind.SLOW,
        subject_id=assignment_id,
        due_on=today,
        told_on=today,
        assignment_id=assignment_id,
        department_id=department_id,
        task_id=task_id,
        policy=policy,
        key=key,
    )


def answered_since(session: Session, assignment_id: int, moment: datetime) -> bool:
    """Say whether a department spoke about its part after `moment`: slowness ends with that."""
    later = rows_of(col(StatusUpdate.id)).where(
        col(StatusUpdate.assignment_id) == assignment_id, col(StatusUpdate.said_at) > moment
    )
    return session.execute(later.limit(1)).first() is not None
