"""Calendar days that the office edited: they win over the published table."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row


class CalendarDay(Row, table=True):
    """One day that is, or is not, a working day, whatever the published table says."""

    day: date = Field(unique=True)
    is_working_day: bool
    name: str = ""
    changed_at: datetime


class CalendarYear(Row, table=True):
    """A year whose holidays are known, and since when: what is open was planned with them."""

    __table_args__ = (CheckConstraint("source IN ('library', 'office')", name="known_source"),)

    year: int = Field(unique=True)
    source: str  # library: it came with duban; office: the office imported its table
    noted_at: datetime
