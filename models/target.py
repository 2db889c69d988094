"""Targets (指标): numbers the notice wants by a date, and their readings over time."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, col

from models.base import Row


class Target(Row, table=True):
    """One number by one date. Without an owner nobody is asked for its value."""

    __table_args__ = (
        CheckConstraint("op IN ('=', '>=', '<=', '>', '<', '~')", name="known_comparison"),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    order: int = 0
    indicator: str
    op: str = "="
    value: float
    unit: str
    by: date | None = Field(default=None, index=True)
    stretch: bool = False  # 力争: never turns red alone
    quote: str
    span_start: int
    span_end: int
    confirmed_at: datetime | None = None


class TargetReading(Row, table=True):
    """A value that an owner gave. Append-only; the latest counts.

    One without a value takes back what was told before: it was noted wrongly.
    """

    target_id: int = Field(foreign_key="target.id", index=True)
    department_id: int = Field(foreign_key="department.id")
    return_id: int | None = Field(default=None, foreign_key="return.id", index=True)
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    value: float | None
    unit: str
    note: str = ""
    read_at: datetime


def value_stands() -> ColumnElement[bool]:
    """Return the condition that a reading holds a value which was not taken back later."""
    later = aliased(TargetReading)
    taken_back = exists().where(
        col(later.target_id) == col(TargetReading.target_id),
        col(later.id) > col(TargetReading.id),
        col(later.value).is_(None),
    )
    return and_(col(TargetReading.value).is_not(None), ~taken_back)
