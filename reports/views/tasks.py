"""One task: where it came from, whose it is, what happened, and what may happen now."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import (
    Assignment,
    Department,
    Extension,
    Measure,
    Milestone,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    Target,
    TargetReading,
    Task,
)
from reports.views.notices import Part, get_notice, parts_of_task
from reports.views.timeline import Moment, timeline
from rules.assignments import Role
from rules.errors import NotFound
from rules.tasks import TRANSITIONS, TaskStatus


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """One item of a return about this task: whose, for which period, and where it stands."""

    item: ReturnItem
    department: str
    role: Role
    period: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything about one task."""

    task: Task
    notice: Notice
    measure: Measure
    source: str  # the words it was read from
    parts: list[Part]
    milestones: list[Milestone]
    targets: list[tuple[Target, TargetReading | None]]
    extensions: list[Extension]
    moments: list[Moment]
    answers: list[AskedAnswer]

    def may(self, status: str) -> bool:
        """Does the life cycle allow `status` next?"""
        return TaskStatus(status) in TRANSITIONS[self.task.status]


def get_task(session: Session, task_id: int) -> Task:
    """Return one task or raise `NotFound`."""
    if task := session.get(Task, task_id):
        return task
    raise NotFound("task", task_id)


def task_page(session: Session, task_id: int) -> TaskPage:
    """Return one task with its history."""
    task = get_task(session, task_id)
    notice = get_notice(session, task.notice_id)
    measure = session.get_one(Measure, task.measure_id)
    return TaskPage(
        task=task,
        notice=notice,
        measure=measure,
        source=notice.text[measure.span_start : measure.span_end] or measure.text,
        parts=parts_of_task(session, task_id),
        milestones=list(
            session.exec(
                select(Milestone)
                .where(Milestone.task_id == task_id)
                .order_by(col(Milestone.due_on))
            )
        ),
        targets=_targets(session, task_id),
        extensions=list(
            session.exec(
                select(Extension)
                .where(Extension.task_id == task_id)
                .order_by(col(Extension.asked_at).desc())
            )
        ),
        moments=timeline(session, task),
        answers=_answers(session, task_id),
    )


def _answers(session: Session, task_id: int) -> list[AskedAnswer]:
    rows = session.exec(
        select(ReturnItem, Assignment, Department.short_name, ReportingPeriod.label)
        .join(Return, col(ReturnItem.return_id) == Return.id)
        .join(ReportingPeriod, col(Return.period_id) == ReportingPeriod.id)
        .join(Assignment, col(ReturnItem.assignment_id) == Assignment.id)
        .join(Department, col(Assignment.department_id) == Department.id)
        .where(Assignment.task_id == task_id)
        .order_by(col(ReportingPeriod.due_on).desc(), col(Assignment.order))
    )
    return [AskedAnswer(item, name, part.role, label) for item, part, name, label in rows]


def _targets(session: Session, task_id: int) -> list[tuple[Target, TargetReading | None]]:
    targets = session.exec(select(Target).where(Target.task_id == task_id))
    return [(target, latest_reading(session, target)) for target in targets]


def latest_reading(session: Session, target: Target) -> TargetReading | None:
    """Return the value that counts, or None where none was told or it was taken back."""
    latest = session.exec(
        select(TargetReading)
        .where(TargetReading.target_id == target.number)
        .order_by(col(TargetReading.read_at).desc(), col(TargetReading.id).desc())
    ).first()
    return latest if latest is not None and latest.value is not None else None
