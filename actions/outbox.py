"""Putting a message into the outbox: the row first, sending later."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from inbox.tokens import sign_reply_token
from models import OutgoingMessage
from rules.audiences import Audience
from rules.office import Office
from templates import Letter

REPLIES_COUNT_FOR = timedelta(days=400)


def put_in_outbox(
    session: Session,
    *,
    kind: str,
    letter: Letter,
    audience: Audience,
    office: Office,
    today: date,
    now: datetime,
    department_id: int | None = None,
    cc_audience: Audience | None = None,
    to_address: str | None = None,
    notice_id: int | None = None,
    task_ids: Sequence[int] = (),
    return_id: int | None = None,
    report_id: int | None = None,
    in_reply_to: str | None = None,
    not_before: datetime | None = None,
    merge_key: str | None = None,
    channel: str = "email",
    data: dict[str, object] | None = None,
) -> OutgoingMessage:
    """Add one message. With a `merge_key` that was used before, return that message instead."""
    if merge_key is not None:
        known = session.exec(
            select(OutgoingMessage).where(OutgoingMessage.merge_key == merge_key)
        ).first()
        if known is not None:
            return known
    message = new_message(
        letter, office=office, today=today, now=now, kind=kind, audience=audience,
        department_id=department_id, cc_audience=cc_audience, to_address=to_address,
        notice_id=notice_id, task_ids=list(task_ids), return_id=return_id, report_id=report_id,
        in_reply_to=in_reply_to, not_before=not_before, merge_key=merge_key, channel=channel,
        data=data or {},
    )  # fmt: skip
    queue_messages(session, [message], office=office, today=today)
    return message


def new_message(
    letter: Letter, *, office: Office, today: date, now: datetime, **facts: Any
) -> OutgoingMessage:
    """Return a message that is not in the outbox yet; `facts` are columns by name."""
    public_id = uuid.uuid4().hex
    return OutgoingMessage(
        public_id=public_id,
        message_id=f"<{public_id}@{office.domain}>",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        office_day=today,
        created_at=now,
        **facts,
    )


def queue_messages(
    session: Session, messages: Sequence[OutgoingMessage], *, office: Office, today: date
) -> None:
    """Put messages into the outbox together; each says where its answer is to go."""
    session.add_all(messages)
    session.flush()
    for message in messages:
        _address_replies(message, office, today)


def _address_replies(message: OutgoingMessage, office: Office, today: date) -> None:
    """Replies come to duban+<token>@…; the token names this message and is signed."""
    token = sign_reply_token(office.keys, message.number, expires_on=today + REPLIES_COUNT_FOR)
    local, _, domain = office.email.rpartition("@")
    message.reply_to = f"{local}+{token}@{domain}"
    message.message_id = f"<{message.public_id}.{token}@{office.domain}>"
