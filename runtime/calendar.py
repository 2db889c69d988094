"""Fills the working calendar: the published table, and the office's changes over it."""

from datetime import date, timedelta
from functools import cache

from chinese_calendar.constants import holidays, workdays
from sqlmodel import Session, select

from models import CalendarDay
from rules.working_days import WorkingCalendar

SATURDAY = 5


@cache
def published_days() -> dict[date, bool]:
    """Return day → is it a working day, for every year whose table is published.

    The library's own tables are read at once: asking it day by day costs most of a second.
    """
    first, last = min(holidays), max(holidays)
    day, end = date(first.year, 1, 1), date(last.year, 12, 31)
    days = {}
    while day <= end:
        days[day] = day in workdays or (day.weekday() < SATURDAY and day not in holidays)
        day += timedelta(days=1)
    return days


def load_calendar(session: Session, time_zone: str) -> WorkingCalendar:
    """Return the calendar as the office has it today."""
    days = dict(published_days())
    for row in session.exec(select(CalendarDay)):
        days[row.day] = row.is_working_day
    return WorkingCalendar(days=days, time_zone=time_zone)
