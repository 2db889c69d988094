"""Making parcels: each claimed message with its addresses, its letter and its attachments."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from actions.addresses import AddressBook, open_address_book
from actions.briefs import brief_for
from actions.delivery import give_up, settle
from actions.fingerprints import letter_fingerprint
from models import Contact, Delivery, OutgoingMessage, WebhookKey, files_of
from notifiers import Attachment, Message
from rules.channels import ROBOTS, Channel
from rules.office import Office

NOBODY = "该单位没有可用的联系人地址"
COLUMNS = (
    col(Delivery.id), col(Delivery.outgoing_id), col(Delivery.address), col(Delivery.channel),
    col(Delivery.copy_only), col(Delivery.status),
)  # fmt: skip


class Addressed(NamedTuple):
    """What is needed of a `Delivery` row; whole rows would cost more than the mail."""

    number: int
    outgoing_id: int
    address: str
    channel: str
    copy_only: bool
    status: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One address of one outgoing message, ready to be handed to a channel."""

    outgoing_id: int
    delivery_id: int
    channel: str
    message: Message
    only_address: bool
    fingerprint: str


def prepare(
    session: Session, outgoing_ids: Sequence[int], *, office: Office, today: date, now: datetime
) -> list[list[Parcel]]:
    """Return the parcels of each claimed message, writing a `Delivery` row per address.

    A message whose department cannot be reached is failed here, and the office told.
    """
    rows = session.exec(
        select(OutgoingMessage)
        .where(col(OutgoingMessage.id).in_(outgoing_ids))
        .order_by(col(OutgoingMessage.id))
    ).all()
    book = open_address_book(session, rows, office_email=office.email, today=today)
    addressed = _addressed_rows(session, rows, book)
    letters = []
    for row in rows:
        if not addressed[row.number]:
            give_up(session, row, NOBODY, now=now, office=office, today=today)
        elif parcels := _parcels(session, row, addressed[row.number], office=office, now=now):
            letters.append(parcels)
        else:
            done = session.exec(select(Delivery).where(Delivery.outgoing_id == row.id)).all()
            settle(session, row, done, now=now, office=office, today=today)
    return letters


def _addressed_rows(
    session: Session, messages: Sequence[OutgoingMessage], book: AddressBook
) -> dict[int, list[Addressed]]:
    """Return the addresses of each message, written down now if it is sent for the first time."""
    rows: dict[int, list[Addressed]] = defaultdict(list)
    numbers = [message.number for message in messages]
    connection = session.connection()
    known = columns(*COLUMNS).where(col(Delivery.outgoing_id).in_(numbers)).order_by(COLUMNS[0])
    for row in connection.execute(known):
        rows[row.outgoing_id].append(Addressed(*row))
    new = [first for m in messages if m.number not in rows for first in _first_rows(m, book)]
    if new:
        made = connection.execute(insert(Delivery).returning(*COLUMNS), new)
        for row in sorted(made):
            rows[row.outgoing_id].append(Addressed(*row))
    return rows


def _first_rows(message: OutgoingMessage, book: AddressBook) -> list[dict[str, object]]:
    reached = book.reach(message)
    copies = book.copies(message) if reached else []
    return [
        {
            "outgoing_id": message.number,
            "address": reach.address,
            "channel": _channel(message, reach.channel),
            "copy_only": copy,
            "status": "pending",
        }
        for copy, found in ((False, reached), (True, copies))
        for reach in found
    ]


def _channel(message: OutgoingMessage, reached_by: str) -> str:
    """Mailboxes are reached by the message's own channel: in a trial that is the console."""
    return message.channel if reached_by == Channel.EMAIL else reached_by


def _parcels(
    session: Session,
    row: OutgoingMessage,
    deliveries: Sequence[Addressed],
    *,
    office: Office,
    now: datetime,
) -> list[Parcel]:
    sha256 = letter_fingerprint(row, [d.address for d in deliveries])
    robots = any(d.channel in ROBOTS for d in deliveries)
    mails = [d for d in deliveries if d.channel not in (*ROBOTS, Channel.WEBHOOK)]
    letter = Message(
        recipient="",
        to=tuple(d.address for d in mails if not d.copy_only),
        copies=tuple(d.address for d in mails if d.copy_only),
        subject=row.subject,
        text=row.text,
        html=row.html,
        message_id=row.message_id,
        sender=office.email,
        sender_name=office.name,
        reply_to=row.reply_to,
        in_reply_to=row.in_reply_to,
        attachments=_attachments(session, row),
        headers={"X-Duban-Id": row.public_id, "X-Duban-Kind": row.kind},
        written_at=now,
        data={"kind": row.kind, "return": row.return_id, "tasks": row.task_ids, **row.data},
        brief=brief_for(session, row, office=office, now=now) if robots else None,
    )
    return [
        Parcel(
            row.number,
            delivery.number,
            delivery.channel,
            _addressed(session, row, letter, delivery),
            only_address=len(deliveries) == 1,
            fingerprint=sha256,
        )
        for delivery in deliveries
        if delivery.status == "pending"
    ]


def _addressed(
    session: Session, row: OutgoingMessage, letter: Message, delivery: Addressed
) -> Message:
    secret = None
    if delivery.channel == Channel.WEBHOOK:
        secret = _secret(session, row)
    elif delivery.channel in ROBOTS:
        secret = _robot_secret(session, row, delivery.address)
    return replace(letter, recipient=delivery.address, secret=secret)


def _attachments(session: Session, row: OutgoingMessage) -> tuple[Attachment, ...]:
    if row.report_id is None:
        return ()
    files = session.exec(files_of(row.report_id))
    return tuple(Attachment(file.filename, file.media_type, file.content) for file in files)


def _secret(session: Session, row: OutgoingMessage) -> str | None:
    return session.exec(
        select(WebhookKey.secret)
        .where(WebhookKey.department_id == row.department_id, col(WebhookKey.revoked_at).is_(None))
        .order_by(col(WebhookKey.id).desc())
    ).first()


def _robot_secret(session: Session, row: OutgoingMessage, address: str) -> str | None:
    found = session.exec(
        select(Contact.secret).where(
            Contact.department_id == row.department_id,
            Contact.address == address,
            Contact.secret != "",  # nosec B105  # empty: it has none
        )
    )
    return found.first()
