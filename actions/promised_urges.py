"""Part of the auditor: whoever is late was urged, unless something holds us back."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from actions.promised_waits import answer_waits, stood
from models import (
    Assignment,
    Contact,
    Department,
    EscalationCase,
    Extension,
    Hold,
    InboundMessage,
    Notice,
    OutgoingMessage,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Task,
)

LIVE = ("dispatched", "acknowledged")


def late_without_urge(session: Session, audit: Audit) -> Iterator[str]:
    """The first urge belongs to the first working day after; on the second it is missing."""
    opened = audit.midnight(audit.yesterday)
    for kind, query in (
        ("item", _late_items(audit)),
        ("acknowledge", _late_acknowledgements(audit)),
        ("deadline", _late_deadlines(audit)),
    ):
        climbed = exists().where(
            col(EscalationCase.assignment_id) == col(Assignment.id),
            col(EscalationCase.due_instance).startswith(f"{kind}:"),
            or_(
                col(EscalationCase.steps_taken) > 0,
                col(EscalationCase.opened_at) >= opened,
                col(EscalationCase.ended_at) >= opened,
            ),
        )
        for name, key, day in session.execute(query.where(~climbed, *_can_be_urged(audit))):
            yield f"{name}任务{key}（时限{day}）"


def _of_parts(day: Any) -> Any:
    return (
        rows_of(col(Department.short_name), col(Task.key), day)
        .select_from(Assignment)
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
    )


def _late_items(audit: Audit) -> Any:
    return (
        _of_parts(col(ReturnItem.due_on))
        .join(ReturnItem, col(ReturnItem.assignment_id) == col(Assignment.id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(
            col(ReturnItem.status).in_(("awaited", "sent_back")),
            col(ReturnItem.due_on) <= audit.yesterday,
            col(ReturnItem.sent_back_at).is_(None)
            | (col(ReturnItem.sent_back_at) < audit.midnight(audit.yesterday)),
            col(ReportingPeriod.opened_at) < audit.midnight(audit.yesterday),
            col(Task.status).in_(("in_progress", "submitted", "verified", "long_term")),
        )
    )


def _late_acknowledgements(audit: Audit) -> Any:
    return _of_parts(col(Assignment.acknowledge_by)).where(
        col(Assignment.status) == "dispatched",
        col(Assignment.acknowledge_by) <= audit.yesterday,
        col(Task.status).in_(("in_progress", "submitted", "verified", "long_term")),
    )


def _late_deadlines(audit: Audit) -> Any:
    said = exists().where(
        col(StatusUpdate.assignment_id) == col(Assignment.id),
        or_(
            col(StatusUpdate.percent) >= 100,
            col(StatusUpdate.state).in_(("已完成", "申请办结")),
            # an answer on the day or later explains; the day begins where the office is
            col(StatusUpdate.said_at) >= audit.midnight(audit.yesterday),
        ),
    )
    spoken = exists().where(
        col(StatusUpdate.assignment_id) == col(Assignment.id),
        col(StatusUpdate.said_at) >= col(Task.due_on),
    )
    return _of_parts(col(Task.due_on)).where(
        col(Assignment.role).in_(("lead", "responsible", "inherited")),
        col(Task.status) == "in_progress",
        col(Task.due_on) <= audit.yesterday,
        col(Task.due_on) >= audit.looks_back_to,
        col(Task.due_on) > col(Task.dispatched_at),
        ~said,
        ~spoken,
    )


def _can_be_urged(audit: Audit) -> list[Any]:
    """Nobody is urged who was not told, whom nobody reaches, or who waits for our answer."""
    asked = exists().where(col(Extension.task_id) == col(Task.id), col(Extension.status) == "asked")
    moved = exists().where(
        col(Extension.task_id) == col(Task.id),
        col(Extension.decided_at) >= audit.midnight(audit.yesterday),
    )
    return [
        col(Assignment.dispatched_at) < audit.midnight(audit.yesterday),
        col(Assignment.status).in_(LIVE),
        col(Notice.status) == "confirmed",
        col(Assignment.department_id).not_in(held_departments(audit)),
        col(Task.resumed_at).is_(None) | (col(Task.resumed_at) < audit.midnight(audit.yesterday)),
        col(Assignment.objection).is_(None)
        | (col(Assignment.acknowledged_at) < audit.midnight(audit.yesterday)),
        ~answer_waits(),
        ~asked,
        ~moved,
    ]


def held_departments(audit: Audit) -> Any:
    """Select the departments without an address, with news of late, or kept back."""
    reached = exists().where(
        col(Contact.department_id) == col(Department.id),
        col(Contact.active).is_(True),
        col(Contact.undeliverable_reason).is_(None),
        col(Contact.address) != "",
        or_(col(Contact.absent_until).is_(None), col(Contact.absent_until) < audit.yesterday),
    )
    heard = exists().where(
        col(InboundMessage.department_id) == col(Department.id),
        col(InboundMessage.processed_at) >= audit.midnight(audit.yesterday),
    )
    kept = exists().where(
        col(Hold.department_id) == col(Department.id),
        stood(audit),
    )
    untold = exists().where(
        col(OutgoingMessage.department_id) == col(Department.id),
        col(OutgoingMessage.kind) == "dispatch",
        or_(
            col(OutgoingMessage.status) != "sent",
            col(OutgoingMessage.sent_at) >= audit.midnight(audit.yesterday),
        ),
    )
    return rows_of(col(Department.id)).where(or_(~reached, heard, kept, untold))
