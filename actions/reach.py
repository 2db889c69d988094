"""What reached whom: letters that came to nobody, departments without an address, parts untold.

A department is not late for what it never heard. Its climbs stand still until a letter reaches it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.addresses import open_address_book
from models import (
    Assignment,
    Contact,
    Delivery,
    Department,
    EscalationCase,
    OutgoingMessage,
    Reminder,
)
from rules.assignments import AssignmentStatus
from rules.working_days import WorkingCalendar

AT_A_TIME = 500  # numbers in one question
LOST = ("failed", "cancelled")  # of a message: it reached nobody
UNSENT = ("pending", "held", *LOST)
SENT_AGAIN = ("dispatch", "bulletin", "talk", "answer")  # true on a later day as well


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


def without_address(
    session: Session, departments: Iterable[Department], *, today: date
) -> list[Department]:
    """Return those of `departments` of which nobody can be written to today."""
    reached = reachable_departments(session, today=today)
    return [department for department in departments if department.number not in reached]


def untold_parts(session: Session) -> set[int]:
    """Return the parts whose 交办 reached nobody so far, and which nobody acknowledged either."""
    pairs = _pairs(session, col(OutgoingMessage.status).in_(UNSENT))  # few, among many sent
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


def last_decisions(session: Session, cases: Sequence[EscalationCase]) -> dict[int, Reminder]:
    """Return the decision of the rung that each climb took last; drafts have none."""
    query = select(Reminder).where(
        Reminder.subject_kind == "assignment",
        col(Reminder.subject_id).in_({case.assignment_id for case in cases}),
        col(Reminder.rule).startswith("ladder-"),
    )
    found = {(r.subject_id, r.due_instance, r.rule): r for r in session.exec(query)}
    last = {
        case.number: found.get(
            (case.assignment_id, case.due_instance, f"ladder-{case.steps_taken}")
        )
        for case in cases
    }
    return {number: reminder for number, reminder in last.items() if reminder is not None}


def lost_letters(session: Session, climbing: Mapping[tuple[int, str, str], int]) -> Iterator[int]:
    """Yield the climbs whose last letter reached nobody, of (part, due instance, rule) → climb."""
    ordered = sorted({part for part, _, _ in climbing})
    for at in range(0, len(ordered), AT_A_TIME):
        query = (
            rows_of(col(Reminder.subject_id), col(Reminder.due_instance), col(Reminder.rule))
            .outerjoin(OutgoingMessage, col(OutgoingMessage.id) == col(Reminder.message_id))
            .where(
                col(Reminder.subject_kind) == "assignment",
                col(Reminder.subject_id).in_(ordered[at : at + AT_A_TIME]),
                col(Reminder.cancelled_at).is_not(None) | col(OutgoingMessage.status).in_(LOST),
            )
        )
        for part, instance, rule in session.execute(query):
            if number := climbing.get((part, instance, rule)):
                yield number


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
