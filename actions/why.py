"""Why a task stands as it does: its light, what was sent, what comes next, what holds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from actions.due import Scope, find_due
from actions.holds import Holds, find_holds
from actions.rungs import cases_of
from actions.subjects import subjects_of
from models import (
    Assignment,
    Delivery,
    Department,
    EscalationCase,
    Notice,
    OutgoingMessage,
    Task,
)
from models.facts import task_facts
from rules.assignments import ACTIVE, ROLE_LABELS
from rules.audiences import LABELS
from rules.due import Due, base_instance
from rules.escalation import rung_now
from rules.lights import Light, light_of
from rules.policies import EscalationLadder, LadderRung, Policy, policy_of
from rules.reminders import OPENS, late_points, reminder_points
from rules.working_days import WorkingCalendar

AHEAD = timedelta(days=400)  # how far what is owed is looked for
SEARCHED = 120  # days after the day owed in which the next rung is looked for
ONE_DAY = timedelta(days=1)
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
class Step:
    """What comes next about one thing that is owed."""

    what: str
    due_on: date | None
    on: date | None
    then: str


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
    policy = policy_of(policies, session.get_one(Notice, task.notice_id).policy)
    [facts] = task_facts(
        session, task.notice_id, today=today, office_day=calendar.office_day,
        task_ids=[task.number],
    )  # fmt: skip
    holds = find_holds(session, today=today)
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
                tuple(_steps(session, part, today=today, calendar=calendar, policy=policy)),
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


def _steps(
    session: Session, part: Assignment, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> Iterator[Step]:
    """What is owed, soonest first, with the next reminder or rung; then climbs of slowness."""
    scope = Scope(until=today + AHEAD, parts=[part.number])
    owed = find_due(session, scope, calendar=calendar)
    cases = {
        key: case
        for (_, key), case in cases_of(session, [part.number]).items()
        if case.ended_at is None
    }
    words = subjects_of(session, [*(due.instance for due in owed), *cases])
    climbing = {base_instance(key): case for key, case in cases.items()}
    for due in owed:
        case = climbing.pop(due.instance, None)
        on, then = (
            _next_rung(case, today=today, calendar=calendar)
            if case is not None
            else _next_point(due, today=today, calendar=calendar, policy=policy)
        )
        late = [p.on for p in late_points(due, calendar=calendar, policy=policy) if p.on > today]
        if late and (on is None or min(late) < on):
            on, then = min(late), "提醒"
        yield Step(words[due.instance].what, due.due_on, on, then)
    for case in climbing.values():
        on, then = _next_rung(case, today=today, calendar=calendar)
        yield Step(words[case.due_instance].what, None, on, then)


def _next_point(
    due: Due, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> tuple[date | None, str]:
    """Return the next reminder before the day, or else the first rung after it."""
    points = reminder_points(due, calendar=calendar, policy=policy)
    coming = [point for point in points if point.on > today and point.rule != OPENS]
    if coming:
        return min(point.on for point in coming), "提醒"
    return _first_day(
        policy.ladder, due_on=due.late_from, steps_taken=0, stepped_on=None,
        today=today, calendar=calendar,
    )  # fmt: skip


def _next_rung(
    case: EscalationCase, *, today: date, calendar: WorkingCalendar
) -> tuple[date | None, str]:
    return _first_day(
        EscalationLadder.from_data(case.ladder), due_on=case.due_on, steps_taken=case.steps_taken,
        stepped_on=case.stepped_on, today=today, calendar=calendar,
    )  # fmt: skip


def _first_day(
    ladder: EscalationLadder, *, due_on: date, steps_taken: int, stepped_on: date | None,
    today: date, calendar: WorkingCalendar,
) -> tuple[date | None, str]:  # fmt: skip
    """Return the first day from today on which a rung is due, by the rule that takes it."""
    day = max(today, due_on)
    for _ in range(SEARCHED):
        rung = rung_now(
            ladder, due_on=due_on, steps_taken=steps_taken, stepped_on=stepped_on,
            today=day, calendar=calendar,
        )  # fmt: skip
        if rung is not None:
            return day, _named(rung)
        day += ONE_DAY
    return None, "督办阶梯已走完"


def _named(rung: LadderRung) -> str:
    return f"代拟{rung.label}，报领导审批" if rung.drafts else rung.label
