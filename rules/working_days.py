"""Working days as the office counts them, with holidays and make-up days (调休)."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """A calendar that is given its days: day → is it a working day.

    A day that is not among them counts as working from Monday to Friday; `is_published`
    says whether a whole year was given, so that a page can say what a date rests on.
    """

    days: Mapping[date, bool]
    time_zone: str = "Asia/Shanghai"

    def office_day(self, now: datetime) -> date:
        """Return the day it is where the office is; a due day ends there at midnight."""
        if now.tzinfo is None:
            raise ValueError("a moment must say its time zone")
        return now.astimezone(self._zone).date()

    def time_of_day(self, now: datetime) -> time:
        """Return what a clock on the wall of the office shows."""
        return now.astimezone(self._zone).time()

    def moment(self, day: date, at: str) -> datetime:
        """Return the moment, in UTC, at which it is `at` (HH:MM) on `day` in the office."""
        return datetime.combine(day, time.fromisoformat(at), self._zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """Say whether people are at work on `day`."""
        return self.days.get(day, day.weekday() < SATURDAY)

    def is_published(self, day: date) -> bool:
        """Say whether the holidays of the day's year are known, not assumed."""
        return day.year in self._published_years

    def assumption(self, days: Iterable[date | None]) -> str:
        """Return what must be said beside days that rest on a year without a table; else nothing.

        The one sentence of pages, letters and commands. Years before the first table are history.
        """
        first = min(self._published_years, default=0)
        years = {day.year for day in days if day is not None and not self.is_published(day)}
        named = "、".join(str(year) for year in sorted(years) if year > first)
        return f"{named}年度放假安排尚未公布，按周一至周五推算" if named else ""

    def next_working_day(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day`, or before if negative."""
        if count == 0:
            return self.next_working_day(day)
        step = ONE_DAY if count > 0 else -ONE_DAY
        remaining = abs(count)
        while remaining:
            day += step
            remaining -= self.is_working_day(day)
        return day

    def working_days_late(self, due_on: date, today: date) -> int:
        """Count the working days after `due_on` up to and with `today`; 0 if it is not late."""
        if today <= due_on:
            return 0
        return self._working_days_before(today + ONE_DAY) - self._working_days_before(
            due_on + ONE_DAY
        )

    def working_days_until(self, due_on: date, today: date) -> int:
        """Count the working days after `today` up to and with `due_on`; 0 if it has come."""
        return self.working_days_late(today, due_on)

    def _working_days_before(self, day: date) -> int:
        """Count by arithmetic and the few exceptions, not day by day: ledgers ask often."""
        weeks, rest = divmod(day.toordinal() - 1, 7)  # day 1 of the era is a Monday
        days, changes = self._exceptions
        return weeks * 5 + min(rest, 5) + changes[bisect_left(days, day)]

    @cached_property
    def _exceptions(self) -> tuple[list[date], list[int]]:
        """Days that differ from Monday to Friday, and the running sum of what they change."""
        days = sorted(
            day for day, working in self.days.items() if working != (day.weekday() < SATURDAY)
        )
        steps = (1 if self.days[day] else -1 for day in days)
        return days, list(accumulate(steps, initial=0))

    @cached_property
    def _published_years(self) -> frozenset[int]:
        counts: dict[int, int] = {}
        for day in self.days:
            counts[day.year] = counts.get(day.year, 0) + 1
        return frozenset(year for year, count in counts.items() if count >= 365)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
