"""A task's life: 签收, 异议, 改派, 报结, 核查, 退回, 销号, 延期."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from actions.assignments import acknowledge, object_to, reassign, uphold
from actions.extensions import ask, grant, refuse, waiting_extensions
from actions.new_deadlines import set_deadline_and_tell
from actions.tasks import close, return_for_rework, submit, suspend, verify
from models import (
    Assignment,
    Department,
    EscalationCase,
    Milestone,
    Notice,
    OutgoingMessage,
    StatusUpdate,
    Task,
)
from rules.assignments import AssignmentStatus, Role
from rules.errors import NotAllowed, TransitionNotAllowed
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from tests.factories import (
    LONG_AGO,
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)
from tests.fakes import FakeClock


@pytest.fixture
def letters(calendar: WorkingCalendar, office: Office, clock: FakeClock) -> dict[str, Any]:
    return {"now": clock(), "calendar": calendar, "office": office, "actor": "李主任"}


def open_case(session: Session, part: Assignment, due_instance: str) -> EscalationCase:
    case = EscalationCase(
        assignment_id=part.number, due_instance=due_instance, due_on=date(2024, 1, 4),
        ladder=[], opened_at=LONG_AGO,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def dispatched(session: Session) -> Assignment:
    return make_assignment(session, status=AssignmentStatus.DISPATCHED, acknowledged_at=None)


def test_acknowledging_ends_the_climb_after_the_receipt_and_no_other(
    session: Session, clock: FakeClock
) -> None:
    part = dispatched(session)
    asked = open_case(session, part, f"acknowledge:{part.number}:2024-01-04")
    other = open_case(session, part, "item:5:2024-03-01")
    acknowledge(session, part.number, now=clock(), actor="市科技局")
    assert asked.ended_reason == "已签收"
    assert other.ended_at is None


def test_acknowledging_twice_keeps_the_first_moment(session: Session, clock: FakeClock) -> None:
    part = dispatched(session)
    first = clock()
    acknowledge(session, part.number, now=first, actor="市科技局")
    acknowledge(session, part.number, now=clock.advance(days=1), actor="市科技局")
    assert part.acknowledged_at == first


def test_an_objection_keeps_its_words_and_reassigning_answers_it(
    session: Session, letters: dict[str, Any], clock: FakeClock
) -> None:
    part = dispatched(session)
    object_to(session, part.number, reason="职能已划转", now=clock(), actor="市科技局")
    assert part.objection == "职能已划转"

    other = make_department(session, "市数据局")
    new = reassign(session, part.number, other, reason="职能已划转", **letters)
    assert part.status is AssignmentStatus.ENDED
    assert (new.role, new.consolidates) == (Role.LEAD, True)
    assert new.status is AssignmentStatus.DRAFT  # the next sweep hands it over
    answer = session.exec(select(OutgoingMessage)).one()
    assert "改由市数据局承担" in answer.text


def test_milestones_and_targets_of_a_task_move_with_it(
    session: Session, letters: dict[str, Any]
) -> None:
    part = dispatched(session)
    old = session.get_one(Department, part.department_id)
    task = session.get_one(Task, part.task_id)
    notice = session.get_one(Notice, task.notice_id)
    mine = make_target(session, notice, old, task_id=task.number)
    elsewhere = make_target(session, notice, old, task_id=make_task(session, notice).number)
    step = Milestone(
        task_id=task.number, department_id=old.number, title="选址", due_on=date(2024, 5, 31)
    )
    session.add(step)
    session.flush()
    new = make_department(session, "市数据局")
    reassign(session, part.number, new, reason="职能已划转", **letters)

    assert (step.department_id, mine.owner_id) == (new.number, new.number)
    assert elsewhere.owner_id == old.number


def test_upholding_answers_the_objection(session: Session, letters: dict[str, Any]) -> None:
    part = dispatched(session)
    object_to(session, part.number, reason="不属本单位职责", now=letters["now"], actor="某局")
    uphold(session, part.number, reason="三定方案第五条", **letters)
    assert part.status is AssignmentStatus.ACKNOWLEDGED
    assert "仍由贵单位承担" in session.exec(select(OutgoingMessage)).one().text


def test_a_part_cannot_move_to_who_holds_it_already(
    session: Session, letters: dict[str, Any]
) -> None:
    part = dispatched(session)
    holder = make_assignment(session, status=AssignmentStatus.DISPATCHED, acknowledged_at=None)
    with pytest.raises(NotAllowed):
        reassign(
            session,
            part.number,
            session.get_one(Department, part.department_id),
            reason="x",
            **letters,
        )
    assert holder.status is AssignmentStatus.DISPATCHED


def reported(session: Session) -> Assignment:
    part = make_assignment(session)
    session.add(
        StatusUpdate(assignment_id=part.number, percent=100, narrative="已建成", said_at=LONG_AGO)
    )
    session.flush()
    return part


def test_from_submission_to_closing(session: Session, clock: FakeClock) -> None:
    part = reported(session)
    case = open_case(session, part, "item:5:2024-03-01")
    task_id = part.task_id
    submit(session, task_id, department_id=part.department_id, now=clock(), actor="市科技局")
    verify(session, task_id, now=clock(), actor="李主任", found="现场查看")
    task = close(session, task_id, now=clock(), actor="李主任")
    assert task.status is TaskStatus.CLOSED
    assert part.status is AssignmentStatus.ENDED
    assert case.ended_reason == "已销号"


def test_a_missing_figure_is_given_or_explained_before_a_task_is_verified(
    session: Session, clock: FakeClock
) -> None:
    part = reported(session)
    task = session.get_one(Task, part.task_id)
    make_target(session, session.get_one(Notice, task.notice_id), task_id=task.number)
    submit(session, task.number, department_id=part.department_id, now=clock(), actor="市科技局")
    with pytest.raises(NotAllowed, match="高新技术企业数量"):
        verify(session, task.number, now=clock(), actor="李主任")
    verify(session, task.number, now=clock(), actor="李主任", found="统计部门年底才有数")


def test_a_submission_without_any_report_is_refused(session: Session, clock: FakeClock) -> None:
    part = make_assignment(session)
    with pytest.raises(NotAllowed, match="完成情况"):
        submit(session, part.task_id, department_id=part.department_id, now=clock(), actor="x")


def test_only_who_consolidates_submits(session: Session, clock: FakeClock) -> None:
    lead = reported(session)
    helper = make_assignment(
        session,
        task=session.get_one(type(make_task(session)), lead.task_id),
        role=Role.SUPPORT,
        order=2,
    )
    with pytest.raises(NotAllowed, match="牵头"):
        submit(session, lead.task_id, department_id=helper.department_id, now=clock(), actor="x")


def test_returned_work_goes_on_and_the_lead_hears_why(
    session: Session, letters: dict[str, Any]
) -> None:
    part = reported(session)
    submit(
        session,
        part.task_id,
        department_id=part.department_id,
        now=letters["now"],
        actor="市科技局",
    )
    task = return_for_rework(session, part.task_id, reason="缺验收材料", **letters)
    assert task.status is TaskStatus.IN_PROGRESS
    message = session.exec(select(OutgoingMessage)).one()
    assert message.department_id == part.department_id
    assert "缺验收材料" in message.text


def test_closing_before_verifying_is_no_step_of_the_life(
    session: Session, clock: FakeClock
) -> None:
    part = reported(session)
    with pytest.raises(TransitionNotAllowed):
        close(session, part.task_id, now=clock(), actor="李主任")


def test_a_suspension_needs_a_reason_and_stops_the_climb(
    session: Session, clock: FakeClock
) -> None:
    part = make_assignment(session)
    case = open_case(session, part, "item:5:2024-03-01")
    with pytest.raises(NotAllowed):
        suspend(session, part.task_id, reason=" ", now=clock(), actor="李主任")
    suspend(session, part.task_id, reason="等待上级批复", now=clock(), actor="李主任")
    assert case.ended_reason == "任务中止"


def test_a_granted_extension_moves_the_day_and_keeps_the_first(
    session: Session, letters: dict[str, Any]
) -> None:
    task = make_task(session, due_on=date(2024, 3, 29), original_due_on=date(2024, 3, 29))
    part = make_assignment(session, task)
    case = open_case(session, part, f"deadline:{task.number}:2024-03-29")
    asked = ask(
        session, part.number, until_on=date(2024, 5, 31), reason="用地手续未办结",
        now=letters["now"], actor="市科技局", calendar=letters["calendar"],
    )  # fmt: skip
    assert waiting_extensions(session) == [asked]
    grant(session, asked.number, **letters)
    assert (task.due_on, task.original_due_on) == (date(2024, 5, 31), date(2024, 3, 29))
    assert case.ended_reason == "已批准延期"
    assert "2024年5月31日" in session.exec(select(OutgoingMessage)).one().text


def test_a_refused_extension_keeps_the_day(session: Session, letters: dict[str, Any]) -> None:
    task = make_task(session, due_on=date(2024, 3, 29))
    part = make_assignment(session, task)
    asked = ask(
        session, part.number, until_on=date(2024, 5, 31), reason="人手不足",
        now=letters["now"], actor="市科技局", calendar=letters["calendar"],
    )  # fmt: skip
    refuse(session, asked.number, reason="时间充裕", **letters)
    assert task.due_on == date(2024, 3, 29)
    with pytest.raises(NotAllowed, match="已由李主任处理"):
        grant(session, asked.number, **letters)


def test_without_a_deadline_the_return_that_is_due_moves(
    session: Session, letters: dict[str, Any]
) -> None:
    notice = make_notice(session)
    part = make_assignment(session, make_task(session, notice))
    item = make_return_item(session, make_period(session, make_duty(session, notice)), part)
    asked = ask(
        session, part.number, until_on=date(2024, 10, 15), reason="数据待核",
        now=letters["now"], actor="市科技局", calendar=letters["calendar"],
    )  # fmt: skip
    grant(session, asked.number, **letters)
    assert item.due_on == date(2024, 10, 15)
    assert asked.from_on == date(2024, 9, 30)


def test_nothing_due_means_nothing_to_extend(session: Session, letters: dict[str, Any]) -> None:
    part = make_assignment(session)
    with pytest.raises(NotAllowed, match="没有可以延期的时限"):
        ask(
            session, part.number, until_on=date(2024, 5, 31), reason="x",
            now=letters["now"], actor="x", calendar=letters["calendar"],
        )  # fmt: skip


def test_a_deadline_the_office_sets_is_said_to_who_owes_it(
    session: Session, letters: dict[str, Any]
) -> None:
    part = dispatched(session)
    make_assignment(
        session, session.get_one(Task, part.task_id), make_department(session, "市财政局"),
        role=Role.SUPPORT,
    )  # fmt: skip
    set_deadline_and_tell(session, part.task_id, date(2024, 3, 6), **letters)
    told = session.exec(select(OutgoingMessage)).one()
    assert told.department_id == part.department_id
    assert "完成时限定为2024年3月6日" in told.subject


def test_a_deadline_set_before_a_task_is_handed_over_stands_in_its_first_letter_only(
    session: Session, letters: dict[str, Any]
) -> None:
    part = make_assignment(session, make_task(session), status="draft", dispatched_at=None)
    set_deadline_and_tell(session, part.task_id, date(2024, 3, 6), **letters)
    assert session.exec(select(OutgoingMessage)).all() == []


def test_a_deadline_of_a_task_that_was_reported_done_is_said_to_nobody(
    session: Session, letters: dict[str, Any]
) -> None:
    part = dispatched(session)
    session.get_one(Task, part.task_id).status = TaskStatus.SUBMITTED
    set_deadline_and_tell(session, part.task_id, date(2024, 3, 6), **letters)
    assert session.exec(select(OutgoingMessage)).all() == []
