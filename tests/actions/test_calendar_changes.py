"""The office changes the calendar: days, a year's table; what is open is planned anew."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actions.calendar_changes import change_days, clear_days, note_published_years
from models import Assignment, CalendarDay, CalendarYear, Event, ReportingPeriod
from rules.assignments import AssignmentStatus
from rules.calendars import calendar_with
from rules.errors import NotAllowed
from rules.holiday_tables import TableDay
from runtime.calendar import calendar_version, load_calendar, published_days
from runtime.policies import built_in_policies
from tests.factories import (
    make_assignment,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)

DAYS = published_days()
ZONE = "Asia/Shanghai"
NOW = datetime.fromisoformat("2031-09-22T10:00+08:00")  # a Monday of a year nobody knows yet
NATIONAL_DAY = [TableDay(date(2031, 10, 1) + timedelta(step), False, "国庆节") for step in range(8)]
MADE_UP = [TableDay(date(2031, 9, 28), True, "国庆节")]  # a Sunday
CHANGE: Any = {
    "now": NOW, "policies": built_in_policies(), "actor": "王主任", "time_zone": ZONE,
    "published": DAYS,
}  # fmt: skip


def make_waiting_part(session: Session) -> Assignment:
    """Handed out on Friday, 26 September: 签收 in two working days, the 30th by the weekdays."""
    return make_assignment(
        session,
        status=AssignmentStatus.DISPATCHED,
        dispatched_at=datetime.fromisoformat("2031-09-26T10:00+08:00"),
        acknowledge_by=date(2031, 9, 30),
        acknowledged_at=None,
    )


def test_a_year_s_table_arrives_and_what_is_open_is_planned_anew(session: Session) -> None:
    part = make_waiting_part(session)
    days = [TableDay(date(2031, 1, 1), False, "元旦"), *MADE_UP, *NATIONAL_DAY]
    change = change_days(session, days, years=[2031], **CHANGE)

    assert part.acknowledge_by == date(2031, 9, 29)
    assert [(one.what, one.before, one.after) for one in change.moved] == [
        ("签收", date(2031, 9, 30), date(2031, 9, 29)),
    ]  # fmt: skip
    calendar = load_calendar(session, ZONE)
    assert calendar.is_published(date(2031, 6, 1))
    assert calendar.is_working_day(date(2031, 9, 28))
    assert calendar.next_working_day(date(2031, 10, 1)) == date(2031, 10, 9)
    event = session.exec(select(Event).where(Event.name == "duban.calendar.changed")).one()
    assert event.actor == "王主任"
    assert event.payload["years"] == [2031]
    assert event.payload["moved"] == [change.moved[0].as_data()]


def test_what_follows_is_listed_with_both_days_and_says_what_is_assumed(session: Session) -> None:
    notice = make_notice(session)
    duty = make_duty(session, notice, due="10-09")
    part = make_assignment(session, make_task(session, notice))
    period = make_period(
        session, duty, label="2031年度", starts_on=date(2031, 1, 1), ends_on=date(2031, 12, 31),
        opens_on=date(2031, 9, 18), support_due_on=date(2031, 10, 6), due_on=date(2031, 10, 9),
        opened_at=datetime.fromisoformat("2031-09-18T08:00+08:00"),
    )  # fmt: skip
    make_return_item(session, period, part, due_on=date(2031, 10, 9))
    change = change_days(session, NATIONAL_DAY, years=(), **CHANGE)

    reminder = next(one for one in change.follows if "前3个工作日提醒" in one.what)
    assert (reminder.before, reminder.after) == (date(2031, 10, 6), date(2031, 9, 26))
    assert reminder.assumed  # single days publish no year
    assert session.exec(select(ReportingPeriod)).one().support_due_on == date(2031, 9, 26)


def test_a_day_can_be_given_back_to_the_official_table(session: Session) -> None:
    make_waiting_part(session)
    before = calendar_version(session)
    change_days(session, MADE_UP, years=(), **CHANGE)
    changed = calendar_version(session)
    change = clear_days(session, [MADE_UP[0].day], **CHANGE)

    assert len({before, changed}) == 2
    assert calendar_version(session) == before
    assert [(one.before.day, one.after.day) for one in change.moved] == [(29, 30)]
    assert session.exec(select(CalendarDay)).all() == []
    with pytest.raises(NotAllowed, match="没有本单位的设定"):
        clear_days(session, [MADE_UP[0].day], **CHANGE)


def test_the_same_table_twice_changes_nothing(session: Session) -> None:
    change_days(session, NATIONAL_DAY, years=[2031], **CHANGE)
    again = change_days(session, NATIONAL_DAY, years=[2031], **CHANGE)
    assert (again.days, again.years, again.moved, again.follows) == ([], [], [], [])


def test_an_update_that_brings_a_year_plans_anew_what_is_open(session: Session) -> None:
    """Until then the year counted Monday to Friday."""
    now = datetime.fromisoformat("2025-09-26T11:00+08:00")
    published = load_calendar(session, ZONE)
    first_look = note_published_years(session, now=now, calendar=published, published=DAYS)
    assert first_look == []
    session.delete(session.exec(select(CalendarYear).where(CalendarYear.year == 2025)).one())
    part = make_assignment(
        session, status=AssignmentStatus.DISPATCHED, dispatched_at=now,
        acknowledge_by=date(2025, 9, 30), acknowledged_at=None,
    )  # fmt: skip
    (moved,) = note_published_years(session, now=now, calendar=published, published=DAYS)

    assert (moved.before.day, moved.after.day) == (30, 29)  # Sunday the 28th is worked
    assert part.acknowledge_by == date(2025, 9, 29)
    assert note_published_years(session, now=now, calendar=published, published=DAYS) == []


def test_a_year_left_out_counts_monday_to_friday() -> None:
    calendar = calendar_with(DAYS, {}, [], ZONE, without=[2025])
    assert calendar.is_working_day(date(2025, 10, 1))
    assert not calendar.is_published(date(2025, 10, 1))
