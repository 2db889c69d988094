"""Writing down what happened, in the transaction in which it happened."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert
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
    if subject.id is None:
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


def record_events(
    session: Session,
    name: str,
    table: type[Row],
    numbers: Sequence[int],
    *,
    now: datetime,
    actor: str = "duban",
    payload: Mapping[str, object] | None = None,
) -> None:
    """Add the same `duban.<name>` about many rows, in one statement."""
    events = [
        {
            "uuid": str(uuid.uuid4()),
            "name": f"duban.{name}",
            "subject_kind": str(table.__tablename__),
            "subject_id": number,
            "actor": actor,
            "payload": dict(payload or {}),
            "happened_at": now,
        }
        for number in numbers
    ]
    session.connection().execute(insert(Event), events)
