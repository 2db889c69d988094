"""Calendar days that the office edited: they win over the published table."""

from datetime import date

from sqlmodel import Field

from models.base import Row


class CalendarDay(Row, table=True):
    """One day that is, or is not, a working day, whatever the published table says."""

    day: date = Field(unique=True)
    is_working_day: bool
    name: str = ""
