"""A department's part: 签收, 异议, and what the office makes of an objection."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.outbox import put_in_outbox
from actions.pursuit import end_pursuit
from models import Assignment, Department, Milestone, OutgoingMessage, Target, Task
from rules.assignments import AssignmentStatus
from rules.audiences import Audience
from rules.errors import NotAllowed, NotFound
from rules.office import Office
from rules.wording import wording_for
from rules.working_days import WorkingCalendar
from templates import render_letter


def find_assignment(session: Session, task_id: int, department_id: int) -> Assignment:
    """Return a department's living part in a task, the most responsible first, or raise."""
    part = session.exec(
        select(Assignment)
        .where(
            Assignment.task_id == task_id,
            Assignment.department_id == department_id,
            col(Assignment.status) != AssignmentStatus.ENDED,
        )
        .order_by(col(Assignment.consolidates).desc(), col(Assignment.order))
    ).first()
    if part is None:
        raise NotFound("assignment", f"task {task_id}, department {department_id}")
    return part


def acknowledge(session: Session, assignment_id: int, *, now: datetime, actor: str) -> Assignment:
    """Note 签收; a part that was acknowledged stays so."""
    part = session.get_one(Assignment, assignment_id)
    if part.status is AssignmentStatus.ACKNOWLEDGED:
        return part
    part.move_to(AssignmentStatus.ACKNOWLEDGED, now=now)
    session.add(part)
    record_event(session, "assignment.acknowledged", part, now=now, actor=actor)
    _stop_asking_for_receipt(session, part, reason="已签收", now=now)
    return part


def object_to(
    session: Session, assignment_id: int, *, reason: str, now: datetime, actor: str
) -> Assignment:
    """Note a department's objection to its assignment, in its own words, for the office.

    Raises `NotAllowed` after the days that the preset gives for it.
    """
    part = session.get_one(Assignment, assignment_id)
    if part.object_before is not None and now >= part.object_before:
        raise NotAllowed(
            "提出异议的期限已过，没有记录异议。",
            "请与统筹办公室联系：确需调整分工的，由统筹办公室改派。",
        )
    part.move_to(AssignmentStatus.OBJECTED, now=now)
    part.objection = reason
    session.add(part)
    record_event(session, "assignment.objected", part, now=now, actor=actor, reason=reason)
    _stop_asking_for_receipt(session, part, reason="提出异议", now=now)
    return part


def uphold(
    session: Session,
    assignment_id: int,
    *,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> Assignment:
    """Uphold an assignment against an objection; the department hears why."""
    part = session.get_one(Assignment, assignment_id)
    part.move_to(AssignmentStatus.ACKNOWLEDGED, now=now)
    session.add(part)
    record_event(session, "assignment.upheld", part, now=now, actor=actor, reason=reason)
    tell_department(
        session,
        part,
        "objection_answered",
        kind="answer",
        now=now,
        calendar=calendar,
        office=office,
        reason=reason,
        moved_to="",
    )
    return part


def reassign(
    session: Session,
    assignment_id: int,
    department: Department,
    *,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> Assignment:
    """Give a part to another department: the old one ends, the new one waits for 交办."""
    part = session.get_one(Assignment, assignment_id)
    _check_can_move(session, part, department)
    part.move_to(AssignmentStatus.ENDED, now=now)
    part.ended_reason = f"改派{department.short_name}：{reason}"
    session.add(part)
    end_pursuit(session, [part.number], reason="改派", now=now)
    successor = Assignment(
        task_id=part.task_id,
        department_id=department.number,
        printed_name=department.short_name,
        role=part.role,
        order=part.order,
        consolidates=part.consolidates,
    )
    part.consolidates = False
    session.add(successor)
    session.flush()
    _hand_over(session, part, department)
    record_event(
        session,
        "assignment.reassigned",
        part,
        now=now,
        actor=actor,
        to=department.code,
        reason=reason,
        successor=successor.number,
    )
    tell_department(
        session,
        part,
        "objection_answered",
        kind="answer",
        now=now,
        calendar=calendar,
        office=office,
        reason=reason,
        moved_to=department.short_name,
    )
    return successor


def _hand_over(session: Session, part: Assignment, department: Department) -> None:
    """The milestones and targets of the task that were the old department's are the new one's."""
    steps = select(Milestone).where(
        Milestone.task_id == part.task_id, Milestone.department_id == part.department_id
    )
    for step in session.exec(steps):
        step.department_id = department.number
        session.add(step)
    targets = select(Target).where(
        Target.task_id == part.task_id, Target.owner_id == part.department_id
    )
    for target in session.exec(targets):
        target.owner_id = department.number
        session.add(target)


def tell_department(
    session: Session,
    part: Assignment,
    template: str,
    *,
    kind: str,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    **facts: Any,
) -> OutgoingMessage | None:
    """Answer a department about one of its tasks; nothing is said to an unknown unit."""
    if part.department_id is None:
        return None
    task = session.get_one(Task, part.task_id)
    department = session.get_one(Department, part.department_id)
    letter = render_letter(
        template,
        department=department.name,
        wording=wording_for(office.standing, level=department.level, kind=department.kind),
        task=task.title,
        key=task.key,
        office=office.name,
        today=calendar.office_day(now),
        assumption=calendar.assumption(fact for fact in facts.values() if isinstance(fact, date)),
        **facts,
    )
    message = put_in_outbox(
        session,
        kind=kind,
        letter=letter,
        audience=Audience.LIAISON,
        office=office,
        today=calendar.office_day(now),
        now=now,
        department_id=part.department_id,
        notice_id=task.notice_id,
        task_ids=[task.number],
    )
    record_event(session, "message.queued", message, now=now, kind=kind)
    return message


def _check_can_move(session: Session, part: Assignment, department: Department) -> None:
    if part.department_id == department.number:
        raise NotAllowed(f"该任务已由{department.short_name}承担。")
    taken = session.exec(
        select(Assignment).where(
            Assignment.task_id == part.task_id,
            Assignment.department_id == department.number,
            Assignment.role == part.role,
        )
    ).first()
    if taken is not None:
        raise NotAllowed(
            f"{department.short_name}在该任务中已有同样的分工。",
            "请选择其他单位，或直接结束这一分工。",
        )


def _stop_asking_for_receipt(
    session: Session, part: Assignment, *, reason: str, now: datetime
) -> None:
    end_pursuit(
        session,
        [part.number],
        reason=reason,
        now=now,
        due_instance=f"acknowledge:{part.number}:{part.acknowledge_by}",
    )
