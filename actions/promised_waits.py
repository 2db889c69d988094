"""Part of the auditor: what waits in the triage list, and for how long of the time at work."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import col

from models import Assignment, InboundMessage, OutgoingMessage
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
