"""采用 and 退回 of one answer."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from actions.returns import accept_answered, accept_item, send_back_item
from models import OutgoingMessage, Return, ReturnItem
from rules.errors import NotAllowed, TransitionNotAllowed
from rules.office import Office
from rules.returns import ItemStatus
from rules.working_days import WorkingCalendar
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.fakes import FakeClock


@pytest.fixture
def letters(calendar: WorkingCalendar, office: Office, clock: FakeClock) -> dict[str, Any]:
    now = clock.set("2024-10-10T10:00")
    return {"now": now, "calendar": calendar, "office": office, "actor": "李主任"}


def answered(session: Session) -> ReturnItem:
    notice = make_notice(session)
    task = make_task(session, notice, title="建设算力中心", key="1")
    part = make_assignment(session, task, make_department(session, "市科技局"))
    period = make_period(session, make_duty(session, notice))
    return make_return_item(session, period, part, status=ItemStatus.GIVEN)


def test_an_accepted_answer_is_what_the_report_is_made_from(
    session: Session, clock: FakeClock
) -> None:
    item = answered(session)
    accept_item(session, item.number, now=clock(), actor="李主任")
    assert item.status is ItemStatus.ACCEPTED


def test_what_was_not_given_cannot_be_accepted(session: Session, clock: FakeClock) -> None:
    item = answered(session)
    item.status = ItemStatus.AWAITED
    with pytest.raises(TransitionNotAllowed):
        accept_item(session, item.number, now=clock(), actor="李主任")


def test_all_answers_of_a_period_are_accepted_at_once(session: Session, clock: FakeClock) -> None:
    item = answered(session)
    period_id = session.get_one(Return, item.return_id).period_id
    assert accept_answered(session, period_id, now=clock(), actor="李主任") == 1
    assert accept_answered(session, period_id, now=clock(), actor="李主任") == 0


def test_a_returned_answer_gets_a_new_day_and_its_reason_is_heard(
    session: Session, letters: dict[str, Any], golden: Callable[[str, str], None]
) -> None:
    """Sent back on Thursday 10 October 2024; Saturday the 12th is a 调休 working day."""
    item = answered(session)
    send_back_item(session, item.number, reason="未填写存在问题", **letters)
    assert item.status is ItemStatus.SENT_BACK
    assert item.due_on == date(2024, 10, 14)
    message = session.exec(select(OutgoingMessage)).one()
    golden("sent_back.txt", f"{message.subject}\n\n{message.text}")


def test_sending_back_needs_a_reason(session: Session, letters: dict[str, Any]) -> None:
    item = answered(session)
    with pytest.raises(NotAllowed, match="原因"):
        send_back_item(session, item.number, reason="", **letters)
