"""Is the engine alive?"""

from datetime import datetime

from sqlmodel import Session, select

from models import Lease

ENGINE = "engine"  # the lease that the embedded engine renews


def engine_alive_until(session: Session) -> datetime | None:
    """Return until when the engine holds its lease, None if it never did or gave it back."""
    return session.exec(select(Lease.until).where(Lease.name == ENGINE)).first()
