"""Every day of 2010 to 2026 against chinesecalendar, asked day by day."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.working_days import WorkingCalendar
from runtime.calendar import published_days

CALENDAR = WorkingCalendar(days=published_days())
FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(step) for step in range((LAST - FIRST).days + 1)]
WORKING = [day for day in EVERY_DAY if chinese_calendar.is_workday(day)]


def test_every_day_is_what_the_official_table_says() -> None:
    assert len(EVERY_DAY) == 6209
    assert [day for day in EVERY_DAY if CALENDAR.is_working_day(day)] == WORKING
    assert all(CALENDAR.is_published(day) for day in EVERY_DAY)


def test_from_every_day_the_next_working_day_is_the_next_in_the_list() -> None:
    following = iter(WORKING)
    coming = next(following)
    for day in EVERY_DAY[:-40]:
        while coming < day:
            coming = next(following)
        assert CALENDAR.next_working_day(day) == coming


@settings(deadline=None)
@given(step=st.integers(-30, 30))
def test_from_every_working_day_so_many_steps_lead_to_the_one_so_many_places_on(step: int) -> None:
    for place in range(40, len(WORKING) - 40, 7):
        wanted = WORKING[place + step]
        assert CALENDAR.add_working_days(WORKING[place], step) == wanted


def test_every_due_day_ends_at_midnight_in_shanghai() -> None:
    for day in EVERY_DAY:
        midnight = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
        assert CALENDAR.office_day(midnight - timedelta(microseconds=1)) == day
        assert CALENDAR.office_day(midnight) == day + timedelta(1)
