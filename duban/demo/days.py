"""The days of the year to stop at: the official calendar, and an agenda that has a limit."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

import chinese_calendar

from rules.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
MOST_STOPS = 60
Deed = Callable[[], None]


@cache
def official_calendar() -> WorkingCalendar:
    """Return the published calendar with its make-up working days (调休)."""
    first = date(min(day.year for day in chinese_calendar.holidays), 1, 1)
    last = date(max(day.year for day in chinese_calendar.holidays), 12, 31)
    days = {}
    day = first
    while day <= last:
        days[day] = chinese_calendar.is_workday(day)
        day += timedelta(days=1)
    return WorkingCalendar(days=days)


def morning(day: date, hour: int = 9, minute: int = 45) -> datetime:
    """Return a moment of that morning in the office, after the day's flows have run."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


class Agenda:
    """What is to happen on which day. A stop is a day; beyond the limit, days are shared."""

    def __init__(self, last_day: date, most_stops: int = MOST_STOPS) -> None:
        self.last_day = last_day
        self.left = most_stops
        self.today = date.min
        self.closing_days: set[date] = set()  # days on which a return is due: stop at their end too
        self._order = count()
        self._deeds: list[tuple[date, int, Deed]] = []

    def note(self, day: date, deed: Deed | None = None) -> None:
        """Stop on `day`, and do `deed` then; days after the end of the year are left out.

        What is past needs no stop; a deed that comes too late is done tomorrow.
        """
        if day <= self.today:
            if deed is None:
                return
            day = self.today + timedelta(days=1)
        if day <= self.last_day:
            heappush(self._deeds, (day, next(self._order), deed or _look_on))

    def days(self) -> list[date]:
        """Return the days still to stop at."""
        return sorted({day for day, _, _ in self._deeds})

    def next_stop(self) -> tuple[date, list[Deed]] | None:
        """Take the next day and its deeds, or None at the end of the year.

        When more days wait than stops are left, the last of several close days stands for all.
        """
        days = self.days()
        if not days or self.left == 0:
            return None
        stop = days[0]
        if len(days) > self.left:
            stop = days[len(days) - self.left]
        self.left -= 1
        self.today = stop
        deeds = []
        while self._deeds and self._deeds[0][0] <= stop:
            deeds.append(heappop(self._deeds)[2])
        return stop, deeds

    def forget(self) -> None:
        """Drop everything that was still to come."""
        self._deeds.clear()
        heapify(self._deeds)


def _look_on() -> None:
    """Do nothing on a day that is only stopped at to see what duban does."""
