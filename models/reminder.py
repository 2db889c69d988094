"""Reminders (提醒、催办): the decision that an audience is to hear something, once."""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.audiences import Audience


class Reminder(Row, table=True):
    """One decision. Many become one message; addresses are resolved when it is sent."""

    __table_args__ = (
        UniqueConstraint(
            "subject_kind", "subject_id", "rule", "due_instance", "audience", name="decided_once"
        ),
    )

    subject_kind: str  # assignment | return | task | milestone | target | period | report
    subject_id: int
    rule: str  # acknowledge-overdue, return-opens, return-due-10, ladder-1, …
    due_instance: str  # acknowledge:12, item:31, milestone:4, deadline:2024-12-31, slow:silent:…
    audience: Audience = Field(sa_column=Column(stored_by_value(Audience), nullable=False))
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    due_on: date | None = None
    decided_on: date = Field(index=True)  # the office day of the decision
    decided_at: datetime
    message_id: int | None = Field(default=None, foreign_key="outgoing_message.id", index=True)
    cancelled_at: datetime | None = None  # an answer came before it was sent
    cancelled_reason: str | None = None
