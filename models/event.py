"""The event log: append-only, announced by the relay, chained by the sealer.

The database itself refuses to change or delete an event or a seal (triggers in the migration).
What the relay announced and what the sealer sealed are rows of their own for that reason.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.base import Row


class Event(Row, table=True):
    """Something that happened: `duban.<noun>.<past participle>`."""

    uuid: str = Field(unique=True)
    name: str = Field(index=True)
    subject_kind: str
    subject_id: int
    actor: str  # who did it: a person's name, a department, or duban
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    happened_at: datetime  # on our clock, which a demo may hold


class EventAnnouncement(Row, table=True):
    """The relay told the engine about this event."""

    event_id: int = Field(foreign_key="event.id", unique=True)
    announced_at: datetime


class EventSeal(Row, table=True):
    """One link of the chain: the hash of the event and of the seal before it."""

    event_id: int = Field(foreign_key="event.id", unique=True)
    sequence: int = Field(unique=True)  # 1, 2, 3, … without a gap
    previous: str
    seal: str
    sealed_at: datetime
