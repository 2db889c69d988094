"""Rows of the outbox and the inbox, for terminals and programs."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from actions.addresses import open_address_book
from models import Delivery, Department, InboundMessage, OutgoingMessage, Task
from rules.channels import shown


def outgoing_rows(
    session: Session, *, status: str, office_email: str, today: date
) -> list[dict[str, Any]]:
    """Return messages oldest first, each with its addresses and the keys of its tasks.

    One that was not sent yet shows whom it would reach today.
    """
    query = select(OutgoingMessage).order_by(col(OutgoingMessage.id))
    if status:
        query = query.where(OutgoingMessage.status == status)
    names = {row.id: row.short_name for row in session.exec(select(Department))}
    keys = {row.id: row.key for row in session.exec(select(Task))}
    addresses: dict[int, list[str]] = {}
    for delivery in session.exec(select(Delivery)):
        addresses.setdefault(delivery.outgoing_id, []).append(shown(delivery.address))
    rows = session.exec(query).all()
    book = open_address_book(session, rows, office_email=office_email, today=today)
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "department": names.get(row.department_id, ""),
            "audience": row.audience.value,
            "to": addresses.get(row.number) or [shown(one) for one in book.addresses(row)],
            "subject": row.subject,
            "reply_to": row.reply_to,
            "message_id": row.message_id,
            "tasks": [keys[number] for number in row.task_ids if number in keys],
            "office_day": row.office_day.isoformat(),
            "created_at": row.created_at.isoformat(),
            "status": row.status,
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
            "last_error": row.last_error,
        }
        for row in rows
    ]


def deliveries_of(session: Session, outgoing_id: int) -> list[tuple[str, str, str]]:
    """Return (address, status, what the server said) of one message."""
    rows = session.exec(select(Delivery).where(Delivery.outgoing_id == outgoing_id))
    return [(shown(row.address), row.status, row.error or row.provider_id or "") for row in rows]


def incoming_rows(session: Session, *, status: str) -> list[dict[str, Any]]:
    """Return what came in, oldest first, without the raw bytes."""
    query = select(InboundMessage).order_by(col(InboundMessage.id))
    if status:
        query = query.where(InboundMessage.status == status)
    fields = {
        "id", "channel", "mailbox", "sender", "subject", "status", "kind", "reasons",
        "received_at", "processed_at", "department_id",
    }  # fmt: skip
    return [row.model_dump(mode="json", include=fields) for row in session.exec(query)]
