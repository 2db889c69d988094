"""Which of a department's answers counts for a report: accepted before unread, new before old."""

from dataclasses import dataclass
from datetime import datetime

from models import Assignment, ReportingPeriod, StatusUpdate
from reports.loading import Rows
from reports.report import Statement
from reports.words import clean
from rules.assignments import ROLE_LABELS
from rules.returns import LABELS, ItemStatus
from rules.working_days import WorkingCalendar

OUTSIDE = "未列入填报"


@dataclass(frozen=True, slots=True)
class Said:
    """What one assignment's department said: the answer that counts, and the others."""

    chosen: Statement | None
    earlier: tuple[Statement, ...]
    percent: float | None  # the last figure, whichever answer brought it
    last_said_at: datetime | None


def said_about(
    rows: Rows, part: Assignment, *, period: ReportingPeriod | None, calendar: WorkingCalendar
) -> Said:
    """Return what counts of one assignment's answers, of one period or of all time."""
    updates = list(rows.updates.get(part.number, ()))
    percents = [update.percent for update in updates if update.percent is not None]
    last = updates[-1].said_at if updates else None
    in_time = [each for each in updates if _belongs(rows, each, period, calendar)]
    ranked = sorted(in_time, key=lambda update: _rank(rows, update, period))
    told = [_statement(rows, part, update, calendar) for update in ranked]
    return Said(
        chosen=told[-1] if told else None,
        earlier=tuple(each for each in told[:-1] if each.narrative),
        percent=percents[-1] if percents else None,
        last_said_at=last,
    )


def _belongs(
    rows: Rows, update: StatusUpdate, period: ReportingPeriod | None, calendar: WorkingCalendar
) -> bool:
    if period is None:
        return True
    _, period_id = rows.items.get(update.return_item_id or 0, (None, None))
    if period_id is not None:
        return period_id == period.number
    return calendar.office_day(update.said_at) >= period.starts_on


def _rank(
    rows: Rows, update: StatusUpdate, period: ReportingPeriod | None
) -> tuple[bool, bool, bool, datetime, int]:
    item, period_id = rows.items.get(update.return_item_id or 0, (None, None))
    return (
        item is not None and item.status is ItemStatus.ACCEPTED,
        period is not None and period_id == period.number,
        bool(update.narrative.strip()),
        update.said_at,
        update.number,
    )


def _statement(
    rows: Rows, part: Assignment, update: StatusUpdate, calendar: WorkingCalendar
) -> Statement:
    item, _ = rows.items.get(update.return_item_id or 0, (None, None))
    return Statement(
        update_id=update.number,
        inbound_id=update.inbound_id,
        department=rows.name(part),
        role=ROLE_LABELS[part.role],
        percent=update.percent,
        state=update.state or "",
        narrative=clean(update.narrative),
        problems=clean(update.problems),
        next_steps=clean(update.next_steps),
        said_on=calendar.office_day(update.said_at),
        standing=LABELS[item.status] if item is not None else OUTSIDE,
    )
