"""Fills the working calendar: the published table, and the office's changes over it."""

from datetime import date, timedelta
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays
from sqlmodel import Session, func, select

from models import CalendarDay, CalendarYear
from rules.calendars import calendar_with
from rules.working_days import WorkingCalendar

SATURDAY = 5
ONE_DAY = timedelta(days=1)
Version = tuple[object, ...]


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
        day += ONE_DAY
    return days


@cache
def published_names() -> dict[date, str]:
    """Return day → 国庆节, for holidays and the days worked in exchange for them."""
    words = {holiday.value: str(holiday.chinese) for holiday in Holiday}
    return {day: words.get(name, name) for day, name in {**holidays, **workdays}.items()}


def load_calendar(session: Session, time_zone: str) -> WorkingCalendar:
    """Return the calendar as the office has it today."""
    changed = {row.day: row.is_working_day for row in session.exec(select(CalendarDay))}
    years = session.exec(select(CalendarYear.year).where(CalendarYear.source == "office"))
    return calendar_with(published_days(), changed, years, time_zone)


def calendar_version(session: Session) -> Version:
    """Return what changes whenever the office's days or years do."""
    days = session.exec(select(func.count(), func.max(CalendarDay.changed_at))).one()
    years = session.exec(select(func.count(), func.max(CalendarYear.noted_at))).one()
    return (*days, *years)
