"""A value noted wrongly is corrected or taken back; the record keeps what was noted."""

from datetime import date

import pytest
from sqlmodel import Session, select

from actions.due import Scope, find_due
from actions.readings import correct_reading, take_back_reading
from models import Assignment, Department, Event, Notice, Target, TargetReading, Task
from reports.views.tasks import latest_reading
from rules.due import DueKind
from rules.errors import NotAllowed
from rules.working_days import WorkingCalendar
from tests.factories import make_assignment, make_target
from tests.fakes import FakeClock


@pytest.fixture
def part(session: Session) -> Assignment:
    return make_assignment(session)


@pytest.fixture
def target(session: Session, part: Assignment, clock: FakeClock) -> Target:
    """600 by 31 March; 512 was noted on 4 March."""
    task = session.get_one(Task, part.task_id)
    notice = session.get_one(Notice, task.notice_id)
    owner = session.get_one(Department, part.department_id)
    row = make_target(session, notice, owner, task_id=task.number, by=date(2024, 3, 31))
    session.add(reading(row, 512.0, clock))
    session.flush()
    return row


def reading(target: Target, value: float | None, clock: FakeClock) -> TargetReading:
    return TargetReading(
        target_id=target.number, department_id=target.owner_id or 0, value=value, unit="家",
        read_at=clock(),
    )  # fmt: skip


def owed(session: Session, target: Target, calendar: WorkingCalendar) -> bool:
    dues = find_due(session, Scope(until=date(2024, 4, 30)), calendar=calendar)
    return any(due.kind is DueKind.TARGET and due.subject_id == target.number for due in dues)


def test_a_corrected_value_counts_and_the_wrong_one_stays_in_the_record(
    session: Session, target: Target, clock: FakeClock
) -> None:
    correct_reading(session, target.number, 152, reason="数字颠倒", by="周宁", now=clock())
    session.flush()
    latest = latest_reading(session, target)
    assert latest is not None
    assert (latest.value, latest.note) == (152, "周宁更正：数字颠倒")
    assert [row.value for row in session.exec(select(TargetReading))] == [512, 152]
    event = session.exec(select(Event).where(Event.name == "duban.reading.corrected")).one()
    assert (event.actor, event.payload["instead_of"]) == ("周宁", 512)


def test_the_first_value_taken_back_leaves_none_and_none_is_taken_back_twice(
    session: Session, target: Target, clock: FakeClock
) -> None:
    correct_reading(session, target.number, None, reason="不是这项指标", by="周宁", now=clock())
    session.flush()
    assert latest_reading(session, target) is None
    with pytest.raises(NotAllowed, match="没有已登记的完成值"):
        correct_reading(session, target.number, None, reason="再撤", by="周宁", now=clock())
    correct_reading(session, target.number, 150, reason="补录", by="周宁", now=clock())
    session.flush()
    latest = latest_reading(session, target)
    assert latest is not None
    assert latest.value == 150


def test_a_correction_says_why(session: Session, target: Target, clock: FakeClock) -> None:
    with pytest.raises(NotAllowed, match="理由"):
        correct_reading(session, target.number, 1, reason=" ", by="周宁", now=clock())


def test_whose_value_was_taken_back_is_asked_again(
    session: Session, target: Target, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    assert not owed(session, target, calendar)
    correct_reading(session, target.number, None, reason="不是这项指标", by="周宁", now=clock())
    session.flush()
    assert owed(session, target, calendar)


def test_an_undo_of_the_only_value_leaves_none_and_of_a_later_one_the_earlier(
    session: Session, target: Target, clock: FakeClock
) -> None:
    later = reading(target, 700.0, clock)
    session.add(later)
    session.flush()
    assert take_back_reading(session, later, note="撤销", now=clock()).value == 512
    first = session.exec(select(TargetReading)).first()
    assert first is not None
    assert take_back_reading(session, first, note="撤销", now=clock()).value is None
