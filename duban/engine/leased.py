"""Loops that one process at a time may run: the relay, the sealer, the scheduler."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from runtime.clock import system_clock
from runtime.leases import release, take
from runtime.outcome import Outcome
from runtime.wiring import Runtime

LEASE = timedelta(seconds=60)
AFTER_A_FAULT = 10.0  # seconds


def holder_of(runtime: Runtime) -> str:
    """Return the name of the one `duban serve` of this folder among all that share the database.

    The folder's lock lets one process in at a time, so one that was killed finds, when it is
    started again, its own lease and not that of a stranger.
    """
    return f"{socket.gethostname()}:{runtime.settings.home}"


@dataclass(slots=True)
class HeldLease:
    """A lease that is renewed in good time; the database is asked only when half has passed."""

    runtime: Runtime
    name: str
    until: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)
    times_taken: int = field(default=0, init=False)  # anew, after it was nobody's or another's

    async def is_ours(self) -> bool:
        """Tell whether we may work now. Leases run in real time, also in a demo."""
        now = system_clock()
        if self.until - now > LEASE / 2:
            return True
        return await asyncio.to_thread(self._take, now)

    def give_back(self) -> None:
        """Let another process begin at once."""
        with self.runtime.transaction() as session:
            release(session, self.name, holder=holder_of(self.runtime))

    def _take(self, now: datetime) -> bool:
        with self.runtime.transaction() as session:
            ours = take(session, self.name, holder=holder_of(self.runtime), now=now, for_=LEASE)
        if ours:
            self.times_taken += self.until <= now
            self.until = now + LEASE
        return ours


async def repeat(lease: HeldLease, work: Callable[[], Awaitable[object]], *, every: float) -> None:
    """Do `work` every so many seconds while the lease is ours, until cancelled.

    A fault (a full disk, a locked database) is logged and met again ten seconds later.
    """
    while True:
        boundary = Outcome(lease.name)
        with boundary.attempt("round"):
            if await lease.is_ours():
                await work()
        await asyncio.sleep(AFTER_A_FAULT if boundary.failures else every)
