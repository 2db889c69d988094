"""Which reminders of this morning were decided already: a condition on what is owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
)
from sqlmodel import col

from models import Assignment, Reminder
from rules.due import DueKind
from rules.policies import STANDARD, Policy
from rules.reminders import OPENS, RULE_WORDS
from rules.working_days import WorkingCalendar

Presets = tuple[tuple[str, tuple[int, ...]], ...]  # name, points before a day, nearest first


@dataclass(frozen=True, slots=True)
class PointDays:
    """Up to which day something must be due for a point before it to have come by today."""

    presets: Presets
    parameters: Mapping[str, date]

    @classmethod
    def of(
        cls, policies: Mapping[str, Policy], *, today: date, calendar: WorkingCalendar
    ) -> "PointDays":
        """Return the days of every preset; `today` is a working day."""
        presets = tuple((name, tuple(sorted(p.remind_before))) for name, p in policies.items())
        points = {point for _, before in presets for point in before}
        days = {f"due_{n}": calendar.add_working_days(today, n) for n in points}
        return cls(presets, {**days, "today": today})


def is_reminded(
    kind: DueKind, subject: Any, day: Any, preset: Any, presets: Presets
) -> ColumnElement[bool]:
    """Say whether the point before its day that has come, as the preset names it, was decided.

    This spares reading what was said on earlier mornings: of what is due in the coming weeks all
    but little was. Which point counts for whom, `reminder_due` decides among what is left.
    """
    about = literal(f"{kind}:") + cast(subject, String) + ":"
    rules = {name: _point_reached(kind, day, before) for name, before in presets}
    others = [(preset == name, rule) for name, rule in rules.items() if name != STANDARD]
    rule = case(*others, else_=rules[STANDARD]) if others else rules[STANDARD]
    said = exists().where(
        col(Reminder.subject_kind) == "assignment",
        col(Reminder.subject_id) == col(Assignment.id),
        col(Reminder.rule) == rule,
        or_(
            col(Reminder.due_instance) == about + cast(day, String),
            and_(col(Reminder.rule) == OPENS, col(Reminder.due_instance).startswith(about)),
        ),
    )
    return and_(day >= bindparam("today", type_=Date), said)


def _point_reached(kind: DueKind, day: Any, before: Iterable[int]) -> ColumnElement[Any]:
    word = RULE_WORDS[kind]
    points = [(day <= bindparam(f"due_{n}", type_=Date), f"{word}-due-{n}") for n in before]
    return case(*points, else_=OPENS if kind is DueKind.ITEM else null())
