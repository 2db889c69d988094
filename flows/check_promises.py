"""Each hour: did what should have happened happen? A heartbeat says yes, an alarm says no."""

from datetime import datetime
from pathlib import Path

import httpx
from prefect import flow

from actions.alarms import raise_alarm
from actions.promises import RESTORED, Finding, find_broken_promises
from runtime.outcome import Outcome
from runtime.watermark import is_restored, keep_mark
from runtime.wiring import Runtime, get_runtime

PING_TIMEOUT = 10.0  # seconds


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001
    """Say yes: that nothing is wrong must be found out each time."""
    return True


def find(runtime: Runtime, *, now: datetime) -> list[Finding]:
    """Return what should be otherwise."""
    with runtime.reading() as session:
        found = find_broken_promises(
            session, now=now, calendar=runtime.calendar, policies=runtime.policies,
            demo=runtime.settings.demo,
        )  # fmt: skip
        if is_restored(session, runtime.settings.home):
            found.insert(0, RESTORED)
        return found


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Note each broken promise as a failure and tell the office once; else give the heartbeat."""
    outcome = Outcome("check-promises")
    findings = find(runtime, now=now)
    outcome.failures.update(
        {finding.kind: f"{finding.detail}{finding.advice}。" for finding in findings}
    )
    with outcome.attempt("alarm"), runtime.transaction() as session:
        today = runtime.calendar.office_day(now)
        told = raise_alarm(session, findings, now=now, today=today, office=runtime.office)
        outcome.count("alarms", int(told is not None))
    with outcome.attempt("watermark"), runtime.reading() as session:
        keep_mark(session, runtime.settings.home)
    if not findings:
        _write(runtime.settings.home / "heartbeat", now.isoformat() + "\n")
        await _ping(runtime, outcome)
        outcome.count("heartbeats")
    return outcome


@flow(name="check-promises")
async def check_promises(as_of: datetime | None = None) -> None:
    """Run the check; fail if a promise is broken. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()


async def _ping(runtime: Runtime, outcome: Outcome) -> None:
    """Tell a watchdog outside that all is well; its silence is its alarm."""
    if not runtime.settings.heartbeat_url:
        return
    with outcome.attempt("ping"):
        async with httpx.AsyncClient(timeout=PING_TIMEOUT) as http:
            (await http.get(runtime.settings.heartbeat_url)).raise_for_status()


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(path)
