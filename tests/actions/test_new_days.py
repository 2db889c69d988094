"""A day that moves: what was said about the old one is not said again, and nothing too early."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.extensions import ask, grant
from actions.reminders import decide_reminders, decisions_due
from actions.returns import send_back_item
from models import Assignment, Reminder
from rules.due import Due
from rules.office import Office
from rules.returns import ItemStatus
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import (
    make_assignment,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)

OPENED = datetime.fromisoformat("2024-09-09T07:30+08:00")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00")


def a_part_that_owes_a_return(session: Session) -> Assignment:
    notice = make_notice(session)
    part = make_assignment(session, make_task(session, notice))
    make_return_item(
        session, make_period(session, make_duty(session, notice), opened_at=OPENED), part
    )
    return part


def said(session: Session) -> list[tuple[date, str]]:
    rows = session.exec(select(Reminder).order_by(col(Reminder.id)))
    return [(row.decided_on, row.rule) for row in rows]


def days(session: Session, calendar: WorkingCalendar, *moments: str) -> None:
    for moment in moments:
        decide_reminders(session, now=at(moment), calendar=calendar, policies=built_in_policies())


def extended(
    session: Session, part: Assignment, until: date, calendar: WorkingCalendar, office: Office
) -> None:
    asked = ask(
        session, part.number, until_on=until, reason="雨季", now=at("2024-09-20T09:00"),
        actor="某局", calendar=calendar,
    )  # fmt: skip
    session.flush()
    grant(
        session, asked.number, now=at("2024-09-20T10:00"), actor="统筹办公室",
        calendar=calendar, office=office,
    )  # fmt: skip


def test_a_return_whose_day_moves_does_not_open_twice(
    session: Session, calendar: WorkingCalendar, office: Office
) -> None:
    part = a_part_that_owes_a_return(session)
    days(session, calendar, "2024-09-09T08:30")
    extended(session, part, date(2024, 10, 31), calendar, office)
    days(session, calendar, "2024-09-23T08:30", "2024-10-17T08:30", "2024-10-28T08:30")

    assert said(session) == [
        (date(2024, 9, 9), "return-opens"),
        (date(2024, 10, 17), "return-due-10"),
        (date(2024, 10, 28), "return-due-3"),
    ]


def test_points_before_the_day_on_which_an_extension_was_granted_are_left_out(
    session: Session, calendar: WorkingCalendar, office: Office
) -> None:
    """The tenth working day before 8 October had passed when the day was set."""
    part = a_part_that_owes_a_return(session)
    days(session, calendar, "2024-09-09T08:30")
    extended(session, part, date(2024, 10, 8), calendar, office)
    days(session, calendar, "2024-09-23T08:30", "2024-09-27T08:30")

    assert said(session)[1:] == [(date(2024, 9, 27), "return-due-3")]


def test_what_was_sent_back_is_not_asked_for_again_the_next_morning(
    session: Session, calendar: WorkingCalendar, office: Office
) -> None:
    a_part_that_owes_a_return(session)
    days(session, calendar, "2024-09-09T08:30", "2024-09-14T08:30")
    due = _only_due(session, calendar, "2024-09-26T08:30")
    item = due.subject_id
    _give(session, item)
    send_back_item(
        session, item, reason="没有数据", now=at("2024-09-27T10:00"), actor="统筹办公室",
        calendar=calendar, office=office,
    )  # fmt: skip
    days(session, calendar, "2024-09-29T08:30", "2024-09-30T08:30")

    assert [rule for _, rule in said(session)] == ["return-opens", "return-due-10"]


def _only_due(session: Session, calendar: WorkingCalendar, moment: str) -> Due:
    found = decisions_due(session, now=at(moment), calendar=calendar, policies=built_in_policies())
    [(due, point)] = found
    assert point.rule == "return-due-3"
    return due


def _give(session: Session, item_id: int) -> None:
    from models import ReturnItem

    item = session.get_one(ReturnItem, item_id)
    item.move_to(ItemStatus.GIVEN, now=at("2024-09-26T10:00"))
    session.add(item)
    session.flush()
