"""What the climbs of late assignments rest on: which cause is still there, which is gone."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import String, cast, exists
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.due import Scope, find_due
from actions.holds import find_holds
from actions.reach import lost_letters
from actions.slow import find_slow
from models import EscalationCase, StatusUpdate
from rules.due import Due, DueKind, base_instance, climb_key, kind_of
from rules.escalation import climb_begins, rung_now
from rules.policies import EscalationLadder, Policy, policy_of
from rules.working_days import WorkingCalendar

AT_A_TIME = 500  # numbers in one question
OPEN_CASES = rows_of(
    col(EscalationCase.id), col(EscalationCase.assignment_id), col(EscalationCase.due_instance),
    col(EscalationCase.due_on), col(EscalationCase.steps_taken), col(EscalationCase.stepped_on),
    cast(col(EscalationCase.ladder), String),  # most climbs have the same: each is read once
).where(col(EscalationCase.ended_at).is_(None))  # fmt: skip


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
        if (climb := _next_climb(due, keys, today=today)) is not None
        and not holds.why(due.assignment_id, due.department_id)
        and (climb is not due or _begins(due, today=today, calendar=calendar, policies=policies))
    ]
    to_open += [
        due
        for due in slow
        if not keys[due.assignment_id, due.key]
        and not holds.why(due.assignment_id, due.department_id)
    ]
    return ClimbPlan(to_open, _to_consider(session, owed, today=today, calendar=calendar))


def _next_climb(
    due: Due,
    keys: Mapping[tuple[int, str], list[bool]],
    *,
    today: date,
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
    return replace(due, key=key, told_on=today)


def _begins(
    due: Due, *, today: date, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> bool:
    return climb_begins(
        due,
        today=today,
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
    session: Session, owed: Iterable[Due], *, today: date, calendar: WorkingCalendar
) -> list[int]:
    """Return open cases whose rung is due, and those that look answered."""
    live = {(due.assignment_id, due.instance) for due in owed}
    ladder_of = cache(lambda text: EscalationLadder.from_data(json.loads(text)))
    found, climbing = [], {}
    for number, part, instance, due_on, steps, stepped_on, ladder in session.execute(OPEN_CASES):
        rung = rung_now(
            ladder_of(ladder), due_on=due_on, steps_taken=steps, stepped_on=stepped_on,
            today=today, calendar=calendar,
        )  # fmt: skip
        climbing[part, instance, f"ladder-{steps}"] = number
        looks_answered = (
            kind_of(instance) is not DueKind.SLOW
            and due_on <= today  # a clock that was ahead may have opened it too early
            and (part, base_instance(instance)) not in live
        )
        if rung is not None or looks_answered:
            found.append(number)
    found += [*_answered_slow_cases(session), *lost_letters(session, climbing)]
    return list(dict.fromkeys(found))


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
