"""A revised notice takes over: history goes on in its tasks, the old notice rests."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.differences import differences
from actions.events import record_event
from actions.matching import matches_of, undecided_matches
from actions.parts import parts_in
from actions.pursuit import end_pursuit
from models import (
    Milestone,
    Notice,
    Reminder,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
    TaskMatch,
)
from rules.assignments import AssignmentStatus
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus

SET_BY_OFFICE = "由"  # how the quote of a deadline begins that the office set
TEXT_FIELDS = ("percent", "state", "narrative", "problems", "next_steps", "channel", "said_by")


def check_matches_decided(session: Session, notice: Notice) -> None:
    """Raise `NotAllowed` while a person has not confirmed what becomes of each old task."""
    if notice.supersedes_id is None or notice.status is not NoticeStatus.DRAFT:
        return
    waiting = undecided_matches(session, notice.number)
    if waiting:
        raise NotAllowed(
            f"与原来文的对应还有 {len(waiting)} 项没有确认。",
            f"请在来文页“与原来文对照”中逐项确认，或用 duban review {notice.number}。",
        )


def take_over(session: Session, notice: Notice, *, now: datetime, actor: str) -> None:
    """Carry what is confirmed over and let the old notice rest; safe to repeat.

    Called when tasks of the revised notice were confirmed: a task that is confirmed later is
    carried over then.
    """
    if notice.supersedes_id is None:
        return
    old_notice = session.get_one(Notice, notice.supersedes_id)
    if old_notice.status is NoticeStatus.CONFIRMED:
        _end_old_notice(session, notice, old_notice, now=now, actor=actor)
    for match in matches_of(session, notice.number):
        if match.new_task_id is None or match.carried_at is not None:
            continue
        new = session.get_one(Task, match.new_task_id)
        if new.status is TaskStatus.CONFIRMED:
            _carry(session, match, session.get_one(Task, match.old_task_id), new, now, actor)


def _end_old_notice(
    session: Session, notice: Notice, old_notice: Notice, *, now: datetime, actor: str
) -> None:
    name = notice.doc_number or notice.title or f"来文{notice.number}"
    for match in matches_of(session, notice.number):
        old = session.get_one(Task, match.old_task_id)
        match.old_status = old.status.value
        session.add(match)
        new = session.get(Task, match.new_task_id) if match.new_task_id else None
        reason = f"由{name}任务{new.key}承接" if new else f"{name}不再列入"
        _end_old_task(session, old, reason, now=now, actor=actor)
    old_notice.move_to(NoticeStatus.SUPERSEDED, now=now)
    session.add(old_notice)
    record_event(session, "notice.superseded", old_notice, now=now, actor=actor, by=notice.number)


def _end_old_task(session: Session, old: Task, reason: str, *, now: datetime, actor: str) -> None:
    """End the parts of an old task and all that runs after them; a closed one stays closed."""
    parts = parts_in(session, old)
    for part in parts:
        if part.status is not AssignmentStatus.ENDED:
            part.move_to(AssignmentStatus.ENDED, now=now)
            part.ended_reason = reason
            session.add(part)
    end_pursuit(session, [part.number for part in parts], reason=reason, now=now)
    for reminder in session.exec(
        select(Reminder).where(
            Reminder.task_id == old.number,
            col(Reminder.message_id).is_(None),
            col(Reminder.cancelled_at).is_(None),
        )
    ):
        reminder.cancelled_at, reminder.cancelled_reason = now, reason
        session.add(reminder)
    if old.status not in (TaskStatus.CLOSED, TaskStatus.WITHDRAWN):
        old.move_to(TaskStatus.WITHDRAWN, now=now)
        old.reason = reason
        session.add(old)
        record_event(session, "task.superseded", old, now=now, actor=actor, reason=reason)


def _carry(
    session: Session, match: TaskMatch, old: Task, new: Task, now: datetime, actor: str
) -> None:
    same = not differences(session, old, new)
    new.continues_id = old.number
    new.dispatched_at = old.dispatched_at
    _carry_deadline(old, new)
    updates = _carry_updates(session, old, new)
    _carry_milestones(session, old, new)
    _carry_readings(session, old, new)
    if match.old_status == TaskStatus.CLOSED and same:
        _carry_closure(session, old, new)
    elif match.old_status == TaskStatus.SUSPENDED:
        new.status, new.reason = TaskStatus.SUSPENDED, "承接时原任务处于中止"
    elif match.old_status == TaskStatus.LONG_TERM:
        new.status = TaskStatus.LONG_TERM
    match.carried_at = now
    session.add_all((new, match))
    record_event(
        session,
        "task.continued",
        new,
        now=now,
        actor=actor,
        old_task=old.number,
        updates=updates,
        reason=f"承接原任务{old.key}",
    )


def _carry_deadline(old: Task, new: Task) -> None:
    """Keep an extension of the same day, and a day that the office had set itself."""
    if new.original_due_on is not None and new.original_due_on == old.original_due_on:
        new.due_on = old.due_on
    elif new.due_on is None and (old.due_quote or "").startswith(SET_BY_OFFICE):
        new.due_on, new.original_due_on = old.due_on, old.original_due_on
        new.due_quote = old.due_quote


def _carry_updates(session: Session, old: Task, new: Task) -> int:
    """Repeat what each department said, under its part in the new task, dated as it was said."""
    receivers = {part.department_id: part for part in reversed(parts_in(session, new))}
    count = 0
    for part in parts_in(session, old):
        receiver = receivers.get(part.department_id)
        if receiver is None or part.department_id is None:
            continue
        said = session.exec(
            select(StatusUpdate)
            .where(StatusUpdate.assignment_id == part.number)
            .order_by(col(StatusUpdate.id))
        ).all()
        for row in said:
            values = {name: getattr(row, name) for name in TEXT_FIELDS}
            session.add(
                StatusUpdate(
                    assignment_id=receiver.number,
                    inbound_id=row.inbound_id,
                    carried_from_id=row.number,
                    said_at=row.said_at,
                    **values,
                )
            )
            count += 1
    session.flush()
    return count


def _carry_milestones(session: Session, old: Task, new: Task) -> None:
    for row in session.exec(select(Milestone).where(Milestone.task_id == old.number)).all():
        values = row.model_dump(exclude={"id", "task_id"})
        session.add(Milestone(task_id=new.number, **values))


def _carry_readings(session: Session, old: Task, new: Task) -> None:
    """Give the values told for a target to the one that asks the same by the same day."""
    targets = {
        (row.indicator, row.unit, row.by): row
        for row in session.exec(select(Target).where(Target.task_id == new.number))
    }
    for row in session.exec(select(Target).where(Target.task_id == old.number)).all():
        receiver = targets.get((row.indicator, row.unit, row.by))
        if receiver is None:
            continue
        told = session.exec(
            select(TargetReading)
            .where(TargetReading.target_id == row.number)
            .order_by(col(TargetReading.id))
        ).all()
        for reading in told:
            values = reading.model_dump(exclude={"id", "target_id", "return_id"})
            session.add(TargetReading(target_id=receiver.number, **values))


def _carry_closure(session: Session, old: Task, new: Task) -> None:
    """What was closed and reads the same stays closed: these are the old task's moments."""
    new.status = TaskStatus.CLOSED
    new.submitted_at, new.verified_at, new.closed_at = (
        old.submitted_at,
        old.verified_at,
        old.closed_at,
    )
    for part in parts_in(session, new):
        part.status, part.ended_reason = AssignmentStatus.ENDED, "原任务已销号"
        session.add(part)
