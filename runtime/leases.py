"""Leases: who may do a job until when, so that two processes on one database do no harm."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from models import Lease, insert_new

CLOCKS_DIFFER = timedelta(days=1)  # at most, between machines that share a database


def take(session: Session, name: str, *, holder: str, now: datetime, for_: timedelta) -> bool:
    """Take or renew a lease; False when another holder's has not run out.

    `now` is real time, also where a demo holds the clock.
    """
    free = or_(col(Lease.holder) == holder, col(Lease.until) <= now)
    renewed = session.exec(
        update(Lease).where(col(Lease.name) == name, free).values(holder=holder, until=now + for_)
    )
    return renewed.rowcount == 1 or _insert(session, name, holder, now + for_)


def release(session: Session, name: str, *, holder: str) -> None:
    """Give a lease back, if it is still ours."""
    session.exec(delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))


def claim_tick(
    session: Session, flow: str, *, at: datetime, holder: str, now: datetime | None = None
) -> bool:
    """Claim a flow's scheduled moment: True for the first who asks, and for no moment before it.

    The row `tick:<flow>` keeps the last moment that was taken, so a restart knows what was missed.
    A moment taken by a clock that was ahead lies in the future, and holds nobody up when the
    clock is right again.
    """
    name = f"tick:{flow}"
    in_future = col(Lease.until) > max(at, now or at) + CLOCKS_DIFFER
    later = update(Lease).where(col(Lease.name) == name, or_(col(Lease.until) < at, in_future))
    taken = session.exec(later.values(holder=holder, until=at))
    return taken.rowcount == 1 or _insert(session, name, holder, at)


def _insert(session: Session, name: str, holder: str, until: datetime) -> bool:
    """Add the row unless the name is known; one statement, so that only one process can win."""
    row = insert_new(session, Lease).values(name=name, holder=holder, until=until)
    return bool(session.exec(row).rowcount)
