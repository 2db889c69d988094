"""What a letter says about each due instance: the task, what is owed, by when, how late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from actions.lags import lags_of
from actions.rungs import cases_of, rung_of
from actions.subjects import Part, Subject, parts_by_id, subjects_of
from models import (
    Assignment,
    EscalationCase,
    Reminder,
)
from rules.assignments import ACTIVE, ROLE_LABELS, Role
from rules.due import DueKind, day_of, kind_of
from rules.policies import LadderRung
from rules.reminders import LATE
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a message asks for."""

    number: int
    part: Part
    subject: Subject
    due_on: date | None
    days_late: int
    rung: LadderRung | None  # None: a reminder before the day
    lead: str  # to whom a supporting department answers; else empty
    kind: str
    detail: str = ""  # the figures of what is slow
    overdue: bool = False  # a rung, or a reminder after the day

    @property
    def role(self) -> str:
        """牵头, 配合, 责任 or 落实."""
        return ROLE_LABELS[self.part.role]


@dataclass(frozen=True, slots=True)
class Book:
    """What lines are made of, looked up for many letters at once."""

    parts: Mapping[int, Part]
    subjects: Mapping[str, Subject]
    cases: Mapping[tuple[int, str], EscalationCase]
    leads: Mapping[int, str]  # task → the department that consolidates it
    details: Mapping[tuple[int, str], str]  # the figures of what is slow

    @classmethod
    def of(
        cls, session: Session, reminders: Sequence[Reminder], *, today: date,
        calendar: WorkingCalendar,
    ) -> "Book":  # fmt: skip
        """Look up everything that these decisions are about, in some ten queries."""
        about = {(reminder.subject_id, reminder.due_instance) for reminder in reminders}
        parts = parts_by_id(session, {reminder.subject_id for reminder in reminders})
        return cls(
            parts=parts,
            subjects=subjects_of(session, {reminder.due_instance for reminder in reminders}),
            cases=cases_of(session, set(parts)),
            leads=_leads(session, {p.task_id for p in parts.values() if p.role is Role.SUPPORT}),
            details=lags_of(session, about, today=today, calendar=calendar),
        )

    def case(self, reminder: Reminder) -> EscalationCase | None:
        """Return the climb that a decision belongs to, if it belongs to one."""
        return self.cases.get((reminder.subject_id, reminder.due_instance))

    def rung(self, reminder: Reminder) -> LadderRung | None:
        """Return the rung that a decision took; None for a reminder."""
        return rung_of(reminder, self.case(reminder))


def lines_of(
    book: Book, reminders: Sequence[Reminder], *, today: date, calendar: WorkingCalendar
) -> list[Line]:
    """Return what these decisions say, late things first; one line for one thing."""
    by_weight = sorted(reminders, key=lambda r: r.rule.startswith("ladder-"))
    latest = {(r.subject_id, r.due_instance): r for r in by_weight}  # a later row, a rung, wins
    ordered = sorted(
        latest.values(),
        key=lambda r: (
            not r.rule.startswith("ladder-"),
            r.due_on or today,
            r.rule if r.rule.startswith("ladder-") else "",
            book.subjects[r.due_instance].what,
            r.task_id or 0,
        ),
    )
    return [
        _line(book, number, reminder, today=today, calendar=calendar)
        for number, reminder in enumerate(ordered, start=1)
    ]


def _line(
    book: Book, number: int, reminder: Reminder, *, today: date, calendar: WorkingCalendar
) -> Line:
    part, case = book.parts[reminder.subject_id], book.case(reminder)
    kind = kind_of(reminder.due_instance)
    rung, overdue = book.rung(reminder), LATE in reminder.rule
    counted_from = case.due_on if case else reminder.due_on if overdue else None
    answers_to_lead = part.role is Role.SUPPORT and kind is DueKind.ITEM
    return Line(
        number=number,
        part=part,
        subject=book.subjects[reminder.due_instance],
        due_on=None if kind is DueKind.SLOW else reminder.due_on,
        days_late=days_late(
            reminder.due_instance,
            counted_from=counted_from or today,
            today=today,
            calendar=calendar,
        ),
        rung=rung,
        lead=book.leads.get(part.task_id, "") if answers_to_lead else "",
        kind=kind,
        detail=book.details.get((reminder.subject_id, reminder.due_instance), ""),
        overdue=rung is not None or overdue,
    )


def _leads(session: Session, tasks: set[int]) -> dict[int, str]:
    """Return, for each task, the department that consolidates it."""
    query = select(Assignment.task_id, Assignment.printed_name).where(
        col(Assignment.task_id).in_(tasks),
        col(Assignment.consolidates).is_(True),
        col(Assignment.status).in_(ACTIVE),
    )
    return dict(session.exec(query).all())


def days_late(instance: str, *, counted_from: date, today: date, calendar: WorkingCalendar) -> int:
    """Return the working days that an instance is late; slowness has no day to be late for."""
    day = day_of(instance)
    return 0 if day is None else calendar.working_days_late(max(day, counted_from), today)
