"""Escalation cases: one climb of one assignment, with its own copy of the ladder."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class EscalationCase(Row, table=True):
    """One climb. Editing a preset changes nothing here."""

    __table_args__ = (
        UniqueConstraint("assignment_id", "due_instance", name="one_climb_a_due_instance"),
        CheckConstraint("steps_taken >= 0", name="steps_are_counted"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_has_a_reason"),
    )

    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    due_instance: str
    due_on: date
    ladder: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    steps_taken: int = 0
    stepped_on: date | None = None
    opened_at: datetime
    ended_at: datetime | None = Field(default=None, index=True)
    ended_reason: str | None = None
