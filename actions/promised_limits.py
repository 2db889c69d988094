"""Part of the auditor: every day that is owed is the one that was read, set or granted."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from models import (
    Assignment,
    Department,
    Event,
    Extension,
    Milestone,
    ReportingPeriod,
    Return,
    ReturnItem,
    Task,
)

Granted = dict[tuple[str, int], date]


def limits_altered(session: Session, audit: Audit) -> Iterator[str]:
    """Only an extension moves a deadline, a milestone or a return; the first day is kept."""
    granted = _granted(session)
    set_by_office = _payload_days(session, audit, "duban.task.deadline_set", "due_on")
    confirmed = _payload_days(session, audit, "duban.task.confirmed", "due_on")
    tasks = rows_of(col(Task.id), col(Task.key), col(Task.due_on), col(Task.original_due_on)).where(
        col(Task.due_on).is_not(None), col(Task.dispatched_at).is_not(None)
    )
    for number, key, due_on, first in session.execute(tasks):
        told = set_by_office.get(number) or confirmed.get(number)
        if told and first and first != told:
            yield f"任务{key}的原时限{first}（记录为{told}）"
        expected = granted.get(("deadline", number)) or first
        if expected and due_on != expected:
            yield f"任务{key}的时限{due_on}（记录为{expected}）"
    yield from _items(session, audit, granted)
    for number, until in granted.items():
        if number[0] == "milestone":
            step = session.get(Milestone, number[1])
            if step is not None and step.due_on != until:
                yield f"节点“{step.title}”的时限{step.due_on}（记录为{until}）"


def _items(session: Session, audit: Audit, granted: Granted) -> Iterator[str]:
    """A return is owed on its period's day, or on the one that an extension or a 退回 gave."""
    query = (
        rows_of(
            col(ReturnItem.id), col(ReturnItem.due_on), col(ReturnItem.sent_back_at),
            col(ReportingPeriod.due_on), col(ReportingPeriod.support_due_on),
            col(ReportingPeriod.label), col(Department.short_name), col(Task.key),
        )
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Department, col(Department.id) == col(Return.department_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(ReportingPeriod.opened_at) >= audit.since)
    )  # fmt: skip
    for number, due_on, sent_back, *days, label, name, key in session.execute(query):
        moved = granted.get(("item", number))
        fits = (due_on == moved) if moved else (due_on in days)
        if not fits and not sent_back:
            yield f"{name}任务{key}（{label}）的时限{due_on}（记录为{moved or days[0]}）"


def periods_altered(session: Session, audit: Audit) -> Iterator[str]:
    """A period keeps the day it opened with, unless the calendar moved it."""
    opened = _payload_days(session, audit, "duban.period.opened", "due_on")
    replanned = _payload_days(session, audit, "duban.period.replanned", "due_on")
    for number, told in {**opened, **replanned}.items():
        period = session.get(ReportingPeriod, number)
        if period is not None and period.due_on != told:
            yield f"{period.label}的时限{period.due_on}（记录为{told}）"


def owners_altered(session: Session, audit: Audit) -> Iterator[str]:
    """A part belongs to the department that it was handed to."""
    query = (
        rows_of(col(Event.payload), col(Assignment.department_id), col(Assignment.printed_name))
        .join(Assignment, col(Assignment.id) == col(Event.subject_id))
        .where(
            col(Event.name) == "duban.assignment.dispatched",
            col(Event.happened_at) >= audit.since,
        )
    )
    for payload, department, name in session.execute(query):
        if payload.get("department", department) != department:
            yield f"{name}的分工被改到了别的单位"


def _granted(session: Session) -> Granted:
    """Return the day that the last extension gave each deadline, return and milestone."""
    days: Granted = {}
    query = rows_of(Extension).where(col(Extension.status) == "granted")
    for row in session.execute(query.order_by(col(Extension.decided_at), col(Extension.id))):
        extension = row[0]
        if extension.return_item_id is not None:
            days["item", extension.return_item_id] = extension.until_on
        elif extension.milestone_id is not None:
            days["milestone", extension.milestone_id] = extension.until_on
        else:
            days["deadline", extension.task_id] = extension.until_on
    return days


def _payload_days(session: Session, audit: Audit, event: str, name: str) -> dict[int, date]:
    """Return the day that the last event of a name says, by its subject."""
    query = rows_of(col(Event.subject_id), col(Event.payload)).where(
        col(Event.name) == event, col(Event.happened_at) >= audit.since
    )
    found = session.execute(query.order_by(col(Event.id)))
    return {number: date.fromisoformat(p[name]) for number, p in found if p.get(name)}
