"""Finding slow work: no answer for two periods, or behind where it should be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row as FoundRow
from sqlalchemy import and_, exists, func
from sqlalchemy import select as rows_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actions.due import NOT_ACTIVE, NOT_LIVE, NOT_OPEN
from actions.due_queries import POLICY, answers_for_whole
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
from rules.assignments import ACTIVE
from rules.due import Due, DueKind, slow_instance
from rules.policies import Policy, policy_of
from rules.returns import OWED
from rules.slow import SILENT_PERIODS, PlannedStep, expected_percent, points_behind, quarter_of
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar

ARGUMENTS = (
    col(Assignment.id),
    col(Assignment.department_id),
    col(Assignment.task_id),
    POLICY,
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
    other = aliased(ReturnItem)
    answered_later = exists().where(
        col(other.assignment_id) == col(ReturnItem.assignment_id),
        col(other.due_on) > col(ReturnItem.due_on),
        col(other.status).not_in(OWED),
    )
    query = (
        rows_of(*ARGUMENTS, func.count(col(ReturnItem.id)), func.max(col(ReportingPeriod.id)))
        .select_from(ReturnItem)
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(
            col(ReturnItem.status).in_(OWED),
            col(ReturnItem.due_on) < today,
            ~answered_later,
            col(Assignment.status).not_in(NOT_ACTIVE),
            col(Task.status).not_in(NOT_OPEN),
            col(Notice.status).not_in(NOT_LIVE),
        )
        .group_by(*ARGUMENTS)
        .having(func.count(col(ReturnItem.id)) >= SILENT_PERIODS)
    )
    for row in session.execute(query):
        yield _slow(row, slow_instance("silent", str(row[5])), today)


def _behind(
    session: Session, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> Iterator[Due]:
    """Compare the last figure of who answers for the task with the milestones, or else the time.

    Once its deadline has passed, a task is late, not slow: the deadline speaks for itself.
    """
    latest = (
        rows_of(col(StatusUpdate.assignment_id), func.max(col(StatusUpdate.id)).label("id"))
        .where(col(StatusUpdate.percent).is_not(None))
        .group_by(col(StatusUpdate.assignment_id))
        .subquery()
    )
    query = (
        rows_of(*ARGUMENTS, col(StatusUpdate.percent), col(Task.dispatched_at), col(Task.due_on))
        .select_from(Task)
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Assignment, and_(col(Assignment.task_id) == col(Task.id), answers_for_whole()))
        .join(latest, latest.c.assignment_id == col(Assignment.id))
        .join(StatusUpdate, col(StatusUpdate.id) == latest.c.id)
        .where(
            col(Task.status) == TaskStatus.IN_PROGRESS,
            col(Task.due_on).is_(None) | (col(Task.due_on) >= today),
            col(Assignment.status).in_(ACTIVE),
            col(Notice.status).not_in(NOT_LIVE),
        )
    )
    steps = _planned_steps(session)
    key = slow_instance("behind", quarter_of(today))
    for row in session.execute(query):
        expected = expected_percent(
            steps.get(row[2], ()),
            started_on=calendar.office_day(row[5]),
            due_on=row[6],
            today=today,
        )
        if points_behind(row[4], expected) >= policy_of(policies, row[3]).behind_points:
            yield _slow(row, key, today)


def _planned_steps(session: Session) -> dict[int, list[PlannedStep]]:
    """Return the milestones with a figure, by open task."""
    query = (
        rows_of(col(Milestone.task_id), col(Milestone.due_on), col(Milestone.percent))
        .join(Task, col(Task.id) == col(Milestone.task_id))
        .where(col(Milestone.percent).is_not(None), col(Task.status).not_in(NOT_OPEN))
    )
    steps = defaultdict(list)
    for task_id, due_on, percent in session.execute(query):
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
