"""Addresses that cannot be reached: marked, so that nobody writes to them; the office is told."""

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from actions.events import record_event
from actions.outbox import put_in_outbox
from models import Contact, Department, OutgoingMessage
from rules.audiences import LABELS, Audience
from rules.channels import shown
from rules.office import Office
from templates import render_letter


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
    """Tell the office that a post did not hear from us, once a day."""
    letter = render_letter(
        "undelivered",
        office=office.name,
        department=session.get_one(Department, department_id).name,
        post=LABELS[audience],
        subject_of_mail=message.subject,
        reason=reason,
        url=f"{office.url}/outbox/{message.number}",
        today=today,
    )
    put_in_outbox(
        session,
        kind="alarm",
        letter=letter,
        audience=Audience.OFFICE,
        office=office,
        today=today,
        now=now,
        merge_key=f"undelivered:{department_id}:{audience}:{today}",
        data={"department_id": department_id},
    )
