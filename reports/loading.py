"""The rows a report or a ledger is made from, loaded in one query a table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models import (
    Assignment,
    Collective,
    Contact,
    Department,
    Evidence,
    Extension,
    Measure,
    Milestone,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    Row,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from rules.tasks import TaskStatus

AnyRow = TypeVar("AnyRow", bound=Row)
UNTRACKED = (TaskStatus.DRAFT, TaskStatus.WITHDRAWN)

BARE = ("省人民政府", "市人民政府", "县人民政府", "区人民政府")


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row about some notices, as it stood at one moment."""

    notices: Mapping[int, Notice]
    tasks: Sequence[tuple[Task, Measure]]  # in the notice's order; drafts left out
    drafts: Sequence[Task]
    parts: Mapping[int, Sequence[Assignment]]  # by task
    departments: Mapping[int, Department]
    collectives: Mapping[int, Collective]
    contacts: Mapping[int, Sequence[Contact]]  # by department
    updates: Mapping[int, Sequence[StatusUpdate]]  # by assignment, the oldest first
    items: Mapping[int, tuple[ReturnItem, int]]  # by number: the item and its period
    milestones: Mapping[int, Sequence[Milestone]]  # by task
    extensions: Mapping[int, Sequence[Extension]]  # by task
    targets: Sequence[Target]
    readings: Mapping[int, TargetReading]  # by target: the latest
    evidence: Mapping[int, Sequence[Evidence]]  # by update
    periods: Mapping[int, ReportingPeriod]

    def name(self, part: Assignment) -> str:
        """Return how a part's department is printed today."""
        if part.department_id is None:
            return part.printed_name
        return name_of(self.departments[part.department_id])


def name_of(department: Department) -> str:
    """Return a department's name as a report prints it: 市人民政府 alone could be anybody's."""
    return department.name if department.short_name in BARE else department.short_name


def load_rows(session: Session, notice_id: int | None, *, now: datetime) -> Rows:
    """Load everything about one notice, or all; nothing that was said after `now`."""
    of_notice: list[ColumnElement[bool]] = (
        [col(Task.notice_id) == notice_id] if notice_id is not None else []
    )
    tasks = session.exec(
        select(Task, Measure)
        .join(Measure, col(Measure.id) == col(Task.measure_id))
        .where(*of_notice)
        .order_by(col(Task.notice_id), col(Measure.order), col(Task.part))
    ).all()
    parts = session.exec(
        select(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(*of_notice)
        .order_by(col(Assignment.order), col(Assignment.id))
    ).all()
    updates = _updates(session, of_notice, now)
    return Rows(
        notices=_by_number(_notices(session, notice_id)),
        tasks=[pair for pair in tasks if pair[0].status not in UNTRACKED],
        drafts=[task for task, _ in tasks if task.status is TaskStatus.DRAFT],
        parts=_grouped(parts, "task_id"),
        departments=_by_number(session.exec(select(Department)).all()),
        collectives=_by_number(session.exec(select(Collective)).all()),
        contacts=_grouped(
            session.exec(select(Contact).where(Contact.active).order_by(col(Contact.id))).all(),
            "department_id",
        ),
        updates=_grouped(updates, "assignment_id"),
        items=_items(session, of_notice),
        milestones=_grouped(_of_task(session, Milestone, of_notice), "task_id"),
        extensions=_grouped(_of_task(session, Extension, of_notice), "task_id"),
        targets=_targets(session, notice_id),
        readings=_readings(session, notice_id, now),
        evidence=_evidence(session),
        periods=_by_number(session.exec(select(ReportingPeriod)).all()),
    )


def _notices(session: Session, notice_id: int | None) -> Sequence[Notice]:
    query = select(Notice)
    if notice_id is not None:
        query = query.where(Notice.id == notice_id)
    return session.exec(query).all()


def _updates(
    session: Session, of_notice: list[ColumnElement[bool]], now: datetime
) -> list[StatusUpdate]:
    """Return what was said until `now`, without what a later answer corrected."""
    found = session.exec(
        select(StatusUpdate)
        .join(Assignment, col(Assignment.id) == col(StatusUpdate.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(*of_notice, col(StatusUpdate.said_at) <= now)
        .order_by(col(StatusUpdate.said_at), col(StatusUpdate.id))
    ).all()
    corrected = {update.corrects_id for update in found}
    return [update for update in found if update.id not in corrected]


def _items(
    session: Session, of_notice: list[ColumnElement[bool]]
) -> dict[int, tuple[ReturnItem, int]]:
    query = (
        select(ReturnItem, Return.period_id)
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(*of_notice)
    )
    return {item.number: (item, period) for item, period in session.exec(query)}


def _of_task(
    session: Session, kind: type[AnyRow], of_notice: list[ColumnElement[bool]]
) -> Sequence[AnyRow]:
    query = select(kind).join(Task, col(Task.id) == kind.task_id)  # type: ignore[attr-defined]
    return session.exec(query.where(*of_notice).order_by(kind.id)).all()  # type: ignore[arg-type]


def _targets(session: Session, notice_id: int | None) -> Sequence[Target]:
    query = select(Target).where(col(Target.confirmed_at).is_not(None))
    if notice_id is not None:
        query = query.where(Target.notice_id == notice_id)
    return session.exec(query.order_by(col(Target.order), col(Target.id))).all()


def _readings(session: Session, notice_id: int | None, now: datetime) -> dict[int, TargetReading]:
    query = (
        select(TargetReading)
        .join(Target, col(Target.id) == col(TargetReading.target_id))
        .where(col(TargetReading.read_at) <= now)
        .order_by(col(TargetReading.read_at), col(TargetReading.id))
    )
    if notice_id is not None:
        query = query.where(Target.notice_id == notice_id)
    latest = {reading.target_id: reading for reading in session.exec(query)}
    return {number: reading for number, reading in latest.items() if reading.value is not None}


def _evidence(session: Session) -> dict[int, list[Evidence]]:
    stored = select(Evidence).where(
        col(Evidence.update_id).is_not(None), col(Evidence.sha256).is_not(None)
    )
    return _grouped(session.exec(stored.order_by(col(Evidence.id))).all(), "update_id")


def _by_number(rows: Iterable[AnyRow]) -> dict[int, AnyRow]:
    return {row.number: row for row in rows}


def _grouped(rows: Iterable[AnyRow], column: str) -> dict[int, list[AnyRow]]:
    groups: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return dict(groups)
