"""Part of the auditor: did what was decided go out, once a day at most, and did it arrive?"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import and_, exists, or_, true
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import TRIAGE_PATIENCE, Audit
from actions.promised_waits import stood, time_at_work
from models import (
    Approval,
    Assignment,
    Delivery,
    Department,
    Event,
    Hold,
    InboundMessage,
    OutgoingMessage,
    Reminder,
    Task,
)

NEVER = datetime.min.replace(tzinfo=UTC)
OWN_ACCORD = ("reminder", "urge", "notice_of_supervision")
WANTS_A_LEADER = ("bulletin", "talk", "accountability")


def dispatched_untold(session: Session, _: Audit) -> Iterator[str]:
    """Whoever was handed a part has a letter about it."""
    told = exists().where(
        col(OutgoingMessage.department_id) == col(Assignment.department_id),
        or_(
            col(OutgoingMessage.kind) == "dispatch",
            col(OutgoingMessage.created_at) >= col(Assignment.dispatched_at),
        ),
    )
    query = (
        rows_of(col(Assignment.printed_name), col(Task.key))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Assignment.status) == "dispatched", ~told)
    )
    yield from (f"{name}任务{key}" for name, key in session.execute(query))


def decided_unsaid(session: Session, audit: Audit) -> Iterator[str]:
    """A decision becomes a letter on the same morning, unless a person holds it back."""
    kept = exists().where(
        col(Hold.department_id) == col(Reminder.department_id),
        stood(audit),
    )
    query = (
        rows_of(col(Department.short_name), col(Reminder.rule), col(Reminder.decided_on))
        .join(Department, col(Department.id) == col(Reminder.department_id))
        .where(
            col(Reminder.message_id).is_(None),
            col(Reminder.cancelled_at).is_(None),
            col(Reminder.decided_on) <= audit.yesterday,
            ~kept,
        )
    )
    yield from (f"{name}（{rule}，{day}）" for name, rule, day in session.execute(query))


def outbox_stands(session: Session, audit: Audit) -> Iterator[str]:
    """Mail goes out within hours. What did not leave on its day waits for the next morning."""
    old = audit.now - audit.outbox_patience
    waits = and_(
        col(OutgoingMessage.kind).in_(OWN_ACCORD), col(OutgoingMessage.office_day) != audit.today
    )
    query = rows_of(col(OutgoingMessage.subject)).where(
        true() if audit.is_after_the_morning else ~waits,
        col(OutgoingMessage.status) == "pending",
        col(OutgoingMessage.created_at) < old,
        or_(col(OutgoingMessage.not_before).is_(None), col(OutgoingMessage.not_before) < old),
    )
    yield from (f"“{subject}”" for subject in session.execute(query).scalars())


def inbox_stands(session: Session, audit: Audit) -> Iterator[str]:
    """What came in is understood within the hour."""
    query = rows_of(col(InboundMessage.id)).where(
        col(InboundMessage.status) == "stored",
        col(InboundMessage.received_at) < audit.now - audit.inbox_patience,
    )
    yield from (f"来件{number}" for number in session.execute(query).scalars())


def triage_waits(session: Session, audit: Audit) -> Iterator[str]:
    """The office looks at what was not understood; the department's climbs wait for it."""
    query = rows_of(col(InboundMessage.id), col(InboundMessage.received_at)).where(
        col(InboundMessage.status) == "triage"
    )
    for number, since in session.execute(query):
        if time_at_work(since, audit.now, audit.calendar) > TRIAGE_PATIENCE:
            yield f"来件{number}"


def sent_without_delivery(session: Session, audit: Audit) -> Iterator[str]:
    """A message marked sent has an address that took it, and an entry in the log."""
    taken = exists().where(
        col(Delivery.outgoing_id) == col(OutgoingMessage.id),
        or_(col(Delivery.status) == "sent", col(Delivery.error) == "退信"),
    )
    logged = exists().where(
        col(Event.name) == "duban.message.sent", col(Event.subject_id) == col(OutgoingMessage.id)
    )
    query = rows_of(col(OutgoingMessage.id), col(OutgoingMessage.subject)).where(
        col(OutgoingMessage.status) == "sent",
        col(OutgoingMessage.created_at) >= audit.since,
        or_(~taken, ~logged),
    )
    yield from (f"发件{number}“{subject}”" for number, subject in session.execute(query))


def to_somebody_else(session: Session, audit: Audit) -> Iterator[str]:
    """A letter goes to the department and the post that its decisions name."""
    query = (
        rows_of(col(OutgoingMessage.id), col(OutgoingMessage.subject))
        .join(Reminder, col(Reminder.message_id) == col(OutgoingMessage.id))
        .where(
            col(OutgoingMessage.created_at) >= audit.since,
            or_(
                col(OutgoingMessage.department_id) != col(Reminder.department_id),
                col(OutgoingMessage.audience) != col(Reminder.audience),
            ),
        )
        .distinct()
    )
    yield from (f"发件{number}“{subject}”" for number, subject in session.execute(query))


def on_a_day_off(session: Session, audit: Audit) -> Iterator[str]:
    """Nobody hears from us of our own accord on a day off."""
    query = rows_of(
        col(OutgoingMessage.subject), col(OutgoingMessage.office_day),
        col(OutgoingMessage.created_at),
    ).where(
        col(OutgoingMessage.kind).in_(OWN_ACCORD), col(OutgoingMessage.created_at) >= audit.since
    )  # fmt: skip
    changed = _days_changed(session, audit)
    for subject, day, written in session.execute(query):
        if not audit.calendar.is_working_day(day) and written > changed.get(str(day), NEVER):
            yield f"“{subject}”（{day}）"


def _days_changed(session: Session, audit: Audit) -> dict[str, datetime]:
    """Return when the office last changed a day of the calendar: what was said before was right."""
    query = rows_of(col(Event.payload), col(Event.happened_at)).where(
        col(Event.name) == "duban.calendar.changed", col(Event.happened_at) >= audit.since
    )
    found = session.execute(query.order_by(col(Event.id)))
    return {day: moment for payload, moment in found for day in payload.get("days", ())}


def twice_a_day(session: Session, audit: Audit) -> Iterator[str]:
    """One message of our own accord for a department, a post and a day."""
    query = (
        rows_of(
            col(Department.short_name), col(OutgoingMessage.audience),
            col(OutgoingMessage.office_day),
        )
        .join(Department, col(Department.id) == col(OutgoingMessage.department_id))
        .where(
            col(OutgoingMessage.kind).in_(OWN_ACCORD),
            col(OutgoingMessage.status) != "cancelled",
            col(OutgoingMessage.created_at) >= audit.since,
        )
    )  # fmt: skip
    counted = Counter((name, str(post), day) for name, post, day in session.execute(query))
    for (name, _, day), count in counted.items():
        if count > 1:
            yield f"{name}（{day}，{count}封）"


def issued_without_approval(session: Session, audit: Audit) -> Iterator[str]:
    """Only people punish: what was issued has an approval by name, and the log of it."""
    approved = exists().where(
        col(Event.name) == "duban.approval.accepted",
        col(Event.subject_id) == col(Approval.id),
        col(Event.actor) == col(Approval.decided_by),
    )
    query = rows_of(col(Approval.id)).where(col(Approval.status) == "accepted", approved)
    keys = {f"approval:{number}" for number in session.execute(query).scalars()}
    issued = rows_of(OutgoingMessage).where(
        col(OutgoingMessage.kind).in_(WANTS_A_LEADER),
        col(OutgoingMessage.created_at) >= audit.since,
    )
    for message in session.execute(issued).scalars():
        if message.merge_key not in keys:
            yield f"发件{message.number}“{message.subject}”"
