"""What a person does with a message that has not gone out: recall, hold, release, reword."""

import re
from datetime import date, datetime

from sqlmodel import Session, select

from actions.claims import OF_OUR_OWN_ACCORD
from actions.events import record_event
from actions.rewordings import plain_letter
from models import OutgoingMessage, Reminder
from rules.errors import NotAllowed
from rules.office import Office

HELD_BY = "held_by"  # in a message's data: a person holds it, not the breaker
LINKS = re.compile(r"https?://[^\s<>\"）)]+")


def is_waiting(row: OutgoingMessage, *, now: datetime) -> bool:
    """Say whether a message can still be changed: it did not go out, and is not going out now."""
    claimed = row.claimed_until is not None and row.claimed_until > now
    return row.status in ("pending", "held") and not claimed


def recall(
    session: Session, outgoing_id: int, *, by: str, reason: str, now: datetime
) -> OutgoingMessage:
    """Take back one message that is still in the outbox."""
    row = _waiting(session, outgoing_id, now=now, verb="撤回")
    cancel(row, by=by, reason=reason)
    session.add(row)
    record_event(session, "message.recalled", row, now=now, actor=by, reason=reason)
    return row


def hold_message(
    session: Session, outgoing_id: int, *, by: str, reason: str, now: datetime
) -> OutgoingMessage:
    """Keep one message in the outbox until a person releases it."""
    row = _waiting(session, outgoing_id, now=now, verb="暂扣")
    if not reason.strip():
        raise NotAllowed("暂扣须写明理由。")
    row.status, row.last_error = "held", f"{by}暂扣：{reason.strip()}"
    row.data = {**row.data, HELD_BY: by}
    session.add(row)
    record_event(session, "message.held", row, now=now, actor=by, reason=reason.strip())
    return row


def release_message(
    session: Session, outgoing_id: int, *, by: str, now: datetime, today: date
) -> OutgoingMessage:
    """Let one held message go out, whoever held it; see `let_go` for one of an earlier day."""
    row = session.get_one(OutgoingMessage, outgoing_id, with_for_update=True)
    if row.status != "held":
        raise NotAllowed("这封发件没有被暂扣。")
    let_go(session, row, by=by, today=today)
    record_event(session, "message.released", row, now=now, actor=by)
    return row


def let_go(session: Session, row: OutgoingMessage, *, by: str, today: date) -> None:
    """Send a held message; what a reminder or urge of an earlier day says is said anew instead.

    Its words would be out of date, and with the message of the day there would be two.
    """
    if row.kind in OF_OUR_OWN_ACCORD and row.office_day < today:
        for reminder in session.exec(select(Reminder).where(Reminder.message_id == row.id)):
            reminder.message_id = None
            session.add(reminder)
        row.status, row.last_error = "cancelled", f"{by}放行时已过当日，所说事项并入下一封"
    else:
        row.status, row.last_error = "pending", None
    row.data = {key: value for key, value in row.data.items() if key != HELD_BY}
    row.data = {**row.data, "released_by": by}
    session.add(row)


def reword_message(
    session: Session, outgoing_id: int, *, subject: str, text: str, by: str, now: datetime,
    office: Office,
) -> OutgoingMessage:  # fmt: skip
    """Put a person's words in place of a waiting message's; its links have to stay."""
    row = _waiting(session, outgoing_id, now=now, verb="修改")
    subject, text = " ".join(subject.split()), "\n".join(text.splitlines()).strip() + "\n"
    if not subject or not text.strip():
        raise NotAllowed("主题和正文都不能为空。")
    links = LINKS.findall(row.text)
    if missing := [link for link in links if link not in text]:
        raise NotAllowed(f"正文里少了链接 {missing[0]}，单位靠它办理。", "请保留原来的链接。")
    before = {"subject": row.subject, "text": row.text}
    letter = plain_letter(
        subject, text, link=links[0] if links else "", today=row.office_day, office=office.name
    )
    row.subject, row.text, row.html = letter
    own = row.data.get("own_words", before)
    row.data = {
        **row.data, "reworded_by": by, "reworded_at": now.isoformat(), "own_words": own
    }  # fmt: skip
    session.add(row)
    record_event(
        session, "message.reworded", row, now=now, actor=by,
        words={"subject": row.subject, "text": row.text}, instead_of=before,
    )  # fmt: skip
    return row


def cancel(row: OutgoingMessage, *, by: str, reason: str) -> None:
    """Mark a message as taken back; raise `NotAllowed` without a reason."""
    if not reason.strip():
        raise NotAllowed("撤回须写明理由。")
    row.status, row.last_error = "cancelled", f"{by}撤回：{reason.strip()}"


def _waiting(session: Session, outgoing_id: int, *, now: datetime, verb: str) -> OutgoingMessage:
    row = session.get_one(OutgoingMessage, outgoing_id, with_for_update=True)
    if not is_waiting(row, now=now):
        raise NotAllowed(f"这封发件已经发出或正在发送，不能{verb}。")
    return row
