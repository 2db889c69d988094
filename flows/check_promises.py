"""Each hour: did what should have happened happen? A heartbeat file says yes, an error no."""

from datetime import datetime

from prefect import flow

from actions.promises import Finding, find_broken_promises
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001
    """Say yes: that nothing is wrong must be found out each time."""
    return True


def find(runtime: Runtime, *, now: datetime) -> list[Finding]:
    """Return what should be otherwise."""
    with runtime.reading() as session:
        return find_broken_promises(
            session, now=now, calendar=runtime.calendar, policies=runtime.policies
        )


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Note each broken promise as a failure; write the heartbeat only where there is none."""
    outcome = Outcome("check-promises")
    findings = find(runtime, now=now)
    outcome.failures.update({finding.kind: finding.detail for finding in findings})
    if not findings:
        draft = runtime.settings.home / "heartbeat.new"
        draft.write_text(now.isoformat() + "\n", "utf-8")
        draft.replace(runtime.settings.home / "heartbeat")
        outcome.count("heartbeats")
    return outcome


@flow(name="check-promises")
async def check_promises(as_of: datetime | None = None) -> None:
    """Run the check; fail if a promise is broken. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
