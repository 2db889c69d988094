"""Read what was received: text → draft measures, tasks, targets, duties, doubts."""

from datetime import datetime

from prefect import flow

from actions.intake import read_original, read_stored_notice, unread_notice_ids
from actions.register import load_register
from actions.register_data import name_equivalents
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001
    """Say whether a notice waits to be read."""
    with runtime.reading() as session:
        return bool(unread_notice_ids(session))


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Read every notice that waits."""
    outcome = Outcome("read-notice")
    with runtime.reading() as session:
        waiting = unread_notice_ids(session)
    for notice_id in waiting:
        with outcome.attempt(notice_id):
            with runtime.reading() as session:
                reading = read_original(session, notice_id)
            with runtime.transaction() as session:
                register = load_register(session, name_equivalents())
                read_stored_notice(session, notice_id, register=register, now=now, reading=reading)
            outcome.count("read")
    return outcome


@flow(name="read-notice", retries=2, retry_delay_seconds=60)
async def read_notice(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
