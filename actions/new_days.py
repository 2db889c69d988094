"""Days that an extension gave: who was told of them when. Earlier reminder points are left out."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Date, bindparam
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from models import Extension
from rules.due import Due, DueKind
from rules.working_days import WorkingCalendar

GRANTED = rows_of(
    col(Extension.return_item_id), col(Extension.milestone_id), col(Extension.task_id),
    col(Extension.until_on), col(Extension.assignment_id), col(Extension.decided_at),
).where(
    col(Extension.status) == "granted", col(Extension.until_on) <= bindparam("until", type_=Date)
)  # fmt: skip

NewDays = dict[tuple[DueKind, int, date, int | None], date]


def told_of_new_days(session: Session, *, until: date, calendar: WorkingCalendar) -> NewDays:
    """Return when a department was told of a day that an extension gave it."""
    told: NewDays = {}
    for item, milestone, task, until_on, part, decided_at in session.execute(
        GRANTED, {"until": until}
    ):
        kind, subject = DueKind.DEADLINE, task
        if item is not None:
            kind, subject = DueKind.ITEM, item
        elif milestone is not None:
            kind, subject = DueKind.MILESTONE, milestone
        told[kind, subject, until_on, part] = calendar.office_day(decided_at)
    return told


def with_told(due: Due, told: NewDays) -> Due:
    """Return what is owed with the day on which its department was last told of it."""
    day = told.get((due.kind, due.subject_id, due.due_on, due.assignment_id))
    return due if day is None or day <= due.told_on else replace(due, told_on=day)
