"""Inbound messages (来件): kept first, understood later, applied once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.applying import apply
from actions.copies import find_copy, find_sent_again, key_for
from actions.events import record_event
from actions.hearing import Hearing, hear, hear_mail
from actions.receipts import send_answer
from actions.undeliverable import note_bounce
from inbox.heard import Heard
from inbox.sameness import mail_key
from models import Evidence, InboundMessage, StatusUpdate
from rules.office import Office
from rules.policies import Policy
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What processing needs beside the session."""

    calendar: WorkingCalendar
    policies: Mapping[str, Policy]
    office: Office
    store_bytes: Callable[[bytes], str]  # keeps evidence, returns its hash
    trusted_authserv: str = ""


def record_inbound(
    session: Session,
    *,
    channel: str,
    mailbox: str,
    raw: bytes,
    now: datetime,
    key: str | None = None,
    headers: Mapping[str, Any] | None = None,
    department_id: int | None = None,
    sender: str = "",
) -> InboundMessage:
    """Keep a message byte for byte; the same one again is the row that is there already.

    `key` is the Message-ID or the webhook's id; without one it is found in the mail.
    """
    key, known = key_for(
        session, channel=channel, mailbox=mailbox, key=key or mail_key(raw), raw=raw
    )
    if known is not None:
        return known
    inbound = InboundMessage(
        channel=channel,
        mailbox=mailbox,
        key=key,
        raw=raw,
        headers=dict(headers or {}),
        received_at=now,
        department_id=department_id,
        sender=sender,
    )
    session.add(inbound)
    record_event(session, "inbound.received", inbound, now=now, channel=channel)
    return inbound


def record_mail(session: Session, raw: bytes, *, mailbox: str, now: datetime) -> InboundMessage:
    """Keep one mail as it came."""
    return record_inbound(session, channel="email", mailbox=mailbox, raw=raw, now=now)


def waiting_inbound(session: Session, *, limit: int = 500) -> list[int]:
    """Return the numbers of messages that nobody understood yet: those never tried, by age, first.

    So one that ends the process each time does not stand in the way of the others.
    """
    rows = session.exec(
        select(InboundMessage.id)
        .where(InboundMessage.status == "stored")
        .order_by(col(InboundMessage.attempts), col(InboundMessage.id))
        .limit(limit)
    )
    return [number for number in rows if number is not None]


def is_inbound_waiting(session: Session) -> bool:
    """Tell whether a stored message waits to be understood."""
    return bool(waiting_inbound(session, limit=1))


def process_all(
    session: Session, numbers: Sequence[int], *, now: datetime, around: Surroundings
) -> list[InboundMessage]:
    """Understand some stored messages, read together, one after the other."""
    query = select(InboundMessage).where(col(InboundMessage.id).in_(numbers))
    known = {row.number: row for row in session.exec(query.order_by(col(InboundMessage.id)))}
    return [process(session, number, now=now, around=around) for number in known]


def process(
    session: Session, inbound_id: int, *, now: datetime, around: Surroundings
) -> InboundMessage:
    """Understand one stored message, apply it, answer it. One that was processed stays so."""
    inbound = session.get_one(InboundMessage, inbound_id)
    if inbound.status != "stored":
        return inbound
    today = around.calendar.office_day(now)
    hearing = hear(
        session, inbound, today=today, office=around.office, trusted=around.trusted_authserv
    )
    if inbound.channel == "email" and (
        known := _sent_before(session, hearing, inbound.raw, beside=inbound.id)
    ):
        hearing = _duplicate(hearing, known)
    applied = apply(session, inbound, hearing, now=now, calendar=around.calendar)
    keep_evidence(session, inbound, hearing, now=now, store_bytes=around.store_bytes)
    _note_bounce(session, hearing, now=now, office=around.office, today=today)
    if applied.problems:
        reasons = (*hearing.heard.reasons, *applied.problems)
        hearing = replace(hearing, heard=replace(hearing.heard, reasons=reasons), status="triage")
    _close(session, inbound, hearing, now=now)
    send_answer(session, inbound, hearing, applied, now=now, today=today, office=around.office)
    return inbound


def explain_mail(
    session: Session, raw: bytes, *, today: date, office: Office, trusted: str = ""
) -> Heard:
    """Say what would be understood of a mail, by the way that real mail goes; nothing is kept."""
    hearing = hear_mail(session, raw, today=today, office=office, trusted=trusted)
    known = find_copy(session, raw) or _sent_before(session, hearing, raw)
    return _duplicate(hearing, known).heard if known else hearing.heard


def _sent_before(
    session: Session, hearing: Hearing, raw: bytes, *, beside: int | None = None
) -> InboundMessage | None:
    """Return the answer that was taken before, if this mail is no more than that."""
    if hearing.heard.kind != "update":
        return None
    return find_sent_again(session, hearing.outgoing, raw, beside=beside)


def _duplicate(hearing: Hearing, known: InboundMessage) -> Hearing:
    """Return a hearing that changes nothing and is not answered: its words were taken before."""
    reason = f"与第{known.number}号来件相同，只计一次"
    heard = Heard("duplicate", hearing.heard.sender, reasons=(reason,))
    return replace(
        hearing, heard=heard, status="ignored", spoken=(), readings=(), answer=None,
        failed_addresses=(),
    )  # fmt: skip


def _close(session: Session, inbound: InboundMessage, hearing: Hearing, *, now: datetime) -> None:
    inbound.status, inbound.kind = hearing.status, hearing.heard.kind
    inbound.reasons = list(hearing.heard.reasons)
    inbound.heard = hearing.heard.as_data()
    inbound.sender = hearing.heard.sender.address
    inbound.subject = hearing.subject[:500]
    inbound.department_id = hearing.department_id
    inbound.outgoing_id = hearing.outgoing.id if hearing.outgoing else None
    inbound.processed_at = now
    record_event(
        session, "inbound.processed", inbound, now=now, kind=inbound.kind, status=inbound.status
    )


def keep_evidence(
    session: Session,
    inbound: InboundMessage,
    hearing: Hearing,
    *,
    now: datetime,
    store_bytes: Callable[[bytes], str],
) -> None:
    """Keep what came along with an answer; only a department's own contact gets this far."""
    if not hearing.heard.attachments:
        return
    session.flush()
    updates = session.exec(
        select(StatusUpdate.id).where(StatusUpdate.inbound_id == inbound.number)
    ).all()
    for attachment in hearing.heard.attachments:
        evidence = Evidence(
            inbound_id=inbound.number,
            update_id=updates[0] if len(updates) == 1 else None,
            name=attachment.name[:255],
            media_type=attachment.media_type,
            size=len(attachment.content),
            sha256=store_bytes(attachment.content) if attachment.accepted else None,
            reason=attachment.reason,
            received_at=now,
        )
        session.add(evidence)


def _note_bounce(
    session: Session, hearing: Hearing, *, now: datetime, office: Office, today: date
) -> None:
    """Mark the address that bounced, where it is one we wrote to in that very message."""
    message = hearing.outgoing
    if message is not None and hearing.failed_addresses:
        note_bounce(session, message, hearing.failed_addresses, now=now, office=office, today=today)
