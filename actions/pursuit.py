"""Stopping what runs after a department: its climbs, and reminders that were not sent yet."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actions.events import record_event
from actions.withdrawals import withdraw_settled
from models import Assignment, EscalationCase, Reminder

CASES = select(EscalationCase).where(
    col(EscalationCase.assignment_id).in_(bindparam("ids", expanding=True)),
    col(EscalationCase.ended_at).is_(None),
)
CASES_OF_INSTANCE = CASES.where(EscalationCase.due_instance == bindparam("due_instance"))
REMINDERS = select(Reminder).where(
    Reminder.subject_kind == "assignment",
    col(Reminder.subject_id).in_(bindparam("ids", expanding=True)),
    col(Reminder.message_id).is_(None),
    col(Reminder.cancelled_at).is_(None),
)
REMINDERS_OF_INSTANCE = REMINDERS.where(Reminder.due_instance == bindparam("due_instance"))


def end_pursuit(
    session: Session,
    assignment_ids: Iterable[int],
    *,
    reason: str,
    now: datetime,
    due_instance: str | None = None,
) -> int:
    """End open climbs and cancel unsent reminders of these assignments; return how many climbs.

    With a `due_instance` only what is about that instance stops; `reason` is kept with each row.
    """
    ids = list(assignment_ids)
    about: dict[str, object] = {"ids": ids, "due_instance": due_instance}
    cases = session.exec(CASES if due_instance is None else CASES_OF_INSTANCE, params=about)
    ended = 0
    for case in cases.all():
        case.ended_at, case.ended_reason = now, reason
        session.add(case)
        record_event(session, "escalation.ended", case, now=now, reason=reason)
        ended += 1
    if ended:
        session.flush()
        withdraw_settled(session, now=now)
    _cancel_reminders(session, ids, reason=reason, now=now, due_instance=due_instance)
    return ended


def _cancel_reminders(
    session: Session, ids: list[int], *, reason: str, now: datetime, due_instance: str | None
) -> None:
    about: dict[str, object] = {"ids": ids, "due_instance": due_instance}
    waiting = REMINDERS if due_instance is None else REMINDERS_OF_INSTANCE
    for reminder in session.exec(waiting, params=about).all():
        reminder.cancelled_at, reminder.cancelled_reason = now, reason
        session.add(reminder)


def assignment_ids_of(session: Session, task_id: int) -> list[int]:
    """Return the numbers of every part of a task, whatever its state."""
    return [
        number
        for number in session.exec(select(Assignment.id).where(Assignment.task_id == task_id))
        if number is not None
    ]
