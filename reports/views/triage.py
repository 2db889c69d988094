"""The triage list: what waits for a person, why, since when, and whose it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from models import Assignment, Department, InboundMessage, OutgoingMessage, Task
from rules.assignments import AssignmentStatus
from rules.tasks import OPEN
from rules.triage import to_be_done_by
from rules.working_days import WorkingCalendar

LIVING = (
    AssignmentStatus.DISPATCHED, AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.OBJECTED,
)  # fmt: skip
GROUPS: Mapping[str, str] = {
    "unmatched": "无法对应",
    "doubtful": "有疑问",
    "refused": "不予采信",
    "bounced": "退信",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message of the list."""

    row: InboundMessage
    department: Department | None  # proven, or only claimed: see `proven`
    group: str
    working_days: int  # since it came
    overdue: bool  # older than one working day

    @property
    def proven(self) -> bool:
        """Is it certain that the department wrote?"""
        return self.row.department_id is not None


@dataclass(frozen=True, slots=True)
class TriageList:
    """What waits, the oldest first, and how many there are of each group."""

    lines: list[Waiting]
    counts: dict[str, int]
    overdue: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A task that a message may be about, with what was understood of it."""

    task: Task
    chosen: bool
    heard: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person needs to decide about one message."""

    waiting: Waiting
    departments: list[Department]  # that have a task now
    department: Department | None  # the one that was chosen, claimed or proven
    choices: list[Choice]


def list_triage(
    session: Session, *, now: datetime, calendar: WorkingCalendar, group: str = ""
) -> TriageList:
    """Return what waits for a person."""
    rows = session.exec(
        select(InboundMessage)
        .where(InboundMessage.status == "triage")
        .order_by(col(InboundMessage.received_at), col(InboundMessage.id))
    ).all()
    lines = [_waiting(session, row, now=now, calendar=calendar) for row in rows]
    counts = {name: sum(line.group == name for line in lines) for name in GROUPS}
    return TriageList(
        [line for line in lines if group in ("", line.group)],
        counts,
        sum(line.overdue for line in lines),
    )


def count_triage(session: Session) -> int:
    """Return how many messages wait."""
    query = rows_of(func.count()).where(col(InboundMessage.status) == "triage")
    return int(session.execute(query).scalar_one())


def desk_of(
    session: Session,
    row: InboundMessage,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    department_id: int | None = None,
) -> Desk:
    """Return what may be decided about one message; `department_id` is a person's choice."""
    waiting = _waiting(session, row, now=now, calendar=calendar)
    chosen = session.get(Department, department_id) if department_id else waiting.department
    outgoing = session.get(OutgoingMessage, row.outgoing_id or 0)
    asked = set(outgoing.task_ids) if outgoing else set()
    tasks = _tasks_of(session, chosen) if chosen else []
    heard = {item.get("task"): item for item in (row.heard or {}).get("items", [])}
    return Desk(
        waiting,
        _departments_with_tasks(session),
        chosen,
        [Choice(task, task.number in asked, heard.get(task.key, {})) for task in tasks],
    )


def as_data(line: Waiting) -> dict[str, Any]:
    """Return one message of the list for programs."""
    row = line.row
    return {
        "id": row.id,
        "group": line.group,
        "reasons": row.reasons,
        "department": line.department.short_name if line.department else None,
        "proven": line.proven,
        "sender": row.sender,
        "subject": row.subject,
        "channel": row.channel,
        "received_at": row.received_at.isoformat(),
        "working_days": line.working_days,
        "overdue": line.overdue,
        "taken_by": row.taken_by,
        "heard": json.loads(json.dumps(row.heard)),
    }


def _waiting(
    session: Session, row: InboundMessage, *, now: datetime, calendar: WorkingCalendar
) -> Waiting:
    department_id = row.department_id
    if department_id is None and row.kind != "rejected" and row.outgoing_id:
        department_id = session.get_one(OutgoingMessage, row.outgoing_id).department_id
    received_on = calendar.office_day(row.received_at)
    return Waiting(
        row,
        session.get(Department, department_id) if department_id else None,
        _group(row),
        calendar.working_days_late(received_on, calendar.office_day(now)),
        now > to_be_done_by(row.received_at, calendar),
    )


def _group(row: InboundMessage) -> str:
    by_kind = {"rejected": "refused", "bounce": "bounced", "update": "doubtful"}
    return by_kind.get(row.kind or "", "unmatched")


def _tasks_of(session: Session, department: Department) -> list[Task]:
    """Return the open tasks in which a department has a part, in the order of the notices."""
    parts = select(Assignment.task_id).where(
        Assignment.department_id == department.id, col(Assignment.status).in_(LIVING)
    )
    return list(
        session.exec(
            select(Task)
            .where(col(Task.id).in_(parts), col(Task.status).in_(OPEN))
            .order_by(col(Task.measure_id), col(Task.part))
        )
    )


def _departments_with_tasks(session: Session) -> list[Department]:
    busy = select(Assignment.department_id).where(col(Assignment.status).in_(LIVING))
    return list(
        session.exec(
            select(Department).where(col(Department.id).in_(busy)).order_by(Department.short_name)
        )
    )
