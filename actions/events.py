"""Writing down what happened, in the transaction in which it happened."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlmodel import Session

from models import Event, Row, StatusUpdate, TargetReading

RECORDS = (StatusUpdate, TargetReading)  # what departments said: sealed word for word
FINGERPRINT = "row_sha256"


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
    if isinstance(subject, RECORDS):
        payload[FINGERPRINT] = fingerprint(subject)
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


def fingerprint(row: Row) -> str:
    """Return the hash of everything a row says, the same whenever and wherever it is read."""
    said = {name: _plain(getattr(row, name)) for name in sorted(type(row).model_fields)}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return float(value) if isinstance(value, int | float) else value


def record_events(
    session: Session,
    name: str,
    table: type[Row],
    payloads: Mapping[int, Mapping[str, object]],
    *,
    now: datetime,
    actor: str = "duban",
) -> None:
    """Add `duban.<name>` about many rows, in one statement: number of the row → payload."""
    kind = str(table.__tablename__)
    events = [
        {
            "uuid": str(uuid.uuid4()),
            "name": f"duban.{name}",
            "subject_kind": kind,
            "subject_id": number,
            "actor": actor,
            "payload": dict(payload),
            "happened_at": now,
        }
        for number, payload in payloads.items()
    ]
    if events:
        session.connection().execute(insert(Event), events)
