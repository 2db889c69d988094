"""交办: one message per department with all its tasks, as soon as a notice is confirmed."""

from datetime import datetime

from prefect import flow

from actions.dispatch import dispatch, waiting_dispatches
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001
    """Say whether a confirmed part was not dispatched yet."""
    with runtime.reading() as session:
        return bool(waiting_dispatches(session))


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Hand every department what is confirmed; one transaction per department."""
    outcome = Outcome("dispatch-tasks")
    with runtime.reading() as session:
        waiting = waiting_dispatches(session)
    for notice_id, department_id in waiting:
        with outcome.attempt((notice_id, department_id)), runtime.transaction() as session:
            message = dispatch(
                session,
                notice_id,
                department_id,
                now=now,
                calendar=runtime.calendar,
                policies=runtime.policies,
                office=runtime.office,
            )
            outcome.count("messages", int(message is not None))
    return outcome


@flow(name="dispatch-tasks", retries=2, retry_delay_seconds=60)
async def dispatch_tasks(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
