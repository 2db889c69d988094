"""The verbs of a task's life: 报结, 核查, 退回, 销号, 中止, 恢复, 转长期, 撤销."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.assignments import tell_department
from actions.events import record_event
from actions.parts import parts_in
from actions.pursuit import assignment_ids_of, end_pursuit
from models import Assignment, StatusUpdate, Target, TargetReading, Task, value_stands
from rules.assignments import AssignmentStatus
from rules.errors import NotAllowed, NotFound
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar


def find_task(session: Session, notice_id: int, key: str) -> Task:
    """Return a task by its key within a notice (`7`, `7.2`), or raise `NotFound`."""
    task = session.exec(select(Task).where(Task.notice_id == notice_id, Task.key == key)).first()
    if task is None:
        raise NotFound("task", f"{notice_id}/{key}")
    return task


def submit(
    session: Session,
    task_id: int,
    *,
    department_id: int | None,
    now: datetime,
    actor: str,
    evidence: str = "",
) -> Task:
    """报结: the department that answers for the task says it is done, and what shows it.

    `department_id` is None when the office notes it for a department.
    """
    task = session.get_one(Task, task_id)
    _check_may_submit(session, task, department_id)
    if not evidence and not _was_reported(session, task):
        raise NotAllowed("报结须说明完成情况。", "请附完成情况说明或佐证材料后再报结。")
    _move(session, task, TaskStatus.SUBMITTED, now=now, actor=actor, event="task.submitted")
    task.reason = None  # of an earlier 退回: this answers it
    return task


def verify(session: Session, task_id: int, *, now: datetime, actor: str, found: str = "") -> Task:
    """核查: the office found it so.

    Raises `NotAllowed` where a target of the task has no value and `found` does not say why.
    """
    task = session.get_one(Task, task_id)
    if not found.strip():
        _check_targets_have_values(session, task)
    _move(
        session, task, TaskStatus.VERIFIED, now=now, actor=actor, event="task.verified", found=found
    )
    return task


def close(session: Session, task_id: int, *, now: datetime, actor: str) -> Task:
    """销号: every part of the task ends, and so does whatever ran after them."""
    task = session.get_one(Task, task_id)
    _move(session, task, TaskStatus.CLOSED, now=now, actor=actor, event="task.closed")
    _end_parts(session, task, reason="已销号", now=now)
    return task


def return_for_rework(
    session: Session,
    task_id: int,
    *,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> Task:
    """退回 a task that was submitted or verified; who answers for it hears why."""
    task = session.get_one(Task, task_id)
    if not reason.strip():
        raise NotAllowed("退回须写明原因。")
    _move(
        session,
        task,
        TaskStatus.IN_PROGRESS,
        now=now,
        actor=actor,
        event="task.returned",
        reason=reason,
    )
    task.reason = reason
    session.add(task)
    for part in _answering_parts(session, task):
        tell_department(
            session,
            part,
            "rework",
            kind="rework",
            now=now,
            calendar=calendar,
            office=office,
            reason=reason,
        )
    return task


def suspend(session: Session, task_id: int, *, reason: str, now: datetime, actor: str) -> Task:
    """中止, with a reason; nobody is reminded until it goes on."""
    task = session.get_one(Task, task_id)
    if not reason.strip():
        raise NotAllowed("中止须写明原因。")
    task.reason = reason
    _move(
        session,
        task,
        TaskStatus.SUSPENDED,
        now=now,
        actor=actor,
        event="task.suspended",
        reason=reason,
    )
    end_pursuit(session, assignment_ids_of(session, task_id), reason="任务中止", now=now)
    return task


def resume(session: Session, task_id: int, *, now: datetime, actor: str) -> Task:
    """Go on with a task that was suspended or made long-term."""
    task = session.get_one(Task, task_id)
    if task.status not in (TaskStatus.SUSPENDED, TaskStatus.LONG_TERM):
        raise NotAllowed("该任务没有中止。")
    _move(session, task, TaskStatus.IN_PROGRESS, now=now, actor=actor, event="task.resumed")
    return task


def make_long_term(session: Session, task_id: int, *, now: datetime, actor: str) -> Task:
    """转长期: it is reported on, and no deadline presses it."""
    task = session.get_one(Task, task_id)
    _move(session, task, TaskStatus.LONG_TERM, now=now, actor=actor, event="task.made_long_term")
    return task


def withdraw(session: Session, task_id: int, *, reason: str, now: datetime, actor: str) -> Task:
    """撤销, with a reason; its parts end."""
    task = session.get_one(Task, task_id)
    if not reason.strip():
        raise NotAllowed("撤销须写明原因。")
    task.reason = reason
    _move(
        session,
        task,
        TaskStatus.WITHDRAWN,
        now=now,
        actor=actor,
        event="task.withdrawn",
        reason=reason,
    )
    _end_parts(session, task, reason=f"任务撤销：{reason}", now=now)
    return task


def _move(
    session: Session,
    task: Task,
    status: TaskStatus,
    *,
    now: datetime,
    actor: str,
    event: str,
    **facts: str,
) -> None:
    task.move_to(status, now=now)
    session.add(task)
    record_event(session, event, task, now=now, actor=actor, **facts)


def _check_may_submit(session: Session, task: Task, department_id: int | None) -> None:
    if department_id is None:
        return
    if department_id not in {part.department_id for part in _answering_parts(session, task)}:
        raise NotAllowed("报结由牵头（负责汇总）单位提出。", "配合单位请把进展报给牵头单位。")


def _check_targets_have_values(session: Session, task: Task) -> None:
    read = (
        select(TargetReading.id).where(TargetReading.target_id == Target.id, value_stands())
    ).exists()
    lacking = session.exec(
        select(Target.indicator).where(
            Target.task_id == task.number, col(Target.confirmed_at).is_not(None), ~read
        )
    ).all()
    if lacking:
        raise NotAllowed(
            f"第{task.key}项还有{len(lacking)}项指标没有完成值：{'、'.join(lacking)}。",
            "请责任单位先填报完成值；确无数据的，写明核查情况后再核查。",
        )


def _answering_parts(session: Session, task: Task) -> list[Assignment]:
    """Return the parts that answer for the whole: who consolidates, else all who are left."""
    living = [part for part in parts_in(session, task) if part.status is not AssignmentStatus.ENDED]
    return [part for part in living if part.consolidates] or living


def _was_reported(session: Session, task: Task) -> bool:
    found = session.exec(
        select(StatusUpdate.id)
        .join(Assignment, col(StatusUpdate.assignment_id) == Assignment.id)
        .where(Assignment.task_id == task.number, StatusUpdate.narrative != "")
        .limit(1)
    ).first()
    return found is not None


def _end_parts(session: Session, task: Task, *, reason: str, now: datetime) -> None:
    parts = parts_in(session, task)
    for part in parts:
        if part.status is not AssignmentStatus.ENDED:
            part.move_to(AssignmentStatus.ENDED, now=now)
            part.ended_reason = reason
            session.add(part)
    end_pursuit(session, [part.number for part in parts], reason=reason, now=now)
