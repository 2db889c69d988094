"""What came in and what went out."""

import json
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from sqlmodel import Session, col, select

from models import (
    Delivery,
    Department,
    Evidence,
    InboundMessage,
    OutgoingMessage,
    StatusUpdate,
    Task,
)
from models.assignment import Assignment
from rules.errors import NotFound

SHOWN = 300  # the newest; older ones are found through their task
LONGEST = 20_000  # characters of a raw message shown on a page; the download has all


@dataclass(frozen=True, slots=True)
class InboundPage:
    """One message in: as it came, and what was made of it."""

    row: InboundMessage
    department: Department | None
    text: str
    heard: str
    updates: list[tuple[StatusUpdate, Task]]
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """One message out."""

    row: OutgoingMessage
    department: Department | None
    deliveries: list[Delivery]
    tasks: list[Task]


def list_inbound(
    session: Session, status: str = ""
) -> list[tuple[InboundMessage, Department | None]]:
    """Return the newest messages in, those that wait for a person first."""
    query = select(InboundMessage, Department).join(Department, isouter=True)
    if status:
        query = query.where(InboundMessage.status == status)
    query = query.order_by(col(InboundMessage.status) != "triage", col(InboundMessage.id).desc())
    return list(session.exec(query.limit(SHOWN)))


def inbound_page(session: Session, inbound_id: int) -> InboundPage:
    """Return one message in, or raise `NotFound`."""
    row = session.get(InboundMessage, inbound_id)
    if row is None:
        raise NotFound("inbound message", inbound_id)
    updates = session.exec(
        select(StatusUpdate, Task)
        .join(Assignment, col(Assignment.id) == StatusUpdate.assignment_id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(StatusUpdate.inbound_id == inbound_id)
        .order_by(col(StatusUpdate.id))
    )
    return InboundPage(
        row,
        session.get(Department, row.department_id) if row.department_id else None,
        _readable(row),
        json.dumps(row.heard, ensure_ascii=False, indent=2) if row.heard else "",
        list(updates),
        list(session.exec(select(Evidence).where(Evidence.inbound_id == inbound_id))),
    )


def list_outgoing(
    session: Session, status: str = ""
) -> list[tuple[OutgoingMessage, Department | None]]:
    """Return the newest messages out."""
    query = select(OutgoingMessage, Department).join(Department, isouter=True)
    if status:
        query = query.where(OutgoingMessage.status == status)
    return list(session.exec(query.order_by(col(OutgoingMessage.id).desc()).limit(SHOWN)))


def outgoing_page(session: Session, outgoing_id: int) -> OutgoingPage:
    """Return one message out, or raise `NotFound`."""
    row = session.get(OutgoingMessage, outgoing_id)
    if row is None:
        raise NotFound("outgoing message", outgoing_id)
    return OutgoingPage(
        row,
        session.get(Department, row.department_id) if row.department_id else None,
        list(session.exec(select(Delivery).where(Delivery.outgoing_id == outgoing_id))),
        list(session.exec(select(Task).where(col(Task.id).in_(row.task_ids)))),
    )


def _readable(row: InboundMessage) -> str:
    """Return the message's text for a person; the bytes stay as they are."""
    if row.channel != "email":
        return row.raw.decode("utf-8", "replace")[:LONGEST]
    mail = BytesParser(policy=policy.default).parsebytes(row.raw)
    body = mail.get_body(("plain", "html"))
    try:
        text = body.get_content() if body is not None else ""
    except LookupError:  # a charset that Python does not know
        text = row.raw.decode("gb18030", "replace")
    return str(text)[:LONGEST]
