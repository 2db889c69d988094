"""A day of a year without a holiday table says so; any other day says nothing."""

from datetime import date

from rules.working_days import WorkingCalendar
from runtime.calendar import published_days

CALENDAR = WorkingCalendar(days=published_days())


def test_years_without_a_table_are_named_once_in_their_order() -> None:
    days = [date(2031, 5, 1), None, date(2026, 5, 1), date(2030, 1, 2), date(2031, 6, 1)]
    assert CALENDAR.assumption(days) == "2030、2031年度放假安排尚未公布，按周一至周五推算"


def test_published_years_and_those_before_the_first_table_say_nothing() -> None:
    assert CALENDAR.assumption([date(2026, 12, 31), date(1998, 3, 1), None]) == ""
    assert CALENDAR.assumption([]) == ""
