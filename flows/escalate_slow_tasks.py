"""Every morning: take the next rung for each slow task."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from prefect import flow

from actions.climbs import plan_climbs
from actions.escalation import escalate, open_cases
from rules.due import Due
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime

AT_ONCE = 100  # climbs looked at in one transaction


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether a climb is to begin, to go on or to end."""
    with runtime.reading() as session:
        plan = plan_climbs(session, now=now, calendar=runtime.calendar, policies=runtime.policies)
    return bool(plan.to_open or plan.to_consider)


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Decide what is due, some climbs a transaction; nothing is sent here."""
    outcome = Outcome("escalate-slow-tasks")
    with runtime.reading() as session:
        plan = plan_climbs(session, now=now, calendar=runtime.calendar, policies=runtime.policies)
    outcome.in_batches(plan.to_open, partial(_open, runtime, outcome, now=now), size=AT_ONCE)
    outcome.in_batches(plan.to_consider, partial(_climb, runtime, outcome, now=now), size=AT_ONCE)
    return outcome


def _open(runtime: Runtime, outcome: Outcome, dues: Sequence[Due], *, now: datetime) -> None:
    with runtime.transaction() as session:
        cases = open_cases(session, dues, now=now, policies=runtime.policies)
        taken = escalate(session, cases, now=now, calendar=runtime.calendar, office=runtime.office)
    outcome.count("opened", len(cases))
    outcome.count("steps", len(taken))


def _climb(runtime: Runtime, outcome: Outcome, cases: Sequence[int], *, now: datetime) -> None:
    with runtime.transaction() as session:
        taken = escalate(session, cases, now=now, calendar=runtime.calendar, office=runtime.office)
    outcome.count("steps", len(taken))


@flow(name="escalate-slow-tasks", retries=2, retry_delay_seconds=60)
async def escalate_slow_tasks(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
