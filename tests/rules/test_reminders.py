"""Which reminder is due: the latest, once, and none after the day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.due import Due, DueKind
from rules.reminders import reminder_due
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days
from runtime.policies import built_in_policies

CALENDAR = WorkingCalendar(days=published_days())
STANDARD = built_in_policies()["常规"]


def a_return(due_on: date, told_on: date, kind: DueKind = DueKind.ITEM) -> Due:
    return Due(
        kind, 1, due_on, told_on=told_on, assignment_id=1, department_id=1, task_id=1, policy="常规"
    )


def heard(due: Due, first: date, days: int) -> list[tuple[str, str]]:
    """Let the days pass; a rule that was decided is not decided again."""
    decided: list[tuple[str, str]] = []
    for step in range(days):
        today = first + timedelta(step)
        point = reminder_due(due, today=today, calendar=CALENDAR, policy=STANDARD)
        if point and point.rule not in [rule for rule, _ in decided]:
            decided.append((point.rule, today.isoformat()))
    return decided


def test_a_return_is_announced_and_remembered_twice_before_the_holiday() -> None:
    """Due on 30 September 2024: 14 and 29 September are Saturday and Sunday, and working."""
    due = a_return(date(2024, 9, 30), told_on=date(2024, 9, 6))
    assert heard(due, date(2024, 9, 1), 60) == [
        ("return-opens", "2024-09-06"),
        ("return-due-10", "2024-09-14"),
        ("return-due-3", "2024-09-26"),
    ]


def test_after_an_outage_only_the_latest_reminder_is_given() -> None:
    due = a_return(date(2024, 9, 30), told_on=date(2024, 9, 6))
    assert heard(due, date(2024, 9, 27), 60) == [("return-due-3", "2024-09-27")]


def test_after_the_day_nothing_is_remembered() -> None:
    due = a_return(date(2024, 9, 30), told_on=date(2024, 9, 6))
    assert heard(due, date(2024, 10, 1), 60) == []


def test_a_return_that_opened_after_its_day_is_announced_once() -> None:
    due = a_return(date(2024, 9, 30), told_on=date(2024, 10, 9))
    assert heard(due, date(2024, 10, 9), 30) == [("return-opens", "2024-10-09")]


def test_what_was_just_handed_over_is_not_remembered_at_once() -> None:
    due = a_return(date(2024, 9, 30), told_on=date(2024, 9, 20), kind=DueKind.DEADLINE)
    assert heard(due, date(2024, 9, 20), 30) == [("deadline-due-3", "2024-09-26")]


def test_an_unsigned_task_has_no_reminder_before_its_limit() -> None:
    due = a_return(date(2024, 9, 30), told_on=date(2024, 9, 26), kind=DueKind.ACKNOWLEDGE)
    assert heard(due, date(2024, 9, 26), 10) == []


@given(
    due_on=st.dates(date(2012, 1, 1), date(2026, 6, 1)),
    told=st.integers(0, 60),
    since=st.integers(0, 80),
)
def test_reminders_fall_on_working_days_up_to_the_day_and_only_once(
    due_on: date, told: int, since: int
) -> None:
    due = a_return(due_on, told_on=CALENDAR.next_working_day(due_on - timedelta(told)))
    said = heard(due, due_on - timedelta(since), since + 30)
    assert len({rule for rule, _ in said}) == len(said) <= 3
    for _, day in said:
        assert CALENDAR.is_working_day(date.fromisoformat(day))
        assert date.fromisoformat(day) <= due.counts_from
