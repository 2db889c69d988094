"""What is owed and not answered: one question a kind, over open things only, by indexed days."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.due_points import PointDays
from actions.due_queries import (
    BUILDERS,
    NOT_ACTIVE,
    NOT_LIVE,
    NOT_OPEN,
    Shape,
    statement,
)
from actions.new_days import told_of_new_days, with_told
from models import StatusUpdate, TargetReading, value_stands
from rules.assignments import Role
from rules.due import Due, DueKind
from rules.working_days import WorkingCalendar

__all__ = ["NOT_ACTIVE", "NOT_LIVE", "NOT_OPEN", "PointDays", "Scope", "find_due"]

READING_COUNTS_FOR = timedelta(days=31)  # no year-end figure is known a month before it
AT_A_TIME = 500  # numbers in one question: SQLite takes some thousands at most


@dataclass(frozen=True, slots=True)
class Scope:
    """Which due instances to look at: those from `since` to `until`, of everyone or of some."""

    until: date
    since: date | None = None
    departments: Collection[int] | None = None
    parts: Collection[int] | None = None
    kinds: Collection[DueKind] = tuple(BUILDERS)
    unsaid: PointDays | None = None  # leave out whose reminder of the day was decided already

    @property
    def shape(self) -> Shape:
        """Which of its limits are set."""
        return Shape(
            self.since is not None,
            self.departments is not None,
            self.parts is not None,
            self.unsaid.presets if self.unsaid else (),
        )

    @property
    def parameters(self) -> dict[str, object]:
        """Its limits, as a statement takes them."""
        limits: dict[str, object] = {
            "until": self.until, "since": self.since,
            "departments": self.departments, "parts": self.parts,
        }  # fmt: skip
        days = self.unsaid.parameters if self.unsaid else {}
        return {name: value for name, value in limits.items() if value is not None} | dict(days)


def find_due(session: Session, scope: Scope, *, calendar: WorkingCalendar) -> list[Due]:
    """Return every unanswered due instance in `scope`, in the order of days.

    What fell due before the department was given its part is not owed by it.
    """
    found = [due for kind in scope.kinds for due in _find(session, kind, scope, calendar)]
    if found:
        told = told_of_new_days(session, until=scope.until, calendar=calendar)
        found = [with_told(due, told) for due in found] if told else found
    return sorted(found, key=lambda due: (due.due_on, due.task_id, due.assignment_id))


def _find(
    session: Session, kind: DueKind, scope: Scope, calendar: WorkingCalendar
) -> Iterable[Due]:
    query = statement(kind, scope.shape)
    found = _as_dues(session, query, scope.parameters, kind, calendar)
    if kind in (DueKind.MILESTONE, DueKind.DEADLINE):
        return _unexplained(session, found, calendar)
    return _unread(session, found, calendar) if kind is DueKind.TARGET else found


def _unread(session: Session, found: Iterator[Due], calendar: WorkingCalendar) -> Iterator[Due]:
    """Each target once, through the first of its owner's parts, unless its value was told."""
    dues: dict[int, Due] = {}
    for due in found:
        dues.setdefault(due.subject_id, due)
    read = _latest(session, TargetReading.target_id, TargetReading.read_at, dues)
    for due in dues.values():
        counts = calendar.moment(due.due_on - READING_COUNTS_FOR, "00:00")
        if due.subject_id not in read or read[due.subject_id] < counts:
            yield due


def _unexplained(
    session: Session, found: Iterator[Due], calendar: WorkingCalendar
) -> Iterator[Due]:
    """Leave out what was explained on its day or later: an answer, if not yet a result."""
    dues = list(found)
    said = _latest(
        session,
        StatusUpdate.assignment_id,
        StatusUpdate.said_at,
        {due.assignment_id for due in dues},
    )
    for due in dues:
        spoken = said.get(due.assignment_id)
        if spoken is None or spoken < calendar.moment(due.due_on, "00:00"):
            yield due


def _latest(
    session: Session, number: Any, moment: Any, numbers: Collection[int]
) -> dict[int, datetime]:
    """Return the last moment in each group, asked for some hundreds of numbers at a time."""
    latest: dict[int, datetime] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_A_TIME):
        some = ordered[start : start + AT_A_TIME]
        query = _last_moments(number, moment)
        latest.update((key, last) for key, last in session.execute(query, {"numbers": some}))
    return latest


@cache
def _last_moments(number: Any, moment: Any) -> Select[Any]:
    wanted = col(number).in_(bindparam("numbers", expanding=True))
    query = rows_of(col(number), func.max(col(moment))).where(wanted).group_by(col(number))
    return query.where(value_stands()) if number is TargetReading.target_id else query


def _as_dues(
    session: Session,
    query: Select[Any],
    parameters: dict[str, object],
    kind: DueKind,
    calendar: WorkingCalendar,
) -> Iterator[Due]:
    last_day: Any = cache(
        lambda *moments: max((calendar.office_day(m) for m in moments if m), default=None)
    )
    session.flush()
    rows = session.connection().execute(query, parameters).all()  # columns: the ORM costs half
    for row in rows:
        number, department, role, part_given, task, policy, task_given, *again = row[:9]
        due_on, subject = row[9:11]
        if kind is not DueKind.ITEM and due_on < last_day(task_given):
            continue
        yield Due(
            kind,
            subject,
            due_on,
            last_day(part_given, *row[11:]),
            number,
            department,
            task,
            policy,
            role is Role.SUPPORT,
            again_on=last_day(*again),
        )
