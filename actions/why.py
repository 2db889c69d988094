"""Why a task stands as it does: its light, what was sent, what comes next, what holds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.holds import Holds, find_holds
from actions.next_periods import next_periods
from actions.next_steps import Step, returns_to_come, steps_of
from models import (
    Assignment,
    Delivery,
    Department,
    Notice,
    OutgoingMessage,
    Task,
)
from models.facts import task_facts
from rules.assignments import ACTIVE, ROLE_LABELS
from rules.audiences import LABELS
from rules.lights import Light, light_of
from rules.policies import Policy, policy_of
from rules.tasks import OPEN
from rules.working_days import WorkingCalendar

STATES = {
    "pending": "待发",
    "sent": "已送达",
    "failed": "未送达",
    "held": "暂扣",
    "cancelled": "已撤回",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One message about the task, and what became of it."""

    on: date
    audience: str
    subject: str
    state: str
    reached: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PartWhy:
    """One department's part."""

    department: str
    role: str
    held: str | None
    sent: tuple[Sent, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The whole answer."""

    light: Light
    parts: tuple[PartWhy, ...]


def why(
    session: Session,
    task: Task,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> Why:
    """Explain a task on the day of `now`; nothing is decided here."""
    today = calendar.office_day(now)
    notice = session.get_one(Notice, task.notice_id)
    policy = policy_of(policies, notice.policy)
    [facts] = task_facts(
        session, task.notice_id, today=today, office_day=calendar.office_day,
        task_ids=[task.number],
    )  # fmt: skip
    holds = find_holds(session, today=today)
    coming = (
        next_periods(session, notice, today=today, calendar=calendar, policy=policy)
        if task.status in OPEN
        else []
    )
    parts = session.exec(
        select(Assignment, Department)
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .where(Assignment.task_id == task.number, col(Assignment.status).in_(ACTIVE))
        .order_by(col(Assignment.order))
    ).all()
    return Why(
        light_of(facts, today, calendar, policy),
        tuple(
            PartWhy(
                department.short_name,
                ROLE_LABELS[part.role],
                holds.why(part.number, department.number) or _kept(holds, department.number),
                tuple(_sent(session, task, department.number, calendar)),
                (
                    *steps_of(session, part, today=today, calendar=calendar, policy=policy),
                    *returns_to_come(coming, part, today=today, calendar=calendar),
                ),
            )
            for part, department in parts
        ),
    )


def _kept(holds: Holds, department_id: int) -> str | None:
    """Return which posts of a department are not told what was decided for them, and why."""
    found = [
        f"对{LABELS[post]}的消息由{words}"
        for (number, post), words in holds.kept.items()
        if number == department_id
    ]
    return "；".join(found) or None


def _sent(
    session: Session, task: Task, department_id: int, calendar: WorkingCalendar
) -> Iterator[Sent]:
    rows = session.exec(
        select(OutgoingMessage)
        .where(OutgoingMessage.department_id == department_id)
        .order_by(col(OutgoingMessage.id))
    ).all()
    for row in rows:
        if task.number not in row.task_ids:
            continue
        deliveries = session.exec(
            select(Delivery.address).where(
                Delivery.outgoing_id == row.id, Delivery.status == "sent"
            )
        ).all()
        yield Sent(
            calendar.office_day(row.sent_at or row.created_at),
            LABELS[row.audience],
            row.subject,
            STATES[row.status],
            tuple(deliveries),
            row.last_error or "",
        )
