"""A person's review of drafts: accept, retitle, drop and take back, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actions.confirmation import why_not
from actions.events import record_event
from actions.reshaping import check_is_draft
from models import Doubt, Notice, ReportingDuty, Target, Task
from rules.errors import NotAllowed
from rules.notices import OVER, NoticeStatus
from rules.tasks import TaskStatus

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a notice has come."""

    findings: int
    doubts: int  # open
    drafts: int
    ready: int  # drafts that nothing stands against
    reviewed: int  # drafts that a person looked at
    live: int


def progress_of(session: Session, notice_id: int) -> Progress:
    """Return the counts for the progress line."""
    notice = session.get_one(Notice, notice_id)
    tasks = session.exec(
        select(Task).where(Task.notice_id == notice_id, col(Task.status) != TaskStatus.WITHDRAWN)
    ).all()
    drafts = [task for task in tasks if task.status is TaskStatus.DRAFT]
    others = [
        *session.exec(select(Target.id).where(Target.notice_id == notice_id)),
        *session.exec(select(ReportingDuty.id).where(ReportingDuty.notice_id == notice_id)),
    ]
    if notice.status in OVER:
        return Progress(len(tasks) + len(others), 0, 0, 0, 0, len(tasks) - len(drafts))
    open_doubts = session.exec(
        select(Doubt.id).where(Doubt.notice_id == notice_id, col(Doubt.answer).is_(None))
    ).all()
    return Progress(
        findings=len(tasks) + len(others),
        doubts=len(open_doubts),
        drafts=len(drafts),
        ready=sum(not why_not(session, notice, task) for task in drafts),
        reviewed=sum(task.reviewed_at is not None for task in drafts),
        live=len(tasks) - len(drafts),
    )


def accept_task(session: Session, task_id: int, *, now: datetime, actor: str) -> Task:
    """Note that a person compared a draft with its words and found it right; nothing is sent."""
    task = session.get_one(Task, task_id)
    check_is_draft(task)
    task.reviewed_by, task.reviewed_at = actor, now
    session.add(task)
    record_event(session, "task.accepted", task, now=now, actor=actor)
    return task


def set_title(session: Session, task_id: int, title: str, *, now: datetime, actor: str) -> Task:
    """Give a draft another short title; its words stay as they are."""
    task = session.get_one(Task, task_id)
    check_is_draft(task)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise NotAllowed(f"名称应为 1 至 {LONGEST_TITLE} 个字。")
    before, task.title = task.title, title
    session.add(task)
    record_event(session, "task.retitled", task, now=now, actor=actor, before=before, title=title)
    return task


def drop_task(session: Session, task_id: int, *, reason: str, now: datetime, actor: str) -> Task:
    """Take a draft out: it is no task. It can be taken back."""
    task = session.get_one(Task, task_id)
    check_is_draft(task)
    if not reason.strip():
        raise NotAllowed("剔除须写明理由。")
    task.move_to(TaskStatus.WITHDRAWN, now=now)
    task.reason = reason.strip()
    session.add(task)
    record_event(session, "task.dropped", task, now=now, actor=actor, reason=task.reason)
    return task


def restore_task(session: Session, task_id: int, *, now: datetime, actor: str) -> Task:
    """Take back a draft that was dropped; what was handed out once does not come back so."""
    task = session.get_one(Task, task_id)
    if task.status is not TaskStatus.WITHDRAWN or task.dispatched_at is not None:
        raise NotAllowed("只有剔除的草稿可以恢复。")
    if (task.reason or "").startswith("并入任务"):
        raise NotAllowed("该任务已并入另一任务。", "请在那一项上用“拆分”。")
    task.move_to(TaskStatus.DRAFT, now=now)
    task.reason = None
    session.add(task)
    record_event(session, "task.restored", task, now=now, actor=actor)
    return task


def withdraw_notice(
    session: Session, notice_id: int, *, reason: str, now: datetime, actor: str
) -> Notice:
    """Put a notice aside that nobody confirmed: a second copy, the wrong file."""
    notice = session.get_one(Notice, notice_id)
    if notice.status not in (NoticeStatus.RECEIVED, NoticeStatus.DRAFT):
        raise NotAllowed(
            "来文已有任务在办，不能撤销。", "请逐项撤销任务，或导入修订后的来文替代它。"
        )
    if not reason.strip():
        raise NotAllowed("撤销须写明理由。")
    notice.move_to(NoticeStatus.WITHDRAWN, now=now)
    session.add(notice)
    record_event(session, "notice.withdrawn", notice, now=now, actor=actor, reason=reason.strip())
    return notice
