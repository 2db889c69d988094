"""交办: one message per department with all its tasks; it asks for 签收."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from actions.confirmation import why_not
from actions.dispatch_letter import write_dispatch
from actions.events import record_event
from actions.links import department_link
from actions.outbox import put_in_outbox
from models import Assignment, Department, Notice, OutgoingMessage, Task
from rules.assignments import AssignmentStatus
from rules.audiences import Audience
from rules.office import Office
from rules.policies import Policy, policy_of
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from templates import Letter

DISPATCHABLE = (TaskStatus.CONFIRMED, TaskStatus.IN_PROGRESS, TaskStatus.LONG_TERM)


def waiting_dispatches(session: Session) -> list[tuple[int, int]]:
    """Return (notice, department) pairs with parts that are confirmed and not dispatched."""
    rows = session.exec(
        select(Task.notice_id, Assignment.department_id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Notice, col(Task.notice_id) == Notice.id)
        .where(
            col(Assignment.status) == AssignmentStatus.DRAFT,
            col(Assignment.department_id).is_not(None),
            col(Task.status).in_(DISPATCHABLE),
            Notice.status == "confirmed",
        )
        .distinct()
        .order_by(col(Task.notice_id), col(Assignment.department_id))
    )
    return [(notice, department) for notice, department in rows if department is not None]


def dispatch(
    session: Session,
    notice_id: int,
    department_id: int,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
) -> OutgoingMessage | None:
    """Hand one department all its confirmed parts of a notice in one message.

    Safe to repeat: parts that were dispatched are not drafts any more.
    """
    notice = session.get_one(Notice, notice_id)
    parts = _draft_parts(session, notice_id, department_id)
    if not parts:
        return None
    today = calendar.office_day(now)
    for part, task in parts:
        policy = policy_of(policies, task.policy or notice.policy)
        part.move_to(AssignmentStatus.DISPATCHED, now=now)
        begin_limits(part, policy, today=today, calendar=calendar)
        session.add(part)
        if task.status is TaskStatus.CONFIRMED:
            task.move_to(TaskStatus.IN_PROGRESS, now=now)
            session.add(task)
        record_event(
            session, "assignment.dispatched", part, now=now,
            acknowledge_by=str(part.acknowledge_by), department=part.department_id,
        )  # fmt: skip
    letter = write_dispatch(
        session,
        notice,
        session.get_one(Department, department_id),
        parts,
        acknowledge_by=min(part.acknowledge_by for part, _ in parts if part.acknowledge_by),
        calendar=calendar,
        office=office,
        today=today,
        link=department_link(session, department_id, office=office, now=now),
    )
    numbers = ",".join(str(part.number) for part, _ in parts)
    message = put_in_outbox(
        session,
        kind="dispatch",
        letter=letter,
        audience=Audience.LIAISON,
        office=office,
        today=today,
        now=now,
        department_id=department_id,
        notice_id=notice_id,
        task_ids=[task.number for _, task in parts],
        merge_key=f"dispatch:{hashlib.sha256(numbers.encode()).hexdigest()[:24]}",
    )
    record_event(session, "message.queued", message, now=now, kind="dispatch")
    return message


def begin_limits(
    part: Assignment, policy: Policy, *, today: date, calendar: WorkingCalendar
) -> None:
    """Set the days for 签收 and 异议, which begin today, by the preset of the task."""
    part.acknowledge_by = calendar.add_working_days(today, policy.acknowledge_within)
    part.object_before = end_of_objections(today, policy, calendar)


def end_of_objections(today: date, policy: Policy, calendar: WorkingCalendar) -> datetime:
    """Return the moment at which the days for an objection are over, if they begin today."""
    last = calendar.add_working_days(today, policy.object_within)
    return calendar.moment(last + timedelta(days=1), "00:00")


def preview(
    session: Session,
    notice_id: int,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
    keys: Collection[str] | None = None,
) -> list[tuple[Department, Letter]]:
    """Return every 交办 message that confirming this notice now would send; nothing is written.

    What is doubtful would stay a draft, so it is in none of them. With `keys`, only these tasks.
    """
    notice = session.get_one(Notice, notice_id)
    ready = _ready_drafts(session, notice, keys)
    today = calendar.office_day(now)
    acknowledge_by = calendar.add_working_days(
        today, policy_of(policies, notice.policy).acknowledge_within
    )
    departments = session.exec(
        select(Department)
        .join(Assignment, col(Assignment.department_id) == Department.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Task.notice_id == notice_id, col(Assignment.status) == AssignmentStatus.DRAFT)
        .distinct()
        .order_by(col(Department.id))
    ).all()
    parts_of = {
        department.number: _draft_parts(session, notice_id, department.number, ready=ready)
        for department in departments
    }
    return [
        (
            department,
            write_dispatch(
                session,
                notice,
                department,
                parts_of[department.number],
                acknowledge_by=acknowledge_by,
                calendar=calendar,
                office=office,
                today=today,
                link=f"{office.url}/d/…",
            ),
        )
        for department in departments
        if parts_of[department.number]
    ]


def _ready_drafts(session: Session, notice: Notice, keys: Collection[str] | None) -> set[int]:
    drafts = session.exec(
        select(Task).where(Task.notice_id == notice.number, col(Task.status) == TaskStatus.DRAFT)
    ).all()
    wanted = [task for task in drafts if keys is None or task.key in keys]
    return {task.number for task in wanted if not why_not(session, notice, task)}


def _draft_parts(
    session: Session, notice_id: int, department_id: int, *, ready: Collection[int] = ()
) -> list[tuple[Assignment, Task]]:
    return list(
        session.exec(
            select(Assignment, Task)
            .join(Task, col(Assignment.task_id) == Task.id)
            .where(
                Task.notice_id == notice_id,
                Assignment.department_id == department_id,
                col(Assignment.status) == AssignmentStatus.DRAFT,
                or_(col(Task.status).in_(DISPATCHABLE), col(Task.id).in_(ready)),
            )
            .order_by(col(Task.id), col(Assignment.id))
        )
    )
