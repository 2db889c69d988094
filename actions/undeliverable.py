"""Addresses that cannot be reached: marked, so that nobody writes to them; the office is told."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from actions.events import record_event
from actions.outbox import put_in_outbox
from models import Contact, Delivery, Department, OutgoingMessage
from rules.audiences import LABELS, Audience
from rules.channels import shown
from rules.office import Office
from templates import render_letter

BOUNCED = "退信"


def note_bounce(
    session: Session,
    message: OutgoingMessage,
    addresses: Collection[str],
    *,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Note that a message came back from `addresses`, as far as it went to them.

    One that came back from everybody it went to has reached nobody: what it said is said again
    to whoever can be reached.
    """
    deliveries = session.exec(select(Delivery).where(Delivery.outgoing_id == message.id)).all()
    for row in deliveries:
        if row.address.lower() in addresses:
            row.status, row.error, row.at = "failed", BOUNCED, now
            mark_undeliverable(
                session, message, row.address,
                reason=BOUNCED, now=now, office=office, today=today,
            )  # fmt: skip
    if message.status == "sent" and all(row.status == "failed" for row in deliveries):
        message.status, message.last_error, message.sent_at = "failed", BOUNCED, None
        session.add(message)


def mark_undeliverable(
    session: Session,
    message: OutgoingMessage,
    address: str,
    *,
    reason: str,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Mark every contact with `address`, which `message` could not reach for good.

    A person clears the mark. An address that is marked already is not told of again.
    """
    contacts = session.exec(
        select(Contact).where(
            func.lower(Contact.address) == address.lower(),
            col(Contact.undeliverable_reason).is_(None),
        )
    ).all()
    for contact in contacts:
        contact.undeliverable_reason = f"{today}：{reason}"[:500]
        session.add(contact)
        record_event(session, "contact.bounced", contact, now=now, reason=reason)
        tell_office(
            session, message, contact.department_id,
            audience=contact.audience, reason=f"{shown(address)}：{reason}（这一地址已停用）",
            now=now, office=office, today=today,
        )  # fmt: skip


def tell_office(
    session: Session,
    message: OutgoingMessage,
    department_id: int,
    *,
    audience: Audience,
    reason: str,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Tell the office that a post did not hear from us: once a day, one mail for all of a run."""
    lost = {
        "department_id": department_id,
        "department": session.get_one(Department, department_id).name,
        "post": LABELS[audience],
        "subject": message.subject,
        "reason": reason,
        "url": f"{office.url}/outbox/{message.number}",
    }
    told = _told_today(session, today)
    posts = {(row["department_id"], row["post"]) for alarm in told for row in alarm.data["lost"]}
    if (department_id, lost["post"]) in posts:
        return
    waiting = next((alarm for alarm in told if _may_grow(alarm)), None)
    rows = [*(waiting.data["lost"] if waiting else ()), lost]
    letter = render_letter("undelivered", office=office.name, lost=rows, today=today)
    if waiting is not None:
        waiting.subject, waiting.text, waiting.html = letter.subject, letter.text, letter.html
        waiting.data = {"lost": rows}
        session.add(waiting)
        return
    put_in_outbox(
        session,
        kind="alarm",
        letter=letter,
        audience=Audience.OFFICE,
        office=office,
        today=today,
        now=now,
        merge_key=f"undelivered:{today}:{len(told) + 1}",
        data={"lost": rows},
    )


def _told_today(session: Session, today: date) -> list[OutgoingMessage]:
    query = select(OutgoingMessage).where(
        col(OutgoingMessage.merge_key).startswith(f"undelivered:{today}:")
    )
    return list(session.exec(query.order_by(col(OutgoingMessage.id))))


def _may_grow(alarm: OutgoingMessage) -> bool:
    """A mail that nobody is sending yet can still take another line."""
    return alarm.status == "pending" and alarm.claimed_by is None and not alarm.attempts
