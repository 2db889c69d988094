"""The calendar of a scenario: days over the published table, and where that table ends."""

from collections.abc import Mapping
from datetime import date

from duban.replay.errors import ScenarioInvalid
from duban.replay.events import CalendarEdit
from duban.replay.scenario import CalendarGiven
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days

WORDS_FOR_WORK = {"work", "workday", "working", "班", "上班", "补班", "调休上班", True}
WORDS_FOR_OFF = {"off", "holiday", "rest", "休", "放假", "休息", "节假日", False}


def days_given(given: Mapping[str, str | bool], *, place: str) -> dict[date, bool]:
    """Return day → is it a working day, or say which entry is neither."""
    days = {}
    for written, value in given.items():
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise ScenarioInvalid(f"{place}.{written}", "is not a day: 2024-10-01") from None
        if value not in WORDS_FOR_WORK | WORDS_FOR_OFF:
            raise ScenarioInvalid(f"{place}.{written}", "must be 'off' or 'work'")
        days[day] = value in WORDS_FOR_WORK
    return days


def calendar_of(given: CalendarGiven | Mapping[str, str | bool]) -> WorkingCalendar:
    """Return the calendar with which the story begins."""
    if not isinstance(given, CalendarGiven):
        given = CalendarGiven(days=dict(given))
    days = days_listed(given)
    last = given.published_through
    published = {
        day: working
        for day, working in published_days().items()
        if last is None or day.year <= last
    }
    return WorkingCalendar({**published, **days})


def days_listed(
    given: CalendarGiven | CalendarEdit, *, place: str = "calendar"
) -> dict[date, bool]:
    """Return the days of `days`, `off` and `work`; raise if one of them is said to be both."""
    days = days_given(given.days, place=place)
    for listed, working in ((given.off, False), (given.work, True)):
        for day in listed:
            if days.setdefault(day, working) is not working:
                raise ScenarioInvalid(place, f"{day} is both a day off and a working day")
    return days
