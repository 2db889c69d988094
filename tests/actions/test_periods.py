"""Opening periods: one return a department, on working days, from the first day that counts."""

from datetime import date

from sqlmodel import Session, col, select

from actions.periods import open_due_periods
from models import ReportingPeriod, Return, ReturnItem
from rules.assignments import Role
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_target,
    make_task,
)
from tests.fakes import FakeClock

PRESETS = built_in_policies()


def opened(session: Session, clock: FakeClock, calendar: WorkingCalendar) -> int:
    return open_due_periods(session, now=clock(), calendar=calendar, policies=PRESETS)


def test_a_period_opens_fifteen_working_days_before_its_day(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_duty(session, make_notice(session))
    clock.set("2024-09-06T07:30")
    assert opened(session, clock, calendar) == 0
    clock.set("2024-09-09T07:30")
    assert opened(session, clock, calendar) == 1
    assert opened(session, clock, calendar) == 0

    period = session.exec(select(ReportingPeriod)).one()
    assert (period.label, period.due_on) == ("2024年度", date(2024, 9, 30))
    assert period.support_due_on == date(2024, 9, 26)


def test_one_return_covers_all_measures_and_supports_answer_earlier(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    city = make_department(session, "市甲局")
    for role in (Role.LEAD, Role.SUPPORT, Role.INHERITED):
        make_assignment(session, make_task(session, notice), city, role=role)
    closed = make_task(session, notice, status=TaskStatus.SUSPENDED, reason="暂缓")
    make_assignment(session, closed, city)
    make_duty(session, notice)
    clock.set("2024-09-09T07:30")
    opened(session, clock, calendar)

    assert len(session.exec(select(Return)).all()) == 1
    items = session.exec(select(ReturnItem).order_by(col(ReturnItem.id))).all()
    assert [item.due_on for item in items] == [
        date(2024, 9, 30),
        date(2024, 9, 26),
        date(2024, 9, 30),
    ]


def test_only_the_named_reporters_report(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    named, other = make_department(session), make_department(session)
    task = make_task(session, notice)
    make_assignment(session, task, named)
    make_assignment(session, task, other, role=Role.SUPPORT)
    make_duty(session, notice, reporter_ids=[named.number])
    clock.set("2024-09-09T07:30")
    opened(session, clock, calendar)
    assert session.exec(select(Return.department_id)).all() == [named.number]


def test_who_owns_a_target_gets_a_return_without_a_task(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    owner = make_department(session)
    make_target(session, notice, owner)
    make_duty(session, notice)
    clock.set("2024-09-09T07:30")
    opened(session, clock, calendar)
    assert session.exec(select(Return.department_id)).all() == [owner.number]


def test_a_department_that_comes_later_gets_its_item(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    task = make_task(session, notice)
    make_assignment(session, task)
    make_duty(session, notice)
    clock.set("2024-09-09T07:30")
    opened(session, clock, calendar)
    make_assignment(session, task, make_department(session), role=Role.SUPPORT)
    clock.set("2024-09-09T07:30")
    opened(session, clock, calendar)
    assert len(session.exec(select(ReturnItem)).all()) == 2


def test_a_day_of_the_notice_stays_on_a_holiday_and_the_offices_own_moves(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    make_duty(session, notice, due="10-01")
    make_duty(session, notice, due="10-01", set_by="office")
    clock.set("2024-09-14T07:30")
    opened(session, clock, calendar)
    periods = session.exec(select(ReportingPeriod).order_by(col(ReportingPeriod.id))).all()
    assert [period.due_on for period in periods] == [date(2024, 10, 1), date(2024, 10, 8)]


def test_after_an_outage_only_the_latest_period_is_asked_for(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_duty(session, make_notice(session), frequency="monthly", due="25")
    clock.set("2024-09-02T07:30")
    opened(session, clock, calendar)
    assert session.exec(select(ReportingPeriod.label)).all() == ["2024年8月"]


def test_nothing_opens_without_a_day_or_a_confirmation(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    make_duty(session, notice, due=None)
    make_duty(session, notice, confirmed_at=None)
    clock.set("2024-09-09T07:30")
    assert opened(session, clock, calendar) == 0
