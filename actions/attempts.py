"""Attempts at understanding a message, counted before they are made.

So a message that ends our whole process, each time it is looked at, reaches a person as well.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models import InboundMessage

MOST_ATTEMPTS = 5
AT_A_TIME = 500  # numbers in one statement


def begin_first(session: Session, numbers: Sequence[int]) -> None:
    """Count the first attempt at all that were never tried, together: one commit for a sweep."""
    for start in range(0, len(numbers), AT_A_TIME):
        session.execute(
            update(InboundMessage)
            .where(
                col(InboundMessage.id).in_(numbers[start : start + AT_A_TIME]),
                col(InboundMessage.attempts) == 0,
            )
            .values(attempts=1)
        )


def tried_before(session: Session) -> set[int]:
    """Return the messages that an earlier run began and did not finish."""
    rows = session.exec(
        select(InboundMessage.id).where(
            InboundMessage.status == "stored", col(InboundMessage.attempts) > 0
        )
    )
    return {number for number in rows if number is not None}


def begin_again(session: Session, inbound_id: int, *, now: datetime) -> bool:
    """Count a further attempt by itself, or give the message to a person after too many.

    Only the one that is to blame reaches the limit.
    """
    inbound = session.get_one(InboundMessage, inbound_id)
    if inbound.attempts >= MOST_ATTEMPTS:
        _give_up(inbound, now=now)
        return False
    inbound.attempts += 1
    return True


def note_processing_failed(session: Session, inbound_id: int, *, error: str, now: datetime) -> None:
    """Note a fault of ours; after a few it waits for a person instead of for ever."""
    inbound = session.get_one(InboundMessage, inbound_id)
    inbound.last_error = error[:500]
    if inbound.attempts >= MOST_ATTEMPTS:
        _give_up(inbound, now=now)


def _give_up(inbound: InboundMessage, *, now: datetime) -> None:
    inbound.status, inbound.kind, inbound.processed_at = "triage", "triage", now
    inbound.reasons = ["系统未能处理这一来件，请人工查看"]
