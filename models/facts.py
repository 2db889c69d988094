"""The facts behind a light: shared queries over the tables, some for all tasks of a notice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.assignment import Assignment
from models.milestone import Milestone
from models.reporting import ReturnItem
from models.status_update import StatusUpdate
from models.target import Target, TargetReading
from models.task import Task
from rules.assignments import ACTIVE, AssignmentStatus, Role
from rules.lights import MissedTarget, OpenStep, TaskFacts, YearTarget
from rules.returns import OWED
from rules.slow import AT_LEAST, PlannedStep

DONE = frozenset({"已完成", "申请办结"})
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda told, wanted: told >= wanted,  # 达到600家 is kept by 620
    "~": lambda told, wanted: told >= wanted * 0.95,  # 600家左右
    ">=": lambda told, wanted: told >= wanted,
    ">": lambda told, wanted: told > wanted,
    "<=": lambda told, wanted: told <= wanted,
    "<": lambda told, wanted: told < wanted,
}


def task_facts(
    session: Session,
    notice_id: int | None,
    *,
    today: date,
    office_day: Callable[[datetime], date],
    task_ids: Collection[int] | None = None,
) -> list[TaskFacts]:
    """Return the facts of every task of a notice (None: of all), in the order of tasks.

    A fixed number of queries, however many tasks; `office_day` is the calendar's.
    """
    wanted = _Tasks(notice_id, task_ids)
    updates = _last_updates(session, wanted)
    milestones = _milestones(session, wanted)
    missed = _missed_items(session, wanted, today)
    targets = _Targets(session, wanted, today)
    rows = session.execute(wanted.of(select(Task)).order_by(col(Task.id))).scalars()
    return [
        TaskFacts(
            task_id=task.number,
            status=task.status,
            reason=task.reason,
            started_on=office_day(task.dispatched_at) if task.dispatched_at else None,
            due_on=task.due_on,
            percent=updates[task.number][0] if task.number in updates else None,
            has_answered=task.number in updates,
            planned=tuple(
                PlannedStep(row.due_on, row.percent)
                for row in milestones[task.number]
                if row.percent is not None
            ),
            open_steps=tuple(
                OpenStep(row.title, row.due_on)
                for row in milestones[task.number]
                if row.done_at is None and not _reached(row, updates.get(task.number))
            ),
            periods_missed=missed[task.number][0],
            others_missing=missed[task.number][1],
            missed_targets=tuple(targets.missed[task.number]),
            year_targets=tuple(targets.of_the_year[task.number]),
        )
        for task in rows
    ]


class _Tasks:
    """Which tasks are asked about, as a condition on a query."""

    def __init__(self, notice_id: int | None, task_ids: Collection[int] | None) -> None:
        self.notice_id = notice_id
        self.task_ids = task_ids

    def of(self, query: Select[Any]) -> Select[Any]:
        """Restrict a query that has the task table in it."""
        if self.notice_id is not None:
            query = query.where(col(Task.notice_id) == self.notice_id)
        if self.task_ids is not None:
            query = query.where(col(Task.id).in_(self.task_ids))
        return query


def _last_updates(session: Session, wanted: _Tasks) -> dict[int, tuple[float | None, str | None]]:
    """Return percent and state as last said by who answers for each task.

    Who consolidates answers for it. Where nobody does, the one furthest behind of those who
    answer for it counts; the word of a supporting unit only while there is no other.
    """
    query = wanted.of(
        select(
            col(Assignment.task_id),
            col(Assignment.consolidates),
            col(Assignment.role) == Role.SUPPORT,
            col(StatusUpdate.percent),
            col(StatusUpdate.state),
        )
        .join(Assignment, col(Assignment.id) == col(StatusUpdate.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            col(StatusUpdate.id).in_(
                select(func.max(col(StatusUpdate.id))).group_by(col(StatusUpdate.assignment_id))
            ),
            col(Assignment.status) != AssignmentStatus.ENDED,
            col(StatusUpdate.channel) != "undo",  # taken back, and nothing stood before it
        )
        .order_by(
            col(Assignment.consolidates).desc(),
            col(Assignment.role) == Role.SUPPORT,
            col(StatusUpdate.id).desc(),
        )
    )
    said: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        said[row[0]].append(row)
    return {task: _speaking_for(rows) for task, rows in said.items()}


def _speaking_for(rows: Sequence[Any]) -> tuple[float | None, str | None]:
    """Return percent and state out of the last words of a task's parts, the most responsible first.

    A row is (task, consolidates, is a supporting unit's, percent, state).
    """
    _, consolidates, supports, percent, state = rows[0]
    if consolidates or supports:
        return percent, state
    answering = [row for row in rows if not row[2]]
    unfinished = [row for row in answering if row[4] not in DONE]
    known = [row for row in unfinished or answering if row[3] is not None]
    least = min(known, key=lambda row: row[3], default=(unfinished or answering)[0])
    return least[3], least[4]


def _milestones(session: Session, wanted: _Tasks) -> dict[int, list[Milestone]]:
    query = select(Milestone).join(Task, col(Task.id) == col(Milestone.task_id))
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in session.execute(wanted.of(query).order_by(col(Milestone.due_on))).scalars():
        found[row.task_id].append(row)
    return found


def _reached(step: Milestone, update: tuple[float | None, str | None] | None) -> bool:
    percent, state = update or (None, None)
    if state in DONE:
        return True
    return step.percent is not None and percent is not None and percent >= step.percent


def _missed_items(session: Session, wanted: _Tasks, today: date) -> dict[int, tuple[int, int]]:
    """Return, by task, periods missed in a row by who answers, and how many others miss one."""
    query = wanted.of(
        select(
            col(Assignment.task_id),
            col(Assignment.id),
            col(Assignment.role),
            col(Assignment.consolidates),
            col(ReturnItem.status),
        )
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(ReturnItem.due_on) < today, col(Assignment.status).in_(ACTIVE))
        .order_by(col(Assignment.id), col(ReturnItem.due_on))
    )
    in_a_row: dict[tuple[int, int, bool], int] = {}
    for task_id, assignment_id, role, consolidates, status in session.execute(query):
        answers = consolidates or role in (Role.LEAD, Role.RESPONSIBLE)
        key = (task_id, assignment_id, answers)
        in_a_row[key] = in_a_row.get(key, 0) + 1 if status in OWED else 0
    missed: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (task_id, _, answers), count in in_a_row.items():
        most, others = missed[task_id]
        missed[task_id] = (max(most, count), others) if answers else (most, others + (count > 0))
    return missed


class _Targets:
    """By task: the targets whose day is past and which are not shown to be reached, and those of
    this year that are to be reached and are not yet. One question for both."""

    def __init__(self, session: Session, wanted: _Tasks, today: date) -> None:
        self.missed: dict[int, list[MissedTarget]] = defaultdict(list)
        self.of_the_year: dict[int, list[YearTarget]] = defaultdict(list)
        query = _told(wanted).where(col(Target.by) <= date(today.year, 12, 31))
        for target, told in session.execute(query):
            if target.by < today:
                self._note_missed(target, told)
            elif told is not None and _has_path(target) and told < target.value:
                found = YearTarget(target.indicator, target.by, 100.0 * told / target.value)
                self.of_the_year[target.task_id].append(found)

    def _note_missed(self, target: Target, told: float | None) -> None:
        if told is None or not COMPARISONS[target.op](told, target.value):
            missed = MissedTarget(target.indicator, told=told is not None, stretch=target.stretch)
            self.missed[target.task_id or 0].append(missed)


def _has_path(target: Target) -> bool:
    return not target.stretch and target.op in AT_LEAST and target.value > 0


def _told(wanted: _Tasks) -> Select[Any]:
    """Select confirmed targets with the value told last; none told, or taken back: empty."""
    latest = (
        select(func.max(col(TargetReading.id)))
        .where(col(TargetReading.target_id) == col(Target.id))
        .correlate(Target)
        .scalar_subquery()
    )
    return wanted.of(
        select(Target, col(TargetReading.value))
        .join(Task, col(Task.id) == col(Target.task_id))
        .outerjoin(TargetReading, col(TargetReading.id) == latest)
        .where(col(Target.confirmed_at).is_not(None))
        .order_by(col(Target.id))
    )
