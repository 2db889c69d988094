"""Every morning: take the next rung for each slow task."""

from datetime import datetime

from prefect import flow

from actions.climbs import plan_climbs
from actions.escalation import escalate, open_case
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether a climb is to begin, to go on or to end."""
    with runtime.reading() as session:
        plan = plan_climbs(session, now=now, calendar=runtime.calendar, policies=runtime.policies)
    return bool(plan.to_open or plan.to_consider)


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Decide what is due; nothing is sent here."""
    outcome = Outcome("escalate-slow-tasks")
    with runtime.reading() as session:
        plan = plan_climbs(session, now=now, calendar=runtime.calendar, policies=runtime.policies)
    for due in plan.to_open:
        with outcome.attempt(due.instance), runtime.transaction() as session:
            case = open_case(session, due, now=now, policies=runtime.policies)
            outcome.count("opened")
            rung = escalate(
                session, case.number, now=now, calendar=runtime.calendar, office=runtime.office
            )
            outcome.count("steps", int(rung is not None))
    for case_id in plan.to_consider:
        with outcome.attempt(case_id), runtime.transaction() as session:
            rung = escalate(
                session, case_id, now=now, calendar=runtime.calendar, office=runtime.office
            )
            outcome.count("steps", int(rung is not None))
    return outcome


@flow(name="escalate-slow-tasks", retries=2, retry_delay_seconds=60)
async def escalate_slow_tasks(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
