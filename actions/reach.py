"""What reached whom: letters that came to nobody, departments without an address, parts untold.

A department is not late for what it never heard. Its climbs stand still until a letter reaches it.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, String, cast, literal
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.addresses import open_address_book
from models import Assignment, Contact, Delivery, EscalationCase, OutgoingMessage, Reminder
from rules.assignments import AssignmentStatus
from rules.working_days import WorkingCalendar

LOST = ("failed", "cancelled")  # of a message: it reached nobody
SENT_AGAIN = ("dispatch", "bulletin", "talk", "answer")  # true on a later day as well


class Letter(StrEnum):
    """What became of the letter of a climb's last rung."""

    NONE = "none"  # no rung yet, or a draft: nothing to wait for
    WAITS = "waits"  # not written or not sent yet, or sent today
    REACHED = "reached"
    LOST = "lost"


def reachable_departments(session: Session, *, today: date) -> set[int]:
    """Return the departments of which somebody, in whatever post, can be written to today."""
    absent = col(Contact.absent_until) >= today
    query = (
        rows_of(col(Contact.department_id))
        .where(
            col(Contact.active).is_(True),
            col(Contact.undeliverable_reason).is_(None),
            col(Contact.address) != "",
            col(Contact.absent_until).is_(None) | ~absent,
        )
        .distinct()
    )
    return set(session.execute(query).scalars())


def untold_parts(session: Session) -> set[int]:
    """Return the parts whose 交办 reached nobody so far, and which nobody acknowledged either."""
    pairs = _pairs(session, col(OutgoingMessage.status) != "sent")
    if not pairs:
        return set()
    departments = {department for department, _ in pairs}
    told = _pairs(
        session,
        col(OutgoingMessage.status) == "sent",
        col(OutgoingMessage.department_id).in_(departments),
    )
    query = rows_of(
        col(Assignment.id), col(Assignment.department_id), col(Assignment.task_id)
    ).where(
        col(Assignment.status) == AssignmentStatus.DISPATCHED,
        col(Assignment.department_id).in_(departments),
    )
    untold = pairs - told
    return {number for number, *pair in session.execute(query) if tuple(pair) in untold}


def letter_of(
    session: Session, case: EscalationCase, *, today: date, calendar: WorkingCalendar
) -> Letter:
    """Return what became of the letter of the rung that a climb took last."""
    if not case.steps_taken or case.ladder[case.steps_taken - 1].get("drafts"):
        return Letter.NONE
    reminder = last_decision(session, case)
    if reminder is None:
        return Letter.NONE
    if reminder.cancelled_at is not None:
        return Letter.LOST
    message = session.get(OutgoingMessage, reminder.message_id or 0)
    if message is None or message.status in ("pending", "held"):
        return Letter.WAITS
    if message.status in LOST:
        return Letter.LOST if has_untried_address(session, message, today=today) else Letter.WAITS
    sent_today = message.sent_at is not None and calendar.office_day(message.sent_at) == today
    return Letter.WAITS if sent_today else Letter.REACHED


def last_decision(session: Session, case: EscalationCase) -> Reminder | None:
    """Return the decision of the rung that a climb took last."""
    return session.exec(
        select(Reminder).where(
            Reminder.subject_kind == "assignment",
            Reminder.subject_id == case.assignment_id,
            Reminder.due_instance == case.due_instance,
            Reminder.rule == f"ladder-{case.steps_taken}",
        )
    ).first()


def cases_with_lost_letters(session: Session) -> list[int]:
    """Return the open climbs whose last letter reached nobody."""
    query = (
        rows_of(col(EscalationCase.id))
        .join(
            Reminder,
            (col(Reminder.subject_id) == col(EscalationCase.assignment_id))
            & (col(Reminder.due_instance) == col(EscalationCase.due_instance))
            & (
                col(Reminder.rule)
                == literal("ladder-") + cast(col(EscalationCase.steps_taken), String)
            ),
        )
        .outerjoin(OutgoingMessage, col(OutgoingMessage.id) == col(Reminder.message_id))
        .where(
            col(EscalationCase.ended_at).is_(None),
            col(Reminder.cancelled_at).is_not(None) | col(OutgoingMessage.status).in_(LOST),
        )
    )
    return list(session.execute(query).scalars())


def has_untried_address(session: Session, message: OutgoingMessage, *, today: date) -> bool:
    """Say whether a lost message could go to an address that has not refused it."""
    book = open_address_book(session, [message], office_email="", today=today)
    refused = session.exec(
        select(Delivery.address).where(
            Delivery.outgoing_id == message.id, col(Delivery.status) != "sent"
        )
    )
    return bool(set(book.addresses(message)) - set(refused))


def to_send_again(session: Session, *, today: date) -> list[int]:
    """Return failed 交办 and answers whose department has an address now that did not refuse."""
    failed = session.exec(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.status == "failed",
            col(OutgoingMessage.kind).in_(SENT_AGAIN),
            col(OutgoingMessage.department_id).is_not(None),
            col(OutgoingMessage.to_address).is_(None),
        )
        .order_by(col(OutgoingMessage.id))
    ).all()
    return [row.number for row in failed if has_untried_address(session, row, today=today)]


def sent_on(
    session: Session, message_ids: Iterable[int], *, calendar: WorkingCalendar
) -> dict[int, date]:
    """Return the day on which each of these messages reached somebody; the others are left out."""
    query = rows_of(col(OutgoingMessage.id), col(OutgoingMessage.sent_at)).where(
        col(OutgoingMessage.id).in_(list(message_ids)), col(OutgoingMessage.status) == "sent"
    )
    return {number: calendar.office_day(moment) for number, moment in session.execute(query)}


def _pairs(session: Session, *conditions: ColumnElement[bool]) -> set[tuple[int, int]]:
    """Return (department, task) of the 交办 messages that meet the conditions."""
    query = rows_of(col(OutgoingMessage.department_id), col(OutgoingMessage.task_ids)).where(
        col(OutgoingMessage.kind) == "dispatch",
        *conditions,
    )
    return {(department, task) for department, tasks in session.execute(query) for task in tasks}
