"""A flow as small as can be: it notes when it ran, and fails when told to."""

from datetime import datetime

from runtime.outcome import Outcome
from runtime.wiring import Runtime

ran: list[datetime] = []
waiting = {"things": 0}
broken: set[str] = set()


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    return waiting["things"] > 0


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    outcome = Outcome("fake-sweep")
    ran.append(now)
    for item in broken:
        with outcome.attempt(item):
            raise ValueError(item)
    outcome.count("things", waiting["things"])
    waiting["things"] = 0
    return outcome
