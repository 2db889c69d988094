"""Part of the auditor: what waits for a person, or is kept by one, and for how long."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from actions.promised_days import Audit
from models import Assignment, Hold, InboundMessage, OutgoingMessage
from rules.working_days import WorkingCalendar

ONE_DAY = timedelta(days=1)


def answer_waits() -> ColumnElement[bool]:
    """Return the condition that something of the assignment's department waits for the office."""
    asked_of_it = exists().where(
        col(OutgoingMessage.id) == col(InboundMessage.outgoing_id),
        col(OutgoingMessage.department_id) == col(Assignment.department_id),
    )
    return exists().where(
        col(InboundMessage.status) == "triage",
        col(InboundMessage.kind) != "rejected",
        or_(col(InboundMessage.department_id) == col(Assignment.department_id), asked_of_it),
    )


def stood(audit: Audit) -> ColumnElement[bool]:
    """Return the condition that a person's hold stood yesterday, or was released since."""
    return or_(
        and_(col(Hold.until_on).is_(None), col(Hold.released_at).is_(None)),
        col(Hold.until_on) >= audit.yesterday,
        col(Hold.released_at) >= audit.midnight(audit.yesterday),
    )


def time_at_work(since: datetime, now: datetime, calendar: WorkingCalendar) -> timedelta:
    """Return the time from `since` to `now`, the days off left out one by one."""
    spent = now - since
    day = calendar.office_day(since)
    while day <= calendar.office_day(now):
        if not calendar.is_working_day(day):
            begin = max(since, calendar.moment(day, "00:00"))
            spent -= min(now, calendar.moment(day + ONE_DAY, "00:00")) - begin
        day += ONE_DAY
    return spent
