"""Part of the auditor: its days, counted one by one, and whether a duty names a day."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models import ReportingDuty
from rules.policies import Policy
from rules.working_days import WorkingCalendar

ONE_DAY = timedelta(days=1)
LOOKS_BACK = timedelta(days=400)  # for what happened, not for what is owed
OWED_BACK = timedelta(days=60)  # what is older was told of before
TRIAGE_PATIENCE = timedelta(days=1)  # of working days: what was not understood is looked at
MORNING_BEGINS, MORNING_IS_OVER = "07:30", "08:40"  # the timetable's decisions lie between them
EXTENSION_PATIENCE = 5  # working days in which the office decides about an extension


@dataclass(frozen=True, slots=True)
class Audit:
    """The moment of an audit, and the limits that follow from it."""

    now: datetime
    calendar: WorkingCalendar
    policies: Mapping[str, Policy]
    outbox_patience: timedelta = timedelta(hours=4)
    inbox_patience: timedelta = timedelta(hours=1)

    @property
    def today(self) -> date:
        """The day it is where the office is."""
        return self.day(self.now)

    @property
    def yesterday(self) -> date:
        """The working day before the last: what was due then had a whole day."""
        return self.working_day_before(2)

    @property
    def since(self) -> datetime:
        """From when on what happened is looked at."""
        return self.now - LOOKS_BACK

    @property
    def looks_back_to(self) -> date:
        """From when on what was due is looked at."""
        return self.today - OWED_BACK

    @property
    def extension_limit(self) -> date:
        """The day before which a request must have been answered."""
        return self.working_day_before(EXTENSION_PATIENCE)

    @property
    def is_after_the_morning(self) -> bool:
        """Say whether today is a working day whose decisions should have been taken by now."""
        morning = self.calendar.moment(self.today, MORNING_IS_OVER)
        return self.calendar.is_working_day(self.today) and self.now >= morning

    @property
    def dawn(self) -> datetime:
        """Today before anything is decided: what was set later waits for the next morning."""
        return self.calendar.moment(self.today, MORNING_BEGINS)

    def day(self, moment: datetime) -> date:
        """Return the day of a moment where the office is."""
        return self.calendar.office_day(moment)

    def midnight(self, day: date) -> datetime:
        """Return the moment at which a day begins."""
        return self.calendar.moment(day, "00:00")

    def working_day_before(self, count: int) -> date:
        """Count back by hand, day for day: not with the arithmetic that is being audited."""
        day = self.today
        while count:
            day -= ONE_DAY
            count -= self.calendar.is_working_day(day)
        return day


def is_due_day(duty: ReportingDuty, day: date) -> bool:
    """Say whether this duty falls due on `day`, within its years and after it was confirmed."""
    if not duty.due or duty.confirmed_at is None or day <= duty.confirmed_at.date():
        return False
    match duty.frequency:
        case "annual":
            month, number = (int(part) for part in duty.due.split("-"))
            looks_back = month <= 3
            named = day.month == month and _is_numbered(day, number)
        case "semiannual":
            month, number = (int(part) for part in duty.due.split("-"))
            looks_back = day.month <= 3
            at_end = number >= 30 and (day + timedelta(days=1)).day == 1
            named = (day.month - month) % 6 == 0 and (
                at_end if number >= 30 else _is_numbered(day, number)
            )
        case "quarterly":
            in_next = int(duty.due) <= 15 if duty.quarter_month is None else duty.quarter_month == 1
            looks_back = in_next and day.month == 1
            named = day.month % 3 == int(in_next) and _is_numbered(day, int(duty.due))
        case "monthly":
            looks_back = int(duty.due) <= 15 and day.month == 1
            named = _is_numbered(day, int(duty.due))
        case "once":
            looks_back, named = False, day == date.fromisoformat(duty.due)
        case _:
            return False
    covered = day.year - looks_back
    return named and (duty.first_year or covered) <= covered <= (duty.last_year or covered)


def _is_numbered(day: date, number: int) -> bool:
    """每月31日 is the last day of a short month."""
    return day.day == min(number, monthrange(day.year, day.month)[1])
