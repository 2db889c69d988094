"""A deadline that the office sets for a task at work is said to who owes it, the same moment."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.assignments import tell_department
from actions.corrections import set_deadline
from actions.due_queries import ANSWERS_FOR_TASK
from models import Assignment, Task
from rules.assignments import ACTIVE
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar

TOLD_WHILE = (TaskStatus.CONFIRMED, TaskStatus.IN_PROGRESS, TaskStatus.SUSPENDED)


def set_deadline_and_tell(
    session: Session,
    task_id: int,
    due_on: date,
    *,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> Task:
    """Set a deadline; the units that owe it hear of it, as a near one leaves no reminder.

    Nobody is told before 交办, whose letter says the day, nor of a task that is done.
    """
    task = set_deadline(session, task_id, due_on, now=now, actor=actor, calendar=calendar)
    if task.status not in TOLD_WHILE:
        return task
    parts = session.exec(
        select(Assignment)
        .where(
            Assignment.task_id == task.number,
            col(Assignment.status).in_(ACTIVE),
            col(Assignment.role).in_(ANSWERS_FOR_TASK),
            col(Assignment.dispatched_at).is_not(None),
        )
        .order_by(col(Assignment.order))
    ).all()
    for part in parts:
        tell_department(
            session, part, "deadline_set", kind="answer", now=now, calendar=calendar,
            office=office, due_on=task.due_on,
        )  # fmt: skip
    return task
