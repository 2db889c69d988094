"""A mail that nobody vouched for, confirmed by a listed contact through the department's link."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from actions.applying import Applied
from actions.speaking import departments_of
from actions.triage import Deed, assign
from inbox.mail import read_mail
from inbox.subject_line import own_words
from models import Department, InboundMessage, OutgoingMessage
from rules.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """What the contact sees before confirming."""

    number: int
    sender: str
    subject: str
    received_at: datetime
    words: str
    is_new_sender: bool  # not a contact yet: may become one


def get_waiting_mail(session: Session, inbound_id: int, *, department_id: int) -> WaitingMail:
    """Return a mail that answers a message to this department and waits, or raise `NotAllowed`."""
    inbound, outgoing = _waiting(session, inbound_id, department_id)
    mail = read_mail(inbound.raw)
    return WaitingMail(
        inbound.number,
        inbound.sender,
        inbound.subject,
        inbound.received_at,
        own_words(mail, text=outgoing.text, page=outgoing.html, subject=outgoing.subject),
        department_id not in departments_of(session, inbound.sender),
    )


def confirm_mail(
    session: Session, inbound_id: int, *, department_id: int, add_sender: bool, deed: Deed
) -> Applied:
    """Take a waiting mail as the department's answer; `add_sender` makes its writer a contact."""
    _, outgoing = _waiting(session, inbound_id, department_id)
    return assign(
        session, inbound_id, department_id=department_id, task_ids=outgoing.task_ids,
        add_sender=add_sender, deed=deed,
    )  # fmt: skip


def confirmer(session: Session, department_id: int) -> str:
    """Return who confirms, for the record: no name is known behind a department's link."""
    return f"{session.get_one(Department, department_id).short_name}（链接确认）"


def _waiting(
    session: Session, inbound_id: int, department_id: int
) -> tuple[InboundMessage, OutgoingMessage]:
    inbound = session.get(InboundMessage, inbound_id)
    outgoing = session.get(OutgoingMessage, inbound.outgoing_id or 0) if inbound else None
    if (
        inbound is None
        or outgoing is None
        or outgoing.department_id != department_id
        or (inbound.channel, inbound.status, inbound.kind) != ("email", "triage", "triage")
    ):
        raise NotAllowed(
            "这封来信不需要确认，或已经处理。", "如有疑问，请回到填报页查看已登记的内容。"
        )
    return inbound, outgoing
