"""A letter about slow work says which figure lags, and behind what."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from actions.lags import lags_of
from models import Assignment, Milestone, StatusUpdate, Task
from rules.working_days import WorkingCalendar
from tests.factories import (
    make_assignment,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.fakes import FakeClock

TODAY = date(2024, 7, 1)


def said_of(session: Session, part: Assignment, cause: str, calendar: WorkingCalendar) -> str:
    session.flush()
    key = (part.number, f"slow:{cause}:2024Q3#2")
    return lags_of(session, [key], today=TODAY, calendar=calendar).get(key, "")


def told(session: Session, part: Assignment, percent: float, at: datetime) -> None:
    session.add(
        StatusUpdate(assignment_id=part.number, percent=percent, state="正常推进", said_at=at)
    )


def test_progress_behind_the_time_passed_is_told_with_both_figures(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    clock.set("2024-06-20T10:00")
    part = make_assignment(session)
    task = session.get_one(Task, part.task_id)
    task.dispatched_at, task.due_on = clock() - timedelta(days=171), date(2024, 12, 31)
    told(session, part, 30, clock())
    assert said_of(session, part, "behind", calendar) == "6月20日填报进度30%，按时间进度应达50%"


def test_progress_behind_a_milestone_is_told_against_the_plan(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    clock.set("2023-12-20T10:00")
    part = make_assignment(session)
    session.add(Milestone(task_id=part.task_id, title="过半", due_on=date(2024, 6, 28), percent=50))
    told(session, part, 20, clock())
    said = said_of(session, part, "behind", calendar)
    assert said == "2023年12月20日填报进度20%，按节点计划应达50%"


def test_figures_that_caught_up_meanwhile_are_not_held_against_anybody(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    session.add(Milestone(task_id=part.task_id, title="过半", due_on=date(2024, 6, 28), percent=50))
    told(session, part, 20, clock())
    told(session, part, 55, clock())
    assert said_of(session, part, "behind", calendar) == ""


def test_silence_names_the_periods_that_were_not_answered(
    session: Session, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    part = make_assignment(session, make_task(session, notice))
    duty = make_duty(session, notice)
    quarters = {"2024年第一季度": date(2024, 4, 5), "2024年第二季度": date(2024, 6, 28)}
    for label, due_on in quarters.items():
        days = {"opens_on": due_on, "support_due_on": due_on, "due_on": due_on}
        make_return_item(session, make_period(session, duty, label=label, **days), part)
    said = said_of(session, part, "silent", calendar)
    assert said == "2024年第一季度、2024年第二季度均未报送"
