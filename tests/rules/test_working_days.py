"""Working days: against the published calendar, day by day, and with 调休 examples."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.working_days import WorkingCalendar
from runtime.calendar import published_days

CALENDAR = WorkingCalendar(days=published_days())
days = st.dates(date(2010, 1, 1), date(2026, 12, 31))


def test_a_make_up_saturday_is_a_working_day() -> None:
    """2024-09-29 is a Sunday on which people work, for the National Day holiday."""
    assert CALENDAR.is_working_day(date(2024, 9, 29))
    assert not CALENDAR.is_working_day(date(2024, 10, 1))
    assert CALENDAR.add_working_days(date(2024, 9, 30), 1) == date(2024, 10, 8)


def test_a_holiday_is_counted_over_in_both_directions() -> None:
    assert CALENDAR.add_working_days(date(2024, 10, 8), -1) == date(2024, 9, 30)
    assert CALENDAR.working_days_late(date(2024, 9, 30), date(2024, 10, 8)) == 1
    assert CALENDAR.working_days_late(date(2024, 9, 30), date(2024, 10, 7)) == 0


def test_a_due_day_ends_at_midnight_where_the_office_is() -> None:
    """16:01 UTC on Friday is already Saturday in Shanghai."""
    friday = date(2026, 9, 4)
    assert CALENDAR.office_day(datetime(2026, 9, 4, 15, 59, tzinfo=UTC)) == friday
    assert CALENDAR.office_day(datetime(2026, 9, 4, 16, 1, tzinfo=UTC)) == friday + timedelta(1)


def test_an_office_moment_is_kept_in_utc() -> None:
    assert CALENDAR.moment(date(2024, 3, 4), "08:30") == datetime(2024, 3, 4, 0, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.office_day(datetime(2024, 3, 4))  # noqa: DTZ001


def test_a_year_that_is_not_published_counts_monday_to_friday_and_says_so() -> None:
    assert CALENDAR.is_published(date(2026, 3, 1))
    assert not CALENDAR.is_published(date(2031, 3, 1))
    assert CALENDAR.is_working_day(date(2031, 10, 1))  # a Wednesday


def test_one_day_of_the_office_does_not_publish_a_year() -> None:
    calendar = WorkingCalendar(days={date(2031, 10, 1): False})
    assert not calendar.is_working_day(date(2031, 10, 1))
    assert not calendar.is_published(date(2031, 10, 2))


@given(due_on=days, after=st.integers(0, 400))
def test_counting_by_arithmetic_agrees_with_counting_by_hand(due_on: date, after: int) -> None:
    today = due_on + timedelta(after)
    by_hand = sum(CALENDAR.is_working_day(due_on + timedelta(step)) for step in range(1, after + 1))
    assert CALENDAR.working_days_late(due_on, today) == by_hand
    assert CALENDAR.working_days_until(today, due_on) == by_hand


@given(day=days, count=st.integers(1, 40))
def test_going_forward_and_back_meet(day: date, count: int) -> None:
    later = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(later)
    assert CALENDAR.working_days_late(day, later) == count
    assert CALENDAR.add_working_days(later, -count) <= CALENDAR.next_working_day(day)


@given(day=days)
def test_the_published_table_is_what_counts(day: date) -> None:
    assert CALENDAR.is_working_day(day) is published_days()[day]
    assert CALENDAR.is_working_day(CALENDAR.next_working_day(day))
