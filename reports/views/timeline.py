"""Everything that happened to one task, in order."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from models import (
    Assignment,
    Department,
    Event,
    Evidence,
    Extension,
    InboundMessage,
    Milestone,
    OutgoingMessage,
    Reminder,
    StatusUpdate,
    Task,
)

TOLD_ELSEWHERE = ("duban.update.recorded", "duban.message.queued", "duban.reminder.decided")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. `link` leads to its source, where there is one."""

    at: datetime
    kind: str  # event | update | message
    name: str
    actor: str
    text: str = ""
    link: str = ""
    update: StatusUpdate | None = None
    evidence: tuple[Evidence, ...] = ()
    steps: int = 0  # dated steps of a plan that nobody accepted yet


def timeline(session: Session, task: Task) -> list[Moment]:
    """Return what happened to a task, the latest first."""
    assignment_ids = [
        row.number
        for row in session.exec(select(Assignment).where(Assignment.task_id == task.number))
    ]
    moments = [
        *_events(session, task, assignment_ids),
        *_updates(session, task, assignment_ids),
        *_messages(session, task),
    ]
    return sorted(moments, key=lambda moment: moment.at)[::-1]  # of one moment, the last first


def _events(session: Session, task: Task, assignment_ids: list[int]) -> list[Moment]:
    extension_ids = [
        row.number
        for row in session.exec(select(Extension).where(Extension.task_id == task.number))
    ]
    subjects = {"task": [task.number], "assignment": assignment_ids, "extension": extension_ids}
    rows = session.exec(
        select(Event).where(
            or_(*(_is_about(kind, ids) for kind, ids in subjects.items())),
            col(Event.name).not_in(TOLD_ELSEWHERE),
        )
    )
    return [
        Moment(row.happened_at, "event", row.name, row.actor, str(row.payload.get("reason") or ""))
        for row in rows
    ]


def _is_about(kind: str, ids: list[int]) -> ColumnElement[bool]:
    return and_(col(Event.subject_kind) == kind, col(Event.subject_id).in_(ids))


def _updates(session: Session, task: Task, assignment_ids: list[int]) -> list[Moment]:
    rows = session.exec(
        select(StatusUpdate, Department)
        .join(Assignment, col(Assignment.id) == StatusUpdate.assignment_id)
        .join(Department, col(Department.id) == Assignment.department_id)
        .where(col(StatusUpdate.assignment_id).in_(assignment_ids))
    ).all()
    return [
        Moment(
            row.said_at,
            "update",
            "duban.update.recorded",
            department.short_name,
            row.narrative,
            f"/inbox/{row.inbound_id}" if row.inbound_id else "",
            row,
            tuple(session.exec(select(Evidence).where(Evidence.update_id == row.number))),
            _steps_offered(session, row, task.key),
        )
        for row, department in rows
    ]


def _steps_offered(session: Session, update: StatusUpdate, key: str) -> int:
    """Return how many dated steps an answer holds about this task, 0 once they are accepted."""
    inbound = session.get(InboundMessage, update.inbound_id) if update.inbound_id else None
    accepted = session.exec(select(Milestone.id).where(Milestone.update_id == update.id)).first()
    if inbound is None or accepted is not None:
        return 0
    items = (inbound.heard or {}).get("items", [])
    ours = [item.get("steps") or () for item in items if item.get("task") in (None, key)]
    return max((len(steps) for steps in ours), default=0)


def _messages(session: Session, task: Task) -> list[Moment]:
    reminded = select(Reminder.message_id).where(Reminder.task_id == task.number)
    rows = session.exec(
        select(OutgoingMessage, Department)
        .join(Department, isouter=True)
        .where(
            or_(
                col(OutgoingMessage.notice_id) == task.notice_id,
                col(OutgoingMessage.id).in_(reminded),
            )
        )
    ).all()
    reminded_ids = set(session.exec(reminded))
    return [
        Moment(
            row.created_at,
            "message",
            row.kind,
            department.short_name if department else "",
            row.subject,
            f"/outbox/{row.id}",
        )
        for row, department in rows
        if task.number in row.task_ids or row.id in reminded_ids
    ]
