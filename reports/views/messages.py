"""What came in and what went out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

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

A_PAGE = 50  # lines of a list
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list somebody wants to see."""

    status: str = ""
    words: str = ""  # in the subject, the sender, the address or the department's name
    page: int = 1  # of `A_PAGE` lines


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    lines: list[tuple[Any, Department | None]]  # the messages, with whom they are from or to
    asked: Asked
    found: int  # lines in all

    @property
    def pages(self) -> int:
        """Return how many pages there are; at least one."""
        return max(1, -(-self.found // A_PAGE))


def list_inbound(session: Session, asked: Asked) -> Listed:
    """Return messages in: those that wait for a person first, then the newest."""
    row = InboundMessage
    query = select(row, Department).join(Department, isouter=True)
    if asked.status:
        query = query.where(row.status == asked.status)
    query = _with_words(query, asked.words, (row.subject, row.sender))
    return _one_page(session, query, asked, col(row.status) != "triage", col(row.id).desc())


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


def list_outgoing(session: Session, asked: Asked) -> Listed:
    """Return messages out, the newest first."""
    row = OutgoingMessage
    query = select(row, Department).join(Department, isouter=True)
    if asked.status:
        query = query.where(row.status == asked.status)
    query = _with_words(query, asked.words, (row.subject, row.to_address))
    return _one_page(session, query, asked, col(row.id).desc())


def _with_words(query: Any, words: str, columns: Sequence[Any]) -> Any:
    wanted = words.strip()
    if not wanted:
        return query
    places = (*columns, Department.name, Department.short_name)
    return query.where(or_(*(col(place).contains(wanted, autoescape=True) for place in places)))


def _one_page(session: Session, query: Any, asked: Asked, *order: Any) -> Listed:
    found = session.exec(select(func.count()).select_from(query.subquery())).one()
    start = (max(1, asked.page) - 1) * A_PAGE
    lines = list(session.exec(query.order_by(*order).limit(A_PAGE).offset(start)))
    return Listed(lines, asked, found)


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
