"""What the office makes of an answer: 采用 for the report, or 退回 with a reason and a new day."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.assignments import tell_department
from actions.events import record_event
from models import Assignment, Return, ReturnItem, Task
from rules.errors import NotAllowed
from rules.office import Office
from rules.returns import ItemStatus
from rules.working_days import WorkingCalendar

ANSWER_AGAIN_WITHIN = 3  # working days; a 退回 gives a day of its own

ANSWERED = (ItemStatus.GIVEN, ItemStatus.CONSOLIDATED)


def accept_item(session: Session, item_id: int, *, now: datetime, actor: str) -> ReturnItem:
    """采用: this answer is what the report is made from."""
    item = session.get_one(ReturnItem, item_id)
    item.move_to(ItemStatus.ACCEPTED, now=now)
    session.add(item)
    record_event(session, "item.accepted", item, now=now, actor=actor)
    return item


def accept_answered(session: Session, period_id: int, *, now: datetime, actor: str) -> int:
    """采用 every answer of a period that nobody decided yet; return how many."""
    items = session.exec(
        select(ReturnItem.id)
        .join(Return, col(ReturnItem.return_id) == Return.id)
        .where(Return.period_id == period_id, col(ReturnItem.status).in_(ANSWERED))
    ).all()
    for number in items:
        if number is not None:
            accept_item(session, number, now=now, actor=actor)
    return len(items)


def send_back_item(
    session: Session,
    item_id: int,
    *,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> ReturnItem:
    """退回 an answer: the department hears why, and has a new day to answer again."""
    if not reason.strip():
        raise NotAllowed("退回须写明原因。")
    item = session.get_one(ReturnItem, item_id)
    item.move_to(ItemStatus.SENT_BACK, now=now)
    item.reason = reason.strip()
    again_by = calendar.add_working_days(calendar.office_day(now), ANSWER_AGAIN_WITHIN)
    item.due_on = max(item.due_on, again_by)
    session.add(item)
    record_event(session, "item.sent_back", item, now=now, actor=actor, reason=item.reason)
    tell_department(
        session,
        session.get_one(Assignment, item.assignment_id),
        "sent_back",
        kind="rework",
        now=now,
        calendar=calendar,
        office=office,
        reason=item.reason,
        again_by=item.due_on,
    )
    return item


def items_of_task(session: Session, task: Task) -> list[tuple[ReturnItem, Assignment]]:
    """Return the answers asked for about a task, the newest first."""
    return list(
        session.exec(
            select(ReturnItem, Assignment)
            .join(Assignment, col(ReturnItem.assignment_id) == Assignment.id)
            .where(Assignment.task_id == task.number)
            .order_by(col(ReturnItem.id).desc())
        )
    )
