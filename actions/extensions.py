"""延期: asked for with a reason, granted or refused by a person; the first date is kept.

The request of a county rule (DOMAIN.md 1.4) must come before the day; one that comes later is
taken, marked late, and the days until then still count as overdue.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.assignments import tell_department
from actions.due import Scope, find_due
from actions.events import record_event
from actions.pursuit import end_pursuit
from models import Assignment, Extension, Milestone, ReturnItem, Task
from rules.due import DueKind
from rules.errors import NotAllowed
from rules.office import Office
from rules.returns import OWED
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Movable:
    """What a department may ask to move: its day, and the row that holds it."""

    due_on: date
    kind: str  # deadline | item | milestone
    row_id: int

    @property
    def due_instance(self) -> str:
        """The due instance that ends when the day moves."""
        return f"{self.kind}:{self.row_id}:{self.due_on}"


def ask(
    session: Session,
    assignment_id: int,
    *,
    until_on: date,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    inbound_id: int | None = None,
) -> Extension:
    """Note a request to move what is due next for this part (deadline, return, milestone)."""
    part = session.get_one(Assignment, assignment_id)
    subject = _due_next(session, part, calendar)
    if subject is None:
        raise NotAllowed("该任务目前没有可以延期的时限。")
    if until_on <= subject.due_on:
        raise NotAllowed(
            f"申请延期至{until_on}，不晚于现时限{subject.due_on}。", "请写明延期后的日期。"
        )
    extension = Extension(
        task_id=part.task_id,
        assignment_id=part.number,
        return_item_id=subject.row_id if subject.kind == "item" else None,
        milestone_id=subject.row_id if subject.kind == "milestone" else None,
        inbound_id=inbound_id,
        from_on=subject.due_on,
        until_on=until_on,
        reason=reason,
        asked_at=now,
        late=calendar.office_day(now) > subject.due_on,
    )
    session.add(extension)
    record_event(session, "extension.asked", extension, now=now, actor=actor, until=str(until_on))
    return extension


def grant(
    session: Session,
    extension_id: int,
    *,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
    reason: str = "",
) -> Extension:
    """Move the day, stop what ran after the old one, and tell the department."""
    extension = _decide(session, extension_id, "granted", now=now, actor=actor, reason=reason)
    kind, row_id = _subject_of(extension)
    _move_day(session, extension)
    part = session.get_one(Assignment, extension.assignment_id)
    end_pursuit(
        session,
        [part.number],
        reason="已批准延期",
        now=now,
        due_instance=f"{kind}:{row_id}:{extension.from_on}",
    )
    record_event(
        session, "extension.granted", extension, now=now, actor=actor, until=str(extension.until_on)
    )
    _tell(session, extension, part, now=now, calendar=calendar, office=office)
    return extension


def refuse(
    session: Session,
    extension_id: int,
    *,
    reason: str,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar,
    office: Office,
) -> Extension:
    """Keep the day, and tell the department why."""
    if not reason.strip():
        raise NotAllowed("不同意延期须写明理由。")
    extension = _decide(session, extension_id, "refused", now=now, actor=actor, reason=reason)
    record_event(session, "extension.refused", extension, now=now, actor=actor, reason=reason)
    part = session.get_one(Assignment, extension.assignment_id)
    _tell(session, extension, part, now=now, calendar=calendar, office=office)
    return extension


def waiting_extensions(session: Session) -> list[Extension]:
    """Return the requests nobody decided yet, oldest first."""
    return list(
        session.exec(
            select(Extension).where(Extension.status == "asked").order_by(col(Extension.id))
        )
    )


def _due_next(session: Session, part: Assignment, calendar: WorkingCalendar) -> Movable | None:
    """Return the earliest day this part still has to meet."""
    found = []
    task = session.get_one(Task, part.task_id)
    if task.due_on is not None and task.submitted_at is None:
        found.append(Movable(task.due_on, "deadline", task.number))
    items = session.exec(
        select(ReturnItem).where(
            ReturnItem.assignment_id == part.number, col(ReturnItem.status).in_(OWED)
        )
    )
    found += [Movable(item.due_on, "item", item.number) for item in items]
    own = Scope(until=date.max, parts=[part.number], kinds=[DueKind.MILESTONE])
    steps = find_due(session, own, calendar=calendar)
    found += [Movable(step.due_on, "milestone", step.subject_id) for step in steps]
    return min(found, key=lambda subject: subject.due_on, default=None)


def _decide(
    session: Session, extension_id: int, status: str, *, now: datetime, actor: str, reason: str
) -> Extension:
    extension = session.get_one(Extension, extension_id)
    if extension.status != "asked":
        raise NotAllowed(f"这一延期申请已由{extension.decided_by}处理。")
    extension.status, extension.decision_reason = status, reason or None
    extension.decided_by, extension.decided_at = actor, now
    session.add(extension)
    return extension


def _subject_of(extension: Extension) -> tuple[str, int]:
    if extension.return_item_id is not None:
        return "item", extension.return_item_id
    if extension.milestone_id is not None:
        return "milestone", extension.milestone_id
    return "deadline", extension.task_id


def _move_day(session: Session, extension: Extension) -> None:
    kind, row_id = _subject_of(extension)
    row: Task | ReturnItem | Milestone
    if kind == "item":
        row = session.get_one(ReturnItem, row_id)
    elif kind == "milestone":
        row = session.get_one(Milestone, row_id)
    else:
        row = session.get_one(Task, row_id)  # its original_due_on stays
    row.due_on = extension.until_on
    session.add(row)


def _tell(
    session: Session,
    extension: Extension,
    part: Assignment,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> None:
    tell_department(
        session,
        part,
        "extension_decided",
        kind="answer",
        now=now,
        calendar=calendar,
        office=office,
        granted=extension.status == "granted",
        from_on=extension.from_on,
        until_on=extension.until_on,
        reason=extension.decision_reason or "",
    )
