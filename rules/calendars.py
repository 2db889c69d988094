"""Laying the office's days and years over the published table."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from rules.working_days import SATURDAY, WorkingCalendar

ONE_DAY = timedelta(days=1)


def calendar_with(
    published: Mapping[date, bool],
    changed: Mapping[date, bool],
    years: Iterable[int],
    time_zone: str,
    *,
    without: Collection[int] = (),
) -> WorkingCalendar:
    """Return the published table with days changed and years added; some years left out."""
    days = {day: at_work for day, at_work in published.items() if day.year not in without}
    for year in years:
        days = {**weekdays_of(year), **days}
    return WorkingCalendar(days={**days, **changed}, time_zone=time_zone)


def weekdays_of(year: int) -> dict[date, bool]:
    """Return a year that works from Monday to Friday."""
    first = date(year, 1, 1)
    days = (first + step * ONE_DAY for step in range((date(year + 1, 1, 1) - first).days))
    return {day: day.weekday() < SATURDAY for day in days}
