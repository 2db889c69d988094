"""Rewordings (改稿): what a person wrote in place of a message's own words before it goes out."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.audiences import Audience


class Rewording(Row, table=True):
    """A message that is still to be written, as a person wants it; used once, or said not to be."""

    __table_args__ = (
        CheckConstraint("trim(subject) <> '' AND trim(text) <> ''", name="says_something"),
    )

    department_id: int = Field(foreign_key="department.id", index=True)
    audience: Audience = Field(sa_column=Column(stored_by_value(Audience), nullable=False))
    office_day: date  # of the message it was written for
    task_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    base_subject: str  # what it was written over: the link stands there as a word
    base_text: str
    subject: str
    text: str
    written_by: str
    written_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = None  # why it was not used; empty if it was
    message_id: int | None = Field(default=None, foreign_key="outgoing_message.id")
