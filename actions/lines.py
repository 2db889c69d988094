"""What a letter says about each due instance: the task, what is owed, by when, how late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.lags import lags_of
from actions.rungs import cases_of, rung_of
from models import (
    Assignment,
    EscalationCase,
    Milestone,
    Notice,
    Reminder,
    ReportingPeriod,
    Return,
    ReturnItem,
    Target,
    Task,
)
from rules.assignments import ACTIVE, ROLE_LABELS, Role
from rules.due import DueKind, base_instance, day_of, kind_of, subject_of
from rules.policies import LadderRung
from rules.reminders import LATE
from rules.slow import CAUSES
from rules.wording import quoted
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Part:
    """One assignment as letters speak of it."""

    assignment_id: int
    task_id: int
    key: str
    title: str
    notice_id: int
    notice: str
    doc_number: str
    role: Role

    @property
    def printed(self) -> str:
        """The notice as letters cite it."""
        return f"《{self.notice}》" + (f"（{self.doc_number}）" if self.doc_number else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one due instance asks for, in words, and the return that answers it."""

    what: str  # 报送2024年度进展
    return_id: int | None = None


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


def lines_of(
    session: Session, reminders: Sequence[Reminder], *, today: date, calendar: WorkingCalendar
) -> list[Line]:
    """Return what these decisions say, late things first; one line for one thing."""
    parts = parts_by_id(session, {reminder.subject_id for reminder in reminders})
    subjects = subjects_of(session, {reminder.due_instance for reminder in reminders})
    cases = cases_of(session, set(parts))
    leads = _leads(session, {p.task_id for p in parts.values() if p.role is Role.SUPPORT})
    by_weight = sorted(reminders, key=lambda r: r.rule.startswith("ladder-"))
    latest = {(r.subject_id, r.due_instance): r for r in by_weight}  # a later row, a rung, wins
    details = lags_of(session, latest, today=today, calendar=calendar)
    ordered = sorted(
        latest.values(),
        key=lambda r: (
            not r.rule.startswith("ladder-"),
            r.due_on or today,
            r.rule if r.rule.startswith("ladder-") else "",
            subjects[r.due_instance].what,
            r.task_id or 0,
        ),
    )
    return [
        _line(
            number,
            reminder,
            parts[reminder.subject_id],
            subjects[reminder.due_instance],
            case=cases.get((reminder.subject_id, reminder.due_instance)),
            leads=leads,
            detail=details.get((reminder.subject_id, reminder.due_instance), ""),
            today=today,
            calendar=calendar,
        )
        for number, reminder in enumerate(ordered, start=1)
    ]


def _line(
    number: int,
    reminder: Reminder,
    part: Part,
    subject: Subject,
    *,
    case: EscalationCase | None,
    leads: dict[int, str],
    detail: str,
    today: date,
    calendar: WorkingCalendar,
) -> Line:
    rung = rung_of(reminder, case)
    kind = kind_of(reminder.due_instance)
    overdue = LATE in reminder.rule
    counted_from = case.due_on if case else reminder.due_on if overdue else None
    return Line(
        number=number,
        part=part,
        subject=subject,
        due_on=None if kind is DueKind.SLOW else reminder.due_on,
        days_late=days_late(
            reminder.due_instance,
            counted_from=counted_from or today,
            today=today,
            calendar=calendar,
        ),
        rung=rung,
        lead=leads.get(part.task_id, "")
        if part.role is Role.SUPPORT and kind is DueKind.ITEM
        else "",
        kind=kind,
        detail=detail,
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


def parts_by_id(session: Session, assignments: Collection[int]) -> dict[int, Part]:
    """Return the parts with their tasks and notices, in one query."""
    query = (
        rows_of(  # columns, not rows: a notice carries its whole text and reading
            col(Assignment.id),
            col(Assignment.role),
            col(Task.id),
            col(Task.key),
            col(Task.title),
            col(Notice.id),
            col(Notice.title),
            col(Notice.filename),
            col(Notice.doc_number),
        )
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(col(Assignment.id).in_(assignments))
    )
    return {
        number: Part(
            assignment_id=number,
            task_id=task_id,
            key=key,
            title=title,
            notice_id=notice_id,
            notice=notice or filename,
            doc_number=doc_number or "",
            role=role,
        )
        for number, role, task_id, key, title, notice_id, notice, filename, doc_number in (
            session.execute(query)
        )
    }


def subjects_of(session: Session, instances: Collection[str]) -> dict[str, Subject]:
    """Return what each due instance is about, in at most three queries."""
    keys = {base_instance(key): key for key in instances}
    by_kind: dict[DueKind, dict[int, str]] = {}
    for key in keys:
        if kind_of(key) is not DueKind.SLOW:
            by_kind.setdefault(kind_of(key), {})[subject_of(key)] = key
    named = {
        **_items(session, by_kind.get(DueKind.ITEM, {})),
        **_milestones(session, by_kind.get(DueKind.MILESTONE, {})),
        **_targets(session, by_kind.get(DueKind.TARGET, {})),
    }
    return {key: named.get(base_instance(key)) or _plain(key) for key in instances}


def days_late(instance: str, *, counted_from: date, today: date, calendar: WorkingCalendar) -> int:
    """Return the working days that an instance is late; slowness has no day to be late for."""
    day = day_of(instance)
    return 0 if day is None else calendar.working_days_late(max(day, counted_from), today)


def _items(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query: Any = (
        rows_of(col(ReturnItem.id), col(Return.id), col(ReportingPeriod.label))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(col(ReturnItem.id).in_(keys))
    )
    return {
        keys[number]: Subject(f"报送{label}进展", return_id)
        for number, return_id, label in session.execute(query)
    }


def _milestones(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query = rows_of(col(Milestone.id), col(Milestone.title)).where(col(Milestone.id).in_(keys))
    return {
        keys[number]: Subject(f"完成节点{quoted(title)}")
        for number, title in session.execute(query)
    }


def _targets(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query = rows_of(col(Target.id), col(Target.indicator)).where(col(Target.id).in_(keys))
    return {
        keys[number]: Subject(f"报送指标{quoted(name)}的完成值")
        for number, name in session.execute(query)
    }


def _plain(key: str) -> Subject:
    if kind_of(key) is DueKind.ACKNOWLEDGE:
        return Subject("签收任务")
    return Subject(CAUSES[key.split(":")[1]] if kind_of(key) is DueKind.SLOW else "完成任务")
