"""Claiming messages of the outbox: which may go out now, and to whom of the workers.

A claim is a conditional update with a lease, so two workers never hold one message.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, true, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from models import Delivery, OutgoingMessage

OF_OUR_OWN_ACCORD = ("reminder", "urge", "notice_of_supervision")
RELEASED = "released_by"  # in a message's data: who said that it is to go out as it stands
UNREACHABLE_RETRY = timedelta(minutes=1)
LEASE = timedelta(minutes=10)


def is_mail_waiting(
    session: Session, *, now: datetime, today: date | None = None, quiet: bool = False
) -> bool:
    """Tell whether anything could be sent now; in quiet hours, anything but of our own accord."""
    waiting = select(OutgoingMessage.id).where(_is_ready(now, today=today, quiet=quiet)).limit(1)
    return session.exec(waiting).first() is not None


def claim(
    session: Session,
    *,
    now: datetime,
    holder: str,
    limit: int = 50,
    lease: timedelta = LEASE,
    today: date | None = None,
    quiet: bool = False,
    only: ColumnElement[bool] | None = None,
) -> list[int]:
    """Take up to `limit` messages for `holder` until the lease ends; return their numbers.

    With `today`, letters of our own accord that were written for another day and never left are
    not among them: `second_looks` puts what they say into today's.
    """
    oldest = (
        select(OutgoingMessage.id)
        .where(_is_ready(now, today=today, quiet=quiet), true() if only is None else only)
        .order_by(col(OutgoingMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer and leaves this out
    )
    taken = session.connection().execute(
        update(OutgoingMessage)
        .where(col(OutgoingMessage.id).in_(oldest.scalar_subquery()), _is_ready(now))
        .values(claimed_by=holder, claimed_until=now + lease)
        .returning(col(OutgoingMessage.id))
    )
    return sorted(number for number in taken.scalars() if number is not None)


def postpone(session: Session, outgoing_ids: Sequence[int], *, reason: str, now: datetime) -> None:
    """Give back messages that could not be tried because the mail server cannot be reached.

    It is asked again for as long as it takes: an outage is not a refusal.
    """
    session.connection().execute(
        update(OutgoingMessage)
        .where(col(OutgoingMessage.id).in_(outgoing_ids))
        .values(
            claimed_by=None,
            claimed_until=None,
            next_attempt_at=now + UNREACHABLE_RETRY,
            last_error=reason,
        )
    )


def about_a_restored_database() -> ColumnElement[bool]:
    """Return the condition that a message is the alarm about it: that one may go out."""
    return and_(
        col(OutgoingMessage.kind) == "alarm",
        cast(col(OutgoingMessage.data), String).contains('"database_restored:'),
    )


def never_left() -> ColumnElement[bool]:
    """Return the condition that no channel was given a message, and no person let it go."""
    answered = exists().where(
        col(Delivery.outgoing_id) == col(OutgoingMessage.id), col(Delivery.status) != "pending"
    )
    released = cast(col(OutgoingMessage.data), String).contains(f'"{RELEASED}"')
    return and_(
        col(OutgoingMessage.attempts) == 0,
        col(OutgoingMessage.claimed_by).is_(None),  # one that is claimed may have left
        ~answered,
        ~released,
    )


def _is_ready(
    now: datetime, *, today: date | None = None, quiet: bool = False
) -> ColumnElement[bool]:
    ours = col(OutgoingMessage.kind).in_(OF_OUR_OWN_ACCORD)
    of_another_day = and_(ours, col(OutgoingMessage.office_day) != today, never_left())
    return and_(
        ~ours if quiet else true(),
        ~of_another_day if today else true(),
        col(OutgoingMessage.status) == "pending",
        _empty_or_past(col(OutgoingMessage.not_before), now),
        _empty_or_past(col(OutgoingMessage.next_attempt_at), now),
        _empty_or_past(col(OutgoingMessage.claimed_until), now),
    )


def _empty_or_past(column: Mapped[datetime | None], now: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= now)
