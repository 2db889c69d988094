"""交办 that arrived later than it was written: its limits run from the day it arrived."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Date, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from actions.delivery import retry_message
from actions.dispatch import begin_limits
from actions.dispatch_letter import write_dispatch
from actions.events import record_event
from actions.links import department_link
from models import Assignment, Department, Notice, OutgoingMessage, Task
from rules.assignments import AssignmentStatus
from rules.office import Office
from rules.policies import Policy, policy_of
from rules.working_days import WorkingCalendar

Part = tuple[Assignment, Task]
ARRIVED_LATER = columns(col(OutgoingMessage.id)).where(
    col(OutgoingMessage.id).in_(bindparam("numbers", expanding=True)),
    col(OutgoingMessage.kind) == "dispatch",
    col(OutgoingMessage.status) == "sent",
    col(OutgoingMessage.office_day) < bindparam("today", type_=Date),
)


def send_again(
    session: Session,
    outgoing_id: int,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
) -> OutgoingMessage:
    """Queue a message that reached nobody; a 交办 is written anew, with limits from today."""
    message = session.get_one(OutgoingMessage, outgoing_id)
    if message.kind == "dispatch":
        parts = _unacknowledged(session, message)
        if not parts:
            message.status = "cancelled"
            message.last_error = "任务已签收、已改派或已结束，不再补发"
            record_event(session, "message.recalled", message, now=now, reason=message.last_error)
            return message
        _write_anew(
            session, message, parts, now=now, calendar=calendar, policies=policies, office=office
        )
    return retry_message(session, outgoing_id, now=now, actor="系统")


def note_arrivals(
    session: Session,
    outgoing_ids: Collection[int],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> int:
    """Move the limits of what was handed over by messages that were sent on a later day."""
    given = {"numbers": list(outgoing_ids), "today": calendar.office_day(now)}
    late = list(session.connection().execute(ARRIVED_LATER, given).scalars())
    for number in late:
        message = session.get_one(OutgoingMessage, number)
        parts = _unacknowledged(session, message)
        _begin_limits(session, message, parts, now=now, calendar=calendar, policies=policies)
    return len(late)


def _unacknowledged(session: Session, message: OutgoingMessage) -> list[Part]:
    query = (
        select(Assignment, Task)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            Assignment.department_id == message.department_id,
            col(Assignment.task_id).in_(message.task_ids),
            Assignment.status == AssignmentStatus.DISPATCHED,
        )
        .order_by(col(Task.id), col(Assignment.id))
    )
    return list(session.exec(query))


def _begin_limits(
    session: Session,
    message: OutgoingMessage,
    parts: Collection[Part],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> None:
    """The department was handed its parts when it heard of them, not when we wrote."""
    notice = session.get_one(Notice, message.notice_id)
    for part, task in parts:
        policy = policy_of(policies, task.policy or notice.policy)
        part.dispatched_at = now
        begin_limits(part, policy, today=calendar.office_day(now), calendar=calendar)
        session.add(part)
        limit = str(part.acknowledge_by)
        record_event(session, "assignment.arrived", part, now=now, acknowledge_by=limit)


def _write_anew(
    session: Session,
    message: OutgoingMessage,
    parts: list[Part],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
) -> None:
    _begin_limits(session, message, parts, now=now, calendar=calendar, policies=policies)
    department = session.get_one(Department, message.department_id)
    letter = write_dispatch(
        session,
        session.get_one(Notice, message.notice_id),
        department,
        parts,
        acknowledge_by=min(part.acknowledge_by for part, _ in parts if part.acknowledge_by),
        calendar=calendar,
        office=office,
        today=calendar.office_day(now),
        link=department_link(session, department.number, office=office, now=now),
    )
    message.subject, message.text, message.html = letter.subject, letter.text, letter.html
    message.office_day = calendar.office_day(now)
    message.task_ids = [task.number for _, task in parts]
    session.add(message)
