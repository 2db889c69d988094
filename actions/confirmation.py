"""Confirming what was read: a person answers the doubts, corrects, and makes tasks live."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.parts import parts_in
from actions.superseding import check_matches_decided, take_over
from models import Assignment, Doubt, Notice, ReportingDuty, Target, Task
from rules.assignments import AssignmentStatus, Role
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus


@dataclass(slots=True)
class Confirmed:
    """What became live, and what did not: task key → why, in words for the office."""

    notice_id: int
    tasks: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def confirm_notice(
    session: Session,
    notice_id: int,
    *,
    now: datetime,
    actor: str,
    keys: list[str] | None = None,
) -> Confirmed:
    """Confirm the drafts of a notice that nothing stands against, or only those named by `keys`.

    What is doubtful stays a draft and is told; the rest is live. Safe to repeat.
    """
    notice = session.get_one(Notice, notice_id)
    if notice.status is NoticeStatus.WITHDRAWN:
        raise NotAllowed("来文已撤销，不能确认。", "如须办理，请重新导入原件。")
    check_matches_decided(session, notice)
    result = Confirmed(notice_id)
    drafts = select(Task).where(Task.notice_id == notice_id, col(Task.status) == TaskStatus.DRAFT)
    for task in session.exec(drafts.order_by(col(Task.id))).all():
        if keys is not None and task.key not in keys:
            continue
        why = why_not(session, notice, task)
        if why:
            result.left[task.key] = why
            continue
        task.move_to(TaskStatus.CONFIRMED, now=now)
        session.add(task)
        due_on = str(task.due_on) if task.due_on else None
        record_event(session, "task.confirmed", task, now=now, actor=actor, due_on=due_on)
        result.tasks.append(task.key)
    _confirm_duties_and_targets(session, notice_id, now=now)
    if notice.status is NoticeStatus.DRAFT and result.tasks:
        notice.move_to(NoticeStatus.CONFIRMED, now=now)
        session.add(notice)
    if result.tasks:
        take_over(session, notice, now=now, actor=actor)
        record_event(session, "notice.confirmed", notice, now=now, actor=actor, tasks=result.tasks)
    return result


def why_not(session: Session, notice: Notice, task: Task) -> str:
    """Return why a draft cannot be confirmed yet; empty when it can."""
    doubts = session.exec(
        select(Doubt).where(
            Doubt.task_id == task.number, col(Doubt.answer).is_(None), col(Doubt.blocking)
        )
    ).all()
    if doubts:
        return "；".join(f"{doubt.why}（“{doubt.quote}”）" for doubt in doubts)
    parts = parts_in(session, task)
    if not any(part.department_id for part in parts):
        return "没有可以交办的单位：请先确认牵头单位或责任单位。"
    several = [part for part in parts if part.role is Role.RESPONSIBLE]
    if task.lead_implied and len(several) > 1 and notice.first_named_leads is None:
        return "请先确认：是否以列第一位的单位为牵头。"
    return ""


def _confirm_duties_and_targets(session: Session, notice_id: int, *, now: datetime) -> None:
    for duty in session.exec(
        select(ReportingDuty).where(
            ReportingDuty.notice_id == notice_id, col(ReportingDuty.confirmed_at).is_(None)
        )
    ):
        duty.confirmed_at = now
        session.add(duty)
    for target in session.exec(
        select(Target).where(Target.notice_id == notice_id, col(Target.confirmed_at).is_(None))
    ):
        target.confirmed_at = now
        session.add(target)


def undecided_parts(session: Session, notice_id: int) -> list[Assignment]:
    """Return the parts whose printed name nobody has identified yet."""
    return list(
        session.exec(
            select(Assignment)
            .join(Task, col(Assignment.task_id) == Task.id)
            .where(
                Task.notice_id == notice_id,
                col(Assignment.department_id).is_(None),
                col(Assignment.status) != AssignmentStatus.ENDED,
            )
        )
    )
