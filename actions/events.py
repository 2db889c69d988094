"""Writing down what happened, in the transaction in which it happened."""

import uuid
from datetime import datetime

from sqlmodel import Session

from models import Event, Row


def record_event(
    session: Session,
    name: str,
    subject: Row,
    *,
    now: datetime,
    actor: str = "duban",
    **payload: object,
) -> Event:
    """Add `duban.<name>` about `subject` to the log; ids and plain values only, no secrets.

    `payload` must be JSON: strings, numbers, booleans, lists, None.
    """
    session.flush()  # gives the subject its number
    event = Event(
        uuid=str(uuid.uuid4()),
        name=f"duban.{name}",
        subject_kind=str(type(subject).__tablename__),
        subject_id=subject.number,
        actor=actor,
        payload=dict(payload),
        happened_at=now,
    )
    session.add(event)
    return event
