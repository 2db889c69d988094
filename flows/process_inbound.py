"""Processing what came in: understands stored mails, webhook calls and forms."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from prefect import flow

from actions.attempts import begin_again, begin_first, note_processing_failed, tried_before
from actions.inbound import Surroundings, is_inbound_waiting, process_all, waiting_inbound
from runtime.evidence import store_evidence
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime

AT_ONCE = 20  # messages in one transaction: the database is held for some tenths of a second


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001 - one shape for all flows
    """Tell whether a stored message waits to be understood."""
    with runtime.reading() as session:
        return is_inbound_waiting(session)


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Process every stored message, some in a transaction; what was tried before, alone.

    A fault in one, or the end of the process over it, leaves them all stored: then each is tried
    alone, so that it holds up no other.
    """
    outcome = Outcome("process-inbound")
    with runtime.reading() as session:
        waiting = waiting_inbound(session)
        tried = tried_before(session)
    if not waiting:
        return outcome
    with runtime.transaction() as session:
        begin_first(session, waiting)
    work = partial(_process, runtime, outcome, now=now)
    outcome.in_batches([number for number in waiting if number not in tried], work, size=AT_ONCE)
    for number in waiting:
        if number in tried and not _try_again(runtime, number, now=now):
            outcome.count("triage")
        elif number in tried:
            with outcome.attempt(number):
                work([number])
    for number, why in outcome.failures.items():
        with runtime.transaction() as session:
            note_processing_failed(session, number, error=why, now=now)
    return outcome


def _process(runtime: Runtime, outcome: Outcome, numbers: Sequence[int], *, now: datetime) -> None:
    with runtime.transaction() as session:
        processed = process_all(session, numbers, now=now, around=surroundings(runtime))
    for inbound in processed:
        outcome.count(inbound.kind or inbound.status)


def _try_again(runtime: Runtime, inbound_id: int, *, now: datetime) -> bool:
    with runtime.transaction() as session:
        return begin_again(session, inbound_id, now=now)


def surroundings(runtime: Runtime) -> Surroundings:
    """Return what processing needs, from the runtime."""
    return Surroundings(
        calendar=runtime.calendar,
        policies=runtime.policies,
        office=runtime.office,
        store_bytes=partial(store_evidence, runtime.settings.home),
        trusted_authserv=runtime.settings.trusted_authserv_id,
    )


@flow(name="process-inbound", retries=2, retry_delay_seconds=60)
async def process_inbound(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
