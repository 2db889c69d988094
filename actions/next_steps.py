"""What comes next for one part of a task: the next reminder, rung or return, by the very rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from actions.due import Scope, find_due
from actions.periods import OpeningPeriod
from actions.rungs import cases_of
from actions.subjects import subjects_of
from models import Assignment, EscalationCase, ReportingDuty, Target, Task
from rules.assignments import Role
from rules.due import Due, DueKind, base_instance
from rules.escalation import rung_now
from rules.policies import EscalationLadder, LadderRung, Policy
from rules.reminders import OPENS, late_points, reminder_points
from rules.working_days import WorkingCalendar

AHEAD = timedelta(days=400)  # how far what is owed is looked for
SEARCHED = 120  # days after the day owed in which the next rung is looked for
ONE_DAY = timedelta(days=1)
OWN_KINDS = [kind for kind in Scope(until=date.max).kinds if kind is not DueKind.TARGET]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next about one thing that is owed."""

    what: str
    due_on: date | None
    on: date | None
    then: str


def steps_of(
    session: Session, part: Assignment, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> Iterator[Step]:
    """What is owed, soonest first, with the next reminder or rung; then climbs of slowness."""
    owed = _owed(session, part, until=today + AHEAD, calendar=calendar)
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
        what = words[due.instance].what + _of_another_task(session, due)
        yield Step(what, due.due_on, on, then)
    for case in climbing.values():
        on, then = _next_rung(case, today=today, calendar=calendar)
        yield Step(words[case.due_instance].what, None, on, then)


def returns_to_come(
    coming: Sequence[tuple[ReportingDuty, OpeningPeriod]],
    part: Assignment,
    *,
    today: date,
    calendar: WorkingCalendar,
) -> Iterator[Step]:
    """The next returns, which are asked for, with a reminder, when their periods open."""
    for duty, plan in coming:
        if duty.reporter_ids is None or part.department_id in duty.reporter_ids:
            yield Step(
                f"报送{plan.period.label}进展",
                plan.support_due_on if part.role is Role.SUPPORT else plan.due_on,
                calendar.next_working_day(max(plan.opens_on, today)),
                "提醒（开始填报）",
            )


def _owed(
    session: Session, part: Assignment, *, until: date, calendar: WorkingCalendar
) -> list[Due]:
    """What one part owes. A target is owed once, through one of its owner's parts: see `due`."""
    own = Scope(until=until, parts=[part.number], kinds=OWN_KINDS)
    targets = Scope(until=until, departments=[part.department_id or 0], kinds=[DueKind.TARGET])
    found = [due for scope in (own, targets) for due in find_due(session, scope, calendar=calendar)]
    return sorted(
        (due for due in found if due.assignment_id == part.number), key=lambda due: due.due_on
    )


def _of_another_task(session: Session, due: Due) -> str:
    """Name the task of a target whose owner has no part in it, and so owes it through another."""
    if due.kind is not DueKind.TARGET:
        return ""
    task_id = session.get_one(Target, due.subject_id).task_id
    if task_id in (None, due.task_id):
        return ""
    return f"（任务{session.get_one(Task, task_id).key}的指标）"


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
