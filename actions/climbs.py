"""What the climbs of late assignments rest on: which cause is still there, which is gone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from actions.due import Scope, find_due
from actions.holds import find_holds
from actions.reach import cases_with_lost_letters
from actions.slow import answered_since, find_slow
from models import Assignment, EscalationCase, Extension, Notice, StatusUpdate, Task
from rules.assignments import AssignmentStatus
from rules.due import Due, DueKind, base_instance, climb_key, day_of, kind_of
from rules.escalation import climb_begins, rung_now
from rules.notices import NoticeStatus
from rules.policies import EscalationLadder, LadderRung, Policy, policy_of
from rules.tasks import LABELS, OPEN
from rules.working_days import WorkingCalendar

AT_A_TIME = 500  # numbers in one question


@dataclass(frozen=True, slots=True)
class ClimbPlan:
    """What today's sweep has to do."""

    to_open: list[Due]
    to_consider: list[int]  # open cases with a rung due, or whose cause is gone


def plan_climbs(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> ClimbPlan:
    """Return the climbs to open and the cases to look at; none on a day off."""
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return ClimbPlan([], [])
    owed = find_due(session, Scope(until=today), calendar=calendar)
    slow = find_slow(session, now=now, calendar=calendar, policies=policies)
    keys = _keys_of_climbs(session, {due.assignment_id for due in (*owed, *slow)})
    holds = find_holds(session, today=today)
    to_open = [
        climb
        for due in owed
        if (climb := _next_climb(due, keys, now=now, calendar=calendar)) is not None
        and not holds.why(due.assignment_id, due.department_id)
        and (climb is not due or _begins(due, now=now, calendar=calendar, policies=policies))
    ]
    to_open += [
        due
        for due in slow
        if not keys[due.assignment_id, due.key]
        and not holds.why(due.assignment_id, due.department_id)
    ]
    return ClimbPlan(to_open, _to_consider(session, owed, now=now, calendar=calendar))


def why_over(
    session: Session, case: EscalationCase, *, now: datetime, calendar: WorkingCalendar
) -> str | None:
    """Return why a climb is over, in words for the record, or None while its cause is there."""
    part = session.get_one(Assignment, case.assignment_id)
    task = session.get_one(Task, part.task_id)
    notice = session.get_one(Notice, task.notice_id)
    if part.status is AssignmentStatus.ENDED:
        return part.ended_reason or "分工已结束"
    if part.status is AssignmentStatus.OBJECTED:
        return "单位已提出异议"
    if task.status not in OPEN:
        return f"任务{LABELS[task.status]}"
    if notice.status is not NoticeStatus.CONFIRMED:
        return "来文不再督办"
    if kind_of(case.due_instance) is DueKind.SLOW:
        spoken = answered_since(session, case.assignment_id, case.opened_at)
        return "单位已反馈" if spoken else None
    until = max(calendar.office_day(now), case.due_on)
    scope = Scope(until=until, assignment_id=case.assignment_id, kind=kind_of(case.due_instance))
    instance = base_instance(case.due_instance)
    if any(due.instance == instance for due in find_due(session, scope, calendar=calendar)):
        return None
    return _why_answered(session, case, part)


def _why_answered(session: Session, case: EscalationCase, part: Assignment) -> str:
    if kind_of(case.due_instance) is DueKind.ACKNOWLEDGE:
        return "单位已签收"
    moved = exists().where(
        col(Extension.status) == "granted",
        col(Extension.from_on) == day_of(case.due_instance),
        or_(
            col(Extension.assignment_id) == part.number,
            (col(Extension.assignment_id).is_(None)) & (col(Extension.task_id) == part.task_id),
        ),
    )
    return "已批准延期" if session.execute(rows_of(moved)).scalar() else "单位已反馈"


def _next_climb(
    due: Due,
    keys: Mapping[tuple[int, str], list[bool]],
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> Due | None:
    """Return the climb to open, or None while one runs.

    What is owed again (退回, 异议不成立, 恢复) after its climb ended, or after its day passed
    while it was not owed, is climbed anew from today: the first day on which it is found so.
    """
    earlier = keys[due.assignment_id, due.instance]
    if True in earlier:
        return None
    if not earlier and not due.came_back:
        return due
    key = climb_key(due.instance, len(earlier) + 1)
    return replace(due, key=key, told_on=calendar.office_day(now))


def _begins(
    due: Due, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> bool:
    return climb_begins(
        due,
        today=calendar.office_day(now),
        calendar=calendar,
        policy=policy_of(policies, due.policy),
    )


def _keys_of_climbs(
    session: Session, assignments: Collection[int]
) -> dict[tuple[int, str], list[bool]]:
    """Return, for each due instance that was ever climbed, which of its climbs still run."""
    keys: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for some in _in_parts(assignments):
        query = rows_of(
            col(EscalationCase.assignment_id),
            col(EscalationCase.due_instance),
            col(EscalationCase.ended_at).is_(None),
        ).where(col(EscalationCase.assignment_id).in_(some))
        for number, key, running in session.execute(query):
            keys[number, base_instance(key)].append(bool(running))
    return keys


def _in_parts(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    return (ordered[at : at + AT_A_TIME] for at in range(0, len(ordered), AT_A_TIME))


def _to_consider(
    session: Session, owed: Iterable[Due], *, now: datetime, calendar: WorkingCalendar
) -> list[int]:
    """Return open cases whose rung is due, and those that look answered."""
    today = calendar.office_day(now)
    live = {(due.assignment_id, due.instance) for due in owed}
    cases = session.exec(select(EscalationCase).where(col(EscalationCase.ended_at).is_(None)))
    return [
        case.number
        for case in cases.all()
        if rung_of(case, now=now, calendar=calendar) is not None
        or (
            kind_of(case.due_instance) is not DueKind.SLOW
            and case.due_on <= today  # a clock that was ahead may have opened it too early
            and (case.assignment_id, base_instance(case.due_instance)) not in live
        )
    ] + [*_answered_slow_cases(session), *cases_with_lost_letters(session)]


def rung_of(case: EscalationCase, *, now: datetime, calendar: WorkingCalendar) -> LadderRung | None:
    """Return the rung that a case takes today, by its own copy of the ladder."""
    return rung_now(
        EscalationLadder.from_data(case.ladder),
        due_on=case.due_on,
        steps_taken=case.steps_taken,
        stepped_on=case.stepped_on,
        today=calendar.office_day(now),
        calendar=calendar,
    )


def _answered_slow_cases(session: Session) -> list[int]:
    query = rows_of(col(EscalationCase.id)).where(
        col(EscalationCase.ended_at).is_(None),
        col(EscalationCase.due_instance).like("slow:%"),
        exists().where(
            col(StatusUpdate.assignment_id) == col(EscalationCase.assignment_id),
            col(StatusUpdate.said_at) > col(EscalationCase.opened_at),
        ),
    )
    return list(session.execute(query).scalars())
