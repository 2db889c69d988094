"""Copies of one mail: found again whichever way they came, and under whatever Message-ID."""

from sqlmodel import Session, col, select

from inbox.sameness import is_the_same, letter_of, mail_key, twin_key
from models import InboundMessage, OutgoingMessage


def key_for(
    session: Session, *, channel: str, mailbox: str, key: str, raw: bytes
) -> tuple[str, InboundMessage | None]:
    """Return the key under which a message is kept, and its row if it is there already.

    Another mail under a Message-ID that was used before is not lost: its words are in its key.
    """
    for candidate in (key, twin_key(key, raw)):
        known = session.exec(
            select(InboundMessage).where(
                InboundMessage.mailbox == mailbox, InboundMessage.key == candidate
            )
        ).first()
        if known is None or channel != "email" or is_the_same(known.raw, raw):
            return candidate, known
    raise AssertionError("two mails of the same words are the same")


def find_copy(session: Session, raw: bytes) -> InboundMessage | None:
    """Return the row of a mail that came before, to whichever mailbox."""
    key = mail_key(raw)
    keys = [key, twin_key(key, raw)]
    rows = session.exec(select(InboundMessage).where(col(InboundMessage.key).in_(keys)))
    return next((row for row in rows if is_the_same(row.raw, raw)), None)


def find_sent_again(
    session: Session, outgoing: OutgoingMessage | None, raw: bytes, *, beside: int | None = None
) -> InboundMessage | None:
    """Return the answer that was taken before and is this one under another Message-ID.

    An old answer sent once more, by a gateway or by somebody who caught it, would otherwise stand
    as the newest word.
    """
    letter = letter_of(raw)
    if outgoing is None or letter is None:
        return None
    rows = session.exec(
        select(InboundMessage).where(
            InboundMessage.outgoing_id == outgoing.id,
            InboundMessage.channel == "email",
            InboundMessage.kind == "update",
            InboundMessage.id != beside,
        )
    )
    return next((row for row in rows if letter_of(row.raw) == letter), None)
