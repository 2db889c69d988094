"""交办: one message per department with all its tasks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from actions.dispatch import dispatch, preview, waiting_dispatches
from models import Assignment, Notice, OutgoingMessage, Task
from rules.assignments import AssignmentStatus, Role
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.policies import load_policies
from runtime.settings import Settings
from tests.factories import make_assignment, make_department, make_notice, make_target, make_task
from tests.fakes import FakeClock

DRAFT: dict[str, Any] = {
    "status": AssignmentStatus.DRAFT, "dispatched_at": None,
    "acknowledge_by": None, "acknowledged_at": None,
}  # fmt: skip


@pytest.fixture
def means(
    calendar: WorkingCalendar, office: Office, settings: Settings, clock: FakeClock
) -> dict[str, Any]:
    return {
        "now": clock(), "calendar": calendar, "office": office,
        "policies": load_policies(settings),
    }  # fmt: skip


def confirmed_task(session: Session, notice: Notice, title: str, key: str) -> Task:
    return make_task(
        session, notice, title=title, key=key, status=TaskStatus.CONFIRMED, dispatched_at=None
    )


def test_a_department_hears_of_all_its_tasks_in_one_message(
    session: Session, means: dict[str, Any], golden: Callable[[str, str], None]
) -> None:
    notice = make_notice(session, title="临澜市科技创新行动方案", doc_number="临澜府办〔2024〕3号")
    lead = make_department(session, "市科技局")
    other = make_department(session, "市财政局")
    first = confirmed_task(session, notice, "建设算力中心", "1")
    second = confirmed_task(session, notice, "制定产业发展实施方案", "2")
    second.wants_plan, second.due_on = True, date(2024, 9, 30)
    make_assignment(session, first, lead, **DRAFT)
    make_assignment(session, first, other, role=Role.SUPPORT, order=2, **DRAFT)
    make_assignment(session, second, lead, **DRAFT)
    make_target(session, notice, lead, task_id=first.number, quote="算力规模达到500P以上")

    for notice_id, department_id in waiting_dispatches(session):
        dispatch(session, notice_id, department_id, **means)

    messages = session.exec(select(OutgoingMessage)).all()
    assert [message.task_ids for message in messages] == [
        [first.number, second.number], [first.number],
    ]  # fmt: skip
    link = next(line for line in messages[0].text.splitlines() if "/d/" in line)
    golden(
        "dispatch.txt",
        messages[0].subject + "\n\n" + messages[0].text.replace(link.rpartition("/d/")[2], "…"),
    )
    assert first.status is second.status is TaskStatus.IN_PROGRESS


def test_dispatching_twice_sends_once(session: Session, means: dict[str, Any]) -> None:
    part = make_assignment(
        session, confirmed_task(session, make_notice(session), "建设算力中心", "1"), **DRAFT
    )
    ((notice_id, department_id),) = waiting_dispatches(session)
    assert dispatch(session, notice_id, department_id, **means) is not None
    assert dispatch(session, notice_id, department_id, **means) is None
    assert waiting_dispatches(session) == []
    assert part.status is AssignmentStatus.DISPATCHED


def test_a_draft_task_is_never_dispatched(session: Session, means: dict[str, Any]) -> None:
    task = make_task(session, status=TaskStatus.DRAFT, dispatched_at=None)
    make_assignment(session, task, **DRAFT)
    assert waiting_dispatches(session) == []


def test_an_unknown_department_blocks_only_its_own_part(
    session: Session, means: dict[str, Any]
) -> None:
    task = confirmed_task(session, make_notice(session), "建设算力中心", "1")
    make_assignment(session, task, **DRAFT)
    session.add(Assignment(task_id=task.number, printed_name="市某局", role=Role.SUPPORT, order=2))
    session.flush()
    ((notice_id, department_id),) = waiting_dispatches(session)
    assert dispatch(session, notice_id, department_id, **means) is not None
    assert waiting_dispatches(session) == []


def test_the_receipt_is_due_in_working_days(session: Session, means: dict[str, Any]) -> None:
    """Dispatched on Sunday 2024-02-04, a 调休 working day: two working days later is the 6th."""
    part = make_assignment(
        session, confirmed_task(session, make_notice(session), "建设算力中心", "1"), **DRAFT
    )
    clock = FakeClock(means["now"])
    ((notice_id, department_id),) = waiting_dispatches(session)
    dispatch(session, notice_id, department_id, **means | {"now": clock.set("2024-02-04T10:00")})
    assert part.acknowledge_by == date(2024, 2, 6)


def test_a_preview_shows_every_message_and_writes_nothing(
    session: Session, means: dict[str, Any]
) -> None:
    notice = make_notice(session)
    task = make_task(session, notice, status=TaskStatus.DRAFT, dispatched_at=None)
    make_assignment(session, task, **DRAFT)
    letters = preview(session, notice.number, **means)
    assert [task.title in letter.text for _, letter in letters] == [True]
    assert session.exec(select(OutgoingMessage)).all() == []


def test_where_nobody_consolidates_each_who_answers_is_asked_for_a_plan(
    session: Session, means: dict[str, Any]
) -> None:
    notice = make_notice(session)
    task = confirmed_task(session, notice, "制定实施方案", "1")
    task.wants_plan = True
    asked: dict[str, bool] = {}
    for name, role in (
        ("东县人民政府", Role.LEAD),
        ("西县人民政府", Role.LEAD),
        ("市财政局", Role.SUPPORT),
    ):
        part = {**DRAFT, "role": role, "consolidates": False}
        make_assignment(session, task, make_department(session, name), **part)
    for notice_id, department_id in waiting_dispatches(session):
        message = dispatch(session, notice_id, department_id, **means)
        assert message is not None
        asked[message.text.partition("：")[0]] = "实施方案" in message.text.replace(
            "制定实施方案", ""
        )
    assert asked == {"东县人民政府": True, "西县人民政府": True, "临澜市财政局": False}
