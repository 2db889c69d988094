"""Letters of our own accord that were written and could not leave: what they say is looked at anew.

A letter says what was so on its morning. One that the mail server kept waiting is not sent on
another day as it stands: its matters go into that day's letter, and what was answered meanwhile
is taken out. So nobody has two letters on a day, or one about what is settled.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.claims import OF_OUR_OWN_ACCORD, never_left
from actions.digests import merge_messages
from actions.events import record_event
from actions.reminders import cancel, settled
from models import Delivery, Event, OutgoingMessage, Reminder
from rules.office import Office
from rules.sending import SendWindow
from rules.working_days import WorkingCalendar

UNSENT = (
    col(OutgoingMessage.status) == "pending",
    col(OutgoingMessage.kind).in_(OF_OUR_OWN_ACCORD),
    never_left(),
)
ROUTINE = ("duban.message.", "duban.reminder.", "duban.escalation.", "duban.period.")
LATEST = 2000  # events that are looked through; if all of them are new, anything may have happened


def has_old_letters(session: Session, *, now: datetime, calendar: WorkingCalendar) -> bool:
    """Say whether a letter of another day never left and can go into one of today."""
    today = calendar.office_day(now)
    return calendar.is_working_day(today) and bool(_old(session, today))


def take_back_old(session: Session, *, now: datetime, calendar: WorkingCalendar) -> int:
    """Take back the letters of another day that never left; return how many. None on days off.

    What they say waits to be put into today's letter.
    """
    today = calendar.office_day(now)
    old = _old(session, today) if calendar.is_working_day(today) else []
    for message in old:
        _take_back(session, message, now=now, reason="当天未能发出，并入以后的提醒")
    return len(old)


def _old(session: Session, today: date) -> Sequence[OutgoingMessage]:
    query = select(OutgoingMessage).where(*UNSENT, OutgoingMessage.office_day != today)
    return session.exec(query.order_by(col(OutgoingMessage.id)).with_for_update()).all()


def departments_to_look_at(session: Session) -> list[int]:
    """Return the departments with a letter that waits, if anything but routine happened since."""
    query = rows_of(col(OutgoingMessage.department_id), col(OutgoingMessage.created_at))
    waiting = session.execute(query.where(*UNSENT)).all()
    if not waiting or not _has_anything_happened(session, min(at for _, at in waiting)):
        return []
    return sorted({number for number, _ in waiting if number})


def look_again(
    session: Session,
    department_id: int,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    sending: SendWindow,
) -> int:
    """Write a department's waiting letters anew without what is settled; return how many went."""
    letters = _unsent(session, department_id)
    numbers = [letter.number for letter in letters]
    said = session.exec(select(Reminder).where(col(Reminder.message_id).in_(numbers))).all()
    gone = settled(session, said, now=now, calendar=calendar)
    if not gone:
        return 0
    for letter in letters:
        _take_back(session, letter, now=now, reason="发出前单位已反馈或任务已调整")
    cancel(session, gone, now=now)
    session.flush()
    merge_messages(
        session, now=now, calendar=calendar, office=office, departments=[department_id],
        sending=sending,
    )  # fmt: skip
    return len(letters)


def _unsent(
    session: Session, department_id: int, *conditions: ColumnElement[bool]
) -> Sequence[OutgoingMessage]:
    query = select(OutgoingMessage).where(
        *UNSENT,
        OutgoingMessage.department_id == department_id,
        *conditions,
    )
    return session.exec(query.order_by(col(OutgoingMessage.id)).with_for_update()).all()


def _take_back(session: Session, message: OutgoingMessage, *, now: datetime, reason: str) -> None:
    """Cancel a letter that nobody got; its decisions wait again, its place in the day is free."""
    message.status, message.last_error = "cancelled", reason
    message.merge_key = f"{message.merge_key}#{message.number}"
    session.add(message)
    session.execute(delete(Delivery).where(col(Delivery.outgoing_id) == message.number))
    for reminder in session.exec(select(Reminder).where(Reminder.message_id == message.number)):
        reminder.message_id = None
        session.add(reminder)
    record_event(session, "message.superseded", message, now=now, reason=reason)
    session.flush()


def _has_anything_happened(session: Session, since: datetime) -> bool:
    latest = session.execute(
        rows_of(col(Event.name), col(Event.happened_at))
        .order_by(col(Event.id).desc())
        .limit(LATEST)
    ).all()
    if len(latest) == LATEST and latest[-1][1] >= since:
        return True
    return any(at >= since and not name.startswith(ROUTINE) for name, at in latest)
