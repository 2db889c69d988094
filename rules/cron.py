"""Times of day at which a flow runs.

Only the minute and the hour of a cron line are used: which days are days off is the working
calendar's business, so a line that names days is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.errors import DubanError

OFTEN = timedelta(hours=1)  # at least as often as this: no run of its own has to be caught up


class CronNotUnderstood(DubanError):
    """The line is no cron line, or names days, months or weekdays."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"cannot use cron line {text!r}: wanted 'minute hour * * *'")


@dataclass(frozen=True, slots=True)
class Cron:
    """The minutes and hours of one line, in the office's zone."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, time_zone: str) -> "Cron":
        """Read `30 8 * * *`, `*/5 * * * *` and the like, or raise `CronNotUnderstood`."""
        fields = text.split()
        if len(fields) != 5 or fields[2:] != ["*", "*", "*"]:
            raise CronNotUnderstood(text)
        try:
            minutes, hours = _numbers(fields[0], 60), _numbers(fields[1], 24)
        except ValueError:
            raise CronNotUnderstood(text) from None
        return cls(text, minutes, hours, ZoneInfo(time_zone))

    @property
    def is_daily(self) -> bool:
        """Whether it names one time of day."""
        return len(self.minutes) == 1 and len(self.hours) == 1

    def moved_to(self, at: str) -> "Cron":
        """Return the same daily run at another time of day, `HH:MM`."""
        moment = time.fromisoformat(at)
        return Cron.parse(f"{moment.minute} {moment.hour} * * *", self.zone.key)

    def next_after(self, moment: datetime) -> datetime:
        """Return the first time later than `moment` (aware)."""
        today = moment.astimezone(self.zone).date()
        times = (at for offset in (0, 1, 2) for at in self._on(today + timedelta(days=offset)))
        return next(at for at in times if at > moment)

    def last_until(self, moment: datetime) -> datetime:
        """Return the latest time that is not later than `moment` (aware)."""
        today = moment.astimezone(self.zone).date()
        days = (today - timedelta(days=offset) for offset in (0, 1, 2))
        return next(at for day in days for at in reversed(list(self._on(day))) if at <= moment)

    def in_words(self) -> str:
        """Say it as the office does: 每天08:30, 每5分钟."""
        if self.is_daily:
            return f"每天{self.hours[0]:02}:{self.minutes[0]:02}"
        if len(self.hours) < 24:
            times = [f"{hour:02}:{minute:02}" for hour in self.hours for minute in self.minutes]
            return "每天" + "、".join(times)
        if len(self.minutes) == 1:
            return "每小时" + (f"第{self.minutes[0]}分" if self.minutes[0] else "整点")
        step = self.minutes[1] - self.minutes[0]
        return "每分钟" if step == 1 else f"每{step}分钟"

    def _on(self, day: date) -> Iterator[datetime]:
        for hour in self.hours:
            for minute in self.minutes:
                yield datetime.combine(day, time(hour, minute), tzinfo=self.zone)


def _numbers(field: str, end: int) -> tuple[int, ...]:
    """Return what a field stands for: `*`, `*/5`, `8`, `9,17`, `8-18`."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start = 0 if span == "*" else int(first)
        stop = end if span == "*" or (step and not last) else int(last or first) + 1
        if not 0 <= start < stop <= end:
            raise ValueError(field)
        found.update(range(start, stop, int(step or 1)))
    return tuple(sorted(found))
