"""Doubts: what the reader was unsure of, for a person to decide."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from models.base import Row


class Doubt(Row, table=True):
    """One question about a notice, with its words and its choices."""

    __table_args__ = (
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name="answered_at_iff_answered"
        ),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    kind: str  # unknown-unit, implied-lead, suspected-injected-text, …
    quote: str
    span_start: int
    span_end: int
    why: str  # in Chinese, for the office
    choices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    blocking: bool = True  # the tasks it covers are not confirmed while it is open
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
