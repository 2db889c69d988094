"""Part of the auditor: letters are as they left and rest on decisions; each mail is answered."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import exists
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.fingerprints import letter_fingerprint, report_fingerprint
from actions.promised_days import Audit
from actions.promised_messages import OWN_ACCORD
from models import (
    Contact,
    Delivery,
    Event,
    InboundMessage,
    OutgoingMessage,
    Reminder,
    Report,
    StatusUpdate,
)

TAKEN_BACK = ("duban.message.recalled", "duban.message.superseded")


def letters_altered(session: Session, audit: Audit) -> Iterator[str]:
    """Words, department, post and addresses of a letter are those with which it left."""
    addresses: dict[int, list[str]] = defaultdict(list)
    for number, address in session.execute(
        rows_of(col(Delivery.outgoing_id), col(Delivery.address)).order_by(col(Delivery.id))
    ):
        addresses[number].append(address)
    query = (
        rows_of(OutgoingMessage, col(Event.payload))
        .join(Event, col(Event.subject_id) == col(OutgoingMessage.id))
        .where(
            col(Event.name) == "duban.message.sent",
            col(OutgoingMessage.status) == "sent",
            col(OutgoingMessage.created_at) >= audit.since,
        )
        .order_by(col(Event.id))
    )
    last = {row.number: (row, payload) for row, payload in session.execute(query)}
    for number, (message, payload) in last.items():
        told = payload.get("letter_sha256")
        if told and told != letter_fingerprint(message, addresses[number]):
            yield f"发件{number}“{message.subject}”"


def letters_unfounded(session: Session, audit: Audit) -> Iterator[str]:
    """What we say of our own accord rests on a decision."""
    founded = exists().where(col(Reminder.message_id) == col(OutgoingMessage.id))
    query = rows_of(col(OutgoingMessage.id), col(OutgoingMessage.subject)).where(
        col(OutgoingMessage.kind).in_(OWN_ACCORD),
        col(OutgoingMessage.status) != "cancelled",
        col(OutgoingMessage.created_at) >= audit.since,
        ~founded,
    )
    yield from (f"发件{number}“{subject}”" for number, subject in session.execute(query))


def letters_suppressed(session: Session, audit: Audit) -> Iterator[str]:
    """A letter that was not sent was taken back by somebody, or given up with a reason."""
    told = exists().where(
        col(Event.name).in_((*TAKEN_BACK, "duban.message.failed")),
        col(Event.subject_id) == col(OutgoingMessage.id),
    )
    dropped = exists().where(col(Event.name) == "duban.outbox.dropped")
    refused = exists().where(  # a letter that came back was sent, and its addresses say so
        col(Delivery.outgoing_id) == col(OutgoingMessage.id), col(Delivery.error).is_not(None)
    )
    query = rows_of(col(OutgoingMessage.id), col(OutgoingMessage.subject)).where(
        col(OutgoingMessage.status).in_(("cancelled", "failed")),
        col(OutgoingMessage.created_at) >= audit.since,
        ~told,
        ~dropped,
        ~refused,
    )
    yield from (f"发件{number}“{subject}”" for number, subject in session.execute(query))


def letters_misdirected(session: Session, audit: Audit) -> Iterator[str]:
    """What waits for a department goes to an address of that department."""
    known = exists().where(
        col(Contact.department_id) == col(OutgoingMessage.department_id),
        col(Contact.address) == col(Delivery.address),
    )
    query = (
        rows_of(col(OutgoingMessage.id), col(OutgoingMessage.subject))
        .join(Delivery, col(Delivery.outgoing_id) == col(OutgoingMessage.id))
        .where(
            col(OutgoingMessage.status) == "pending",
            col(OutgoingMessage.department_id).is_not(None),
            col(OutgoingMessage.to_address).is_(None),
            col(OutgoingMessage.created_at) >= audit.since,
            ~known,
        )
        .distinct()
    )
    yield from (f"发件{number}“{subject}”" for number, subject in session.execute(query))


def mails_unanswered(session: Session, audit: Audit) -> Iterator[str]:
    """A mail of which something was recorded has its receipt, written when it was recorded."""
    answered = exists().where(
        col(OutgoingMessage.created_at) == col(InboundMessage.processed_at),
        (col(OutgoingMessage.to_address) == col(InboundMessage.sender))
        | (col(OutgoingMessage.department_id) == col(InboundMessage.department_id)),
    )
    recorded = exists().where(
        col(StatusUpdate.inbound_id) == col(InboundMessage.id),
        col(StatusUpdate.said_at) == col(InboundMessage.processed_at),
        col(StatusUpdate.channel) == "email",
    )
    query = rows_of(col(InboundMessage.id)).where(
        col(InboundMessage.channel) == "email",
        col(InboundMessage.processed_at) >= audit.since,
        recorded,
        ~answered,
    )
    yield from (f"来件{number}" for number in session.execute(query).scalars())


def reports_altered(session: Session, audit: Audit) -> Iterator[str]:
    """The facts of a report are those that it was compiled from."""
    query = (
        rows_of(Report, col(Event.payload))
        .join(Event, col(Event.subject_id) == col(Report.id))
        .where(
            col(Event.name) == "duban.report.compiled",
            col(Event.happened_at) >= audit.since,
        )
    )
    for report, payload in session.execute(query):
        told = payload.get("content_sha256")
        if told and told != report_fingerprint(session, report):
            yield f"报告{report.number}“{report.title}”"
