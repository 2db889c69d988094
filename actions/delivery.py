"""What became of messages that were sent: noted, tried again, given up. Sending is a flow's.

Transport is at least once: a mail whose 250 was not committed is sent again, under the same
Message-ID.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from actions.claims import RELEASED
from actions.events import record_event, record_events
from actions.fallback import fall_back_to_mail
from actions.fingerprints import letter_fingerprint
from actions.undeliverable import mark_undeliverable, tell_office
from models import Delivery, OutgoingMessage
from notifiers import DeliveryFailed, Receipt
from rules.channels import shown
from rules.errors import NotAllowed
from rules.office import Office

RETRY_AFTER = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440)
)
"""How long to wait after the nth failure; after the tenth nobody tries again."""

CLOSE_MESSAGE = (
    update(OutgoingMessage)
    .where(col(OutgoingMessage.id) == bindparam("number"))
    .values(
        status="sent",
        sent_at=bindparam("moment"),
        attempts=OutgoingMessage.attempts + 1,
        claimed_by=None,
        claimed_until=None,
        last_error=None,
    )
)
CLOSE_DELIVERY = (
    update(Delivery)
    .where(col(Delivery.id) == bindparam("delivery"))
    .values(status="sent", at=bindparam("moment"), error=None, provider_id=bindparam("provider"))
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel said to one address of one message."""

    outgoing_id: int
    delivery_id: int
    result: Receipt | DeliveryFailed
    only_address: bool = False  # of its message
    fingerprint: str = ""  # of the letter, where this is its only address

    @property
    def provider_id(self) -> str | None:
        """What the channel called it, if it took it."""
        return self.result.provider_id if isinstance(self.result, Receipt) else None


def note(
    session: Session,
    answers: Sequence[Answer],
    *,
    now: datetime,
    office: Office,
    today: date,
) -> Counter[str]:
    """Write down what the channels said to all addresses of some messages.

    Return how many of the messages are now sent, failed, or to be tried again (pending).
    """
    taken = [a for a in answers if a.only_address and isinstance(a.result, Receipt)]
    _note_taken(session, taken, now=now)
    by_delivery = {a.delivery_id: a for a in answers if a not in taken}
    outcome = Counter({"sent": len(taken)})
    numbers = {answer.outgoing_id for answer in by_delivery.values()}
    if not numbers:
        return outcome
    messages = session.exec(select(OutgoingMessage).where(col(OutgoingMessage.id).in_(numbers)))
    for message in messages.all():
        rows = session.exec(select(Delivery).where(Delivery.outgoing_id == message.id)).all()
        for row in rows:
            if answer := by_delivery.get(row.number):
                _note_one(row, answer, now=now)
                _note_refusal(session, message, row, answer, now=now, office=office, today=today)
        pause = _asked_pause([a for a in by_delivery.values() if a.outgoing_id == message.number])
        status = settle(session, message, rows, now=now, office=office, today=today, pause=pause)
        outcome[status] += 1
    return outcome


def settle(
    session: Session,
    message: OutgoingMessage,
    rows: Sequence[Delivery],
    *,
    now: datetime,
    office: Office,
    today: date,
    pause: timedelta = timedelta(0),
) -> str:
    """Close one round of a message, and return where it stands: sent, failed or pending.

    `pause` is what a channel asked for before it is tried again.
    """
    message.claimed_by = message.claimed_until = None
    message.attempts += 1
    refusals = [
        f"{shown(row.address)}：{row.error}" for row in rows if row.status != "sent" and row.error
    ]
    message.last_error = "；".join(refusals) or None
    waiting = [row for row in rows if row.status == "pending"]
    if waiting and message.attempts > len(RETRY_AFTER):
        for row in waiting:
            row.status = "failed"
        waiting = []
    by_mail = fall_back_to_mail(session, message, rows, now=now, office=office, today=today)
    if waiting:
        message.next_attempt_at = now + max(pause, RETRY_AFTER[message.attempts - 1])
        return message.status
    if by_mail:
        message.attempts, message.next_attempt_at = 0, now
        return message.status
    if any(row.status == "sent" for row in rows):
        message.status, message.sent_at = "sent", now
        sha256 = letter_fingerprint(message, [row.address for row in rows])
        record_event(session, "message.sent", message, now=now, letter_sha256=sha256)
    else:
        why = message.last_error or "没有一个地址收下"
        give_up(session, message, why, now=now, office=office, today=today)
    return message.status


def give_up(
    session: Session,
    message: OutgoingMessage,
    reason: str,
    *,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Fail a message for good, and tell the office when a department did not hear from us."""
    message.status, message.last_error = "failed", reason
    message.claimed_by = message.claimed_until = None
    record_event(session, "message.failed", message, now=now, kind=message.kind, reason=reason)
    if message.department_id and not message.to_address:
        tell_office(
            session, message, message.department_id,
            audience=message.audience, reason=reason, now=now, office=office, today=today,
        )  # fmt: skip


def retry_message(
    session: Session, outgoing_id: int, *, now: datetime, actor: str = "统筹办公室"
) -> OutgoingMessage:
    """Put a failed message back into the queue, with its addresses resolved anew.

    Raises `NotAllowed` for one that reached everybody: it is never sent twice.
    """
    message = session.get_one(OutgoingMessage, outgoing_id)
    deliveries = session.exec(select(Delivery).where(Delivery.outgoing_id == outgoing_id)).all()
    if message.status == "sent" and all(row.status == "sent" for row in deliveries):
        raise NotAllowed("这封发件已经送达全部收信人，没有重发。")
    for row in deliveries:
        if row.status != "sent":
            session.delete(row)
    message.status, message.attempts, message.next_attempt_at = "pending", 0, None
    message.sent_at = message.last_error = message.claimed_by = message.claimed_until = None
    message.data = {**message.data, RELEASED: actor}
    record_event(session, "message.queued", message, now=now, actor=actor, again=True)
    return message


def _note_taken(session: Session, answers: Sequence[Answer], *, now: datetime) -> None:
    """Close messages whose one address took them: the usual case, in three statements."""
    if not answers:
        return
    connection = session.connection()
    rows = [
        {
            "number": answer.outgoing_id,
            "delivery": answer.delivery_id,
            "provider": answer.provider_id,
            "moment": now,
        }
        for answer in answers
    ]
    connection.execute(CLOSE_MESSAGE, rows)
    connection.execute(CLOSE_DELIVERY, rows)
    sent: dict[int, dict[str, object]] = {
        answer.outgoing_id: {"letter_sha256": answer.fingerprint} for answer in answers
    }
    record_events(session, "message.sent", OutgoingMessage, sent, now=now)


def _asked_pause(answers: Sequence[Answer]) -> timedelta:
    """Return how long the channels asked to be left alone."""
    asked = [a.result.retry_after for a in answers if isinstance(a.result, DeliveryFailed)]
    return max((pause for pause in asked if pause), default=timedelta(0))


def _note_one(row: Delivery, answer: Answer, *, now: datetime) -> None:
    row.at = now
    if isinstance(answer.result, DeliveryFailed):
        row.error = answer.result.reason
        row.status = "failed" if answer.result.permanent else "pending"
    else:
        row.status, row.error, row.provider_id = "sent", None, answer.provider_id


def _note_refusal(
    session: Session,
    message: OutgoingMessage,
    row: Delivery,
    answer: Answer,
    *,
    now: datetime,
    office: Office,
    today: date,
) -> None:
    """Mark an address that its server does not know; a refused letter says nothing of it."""
    if isinstance(answer.result, DeliveryFailed) and answer.result.no_such_address:
        mark_undeliverable(
            session, message, row.address,
            reason=f"对方服务器拒收：{answer.result.reason}", now=now, office=office, today=today,
        )  # fmt: skip
