"""Ticks: APScheduler fires each flow at its times, on the engine's loop."""

import asyncio
from datetime import datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from duban.engine.embedded import Embedded, is_frequent
from duban.engine.leased import HeldLease
from rules.cron import Cron
from runtime.outcome import Outcome
from runtime.timetable import Entry

RETRY_AFTER = 60.0  # seconds
RETRIES = 2


class CronTimes(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """The times of one entry, from the same rule that the schedule page shows."""

    def __init__(self, cron: Cron) -> None:
        self.cron = cron

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next time after the last one fired; several that were missed are one."""
        return self.cron.next_after(previous or now)


class Ticks:
    """The jobs in memory: one for each flow, made anew when the office changes a time."""

    def __init__(self, embedded: Embedded, lease: HeldLease) -> None:
        self.embedded = embedded
        self.lease = lease
        self.scheduler: Any = AsyncIOScheduler(
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self.crons: dict[str, Cron] = {}
        self.caught_up = 0  # the taking of the lease after which it was last done

    def start(self) -> None:
        """Begin to fire, on the running loop."""
        self.scheduler.start()

    def stop(self) -> None:
        """Fire nothing any more; what runs is not waited for."""
        self.scheduler.shutdown(wait=False)

    async def refresh(self) -> None:
        """Take over the timetable as it is now.

        A demo's clock stands still, so there real time fires only what runs each few minutes;
        the daily flows run when the clock is moved.
        """
        for entry in await self.embedded.entries():
            if self.crons.get(entry.flow) != entry.cron and self._fires(entry):
                self.crons[entry.flow] = entry.cron
                self.scheduler.add_job(
                    self._tick,
                    CronTimes(entry.cron),
                    args=[entry.flow],
                    id=entry.flow,
                    replace_existing=True,
                )

    def _fires(self, entry: Entry) -> bool:
        return is_frequent(entry.cron) or not self.embedded.runtime.settings.demo

    async def catch_up(self) -> None:
        """Run what today has called for, each time the engine becomes ours.

        That is at a start, and when another server that shares our database has died.
        """
        with Outcome("catch-up").attempt("start"):
            if await self.lease.is_ours() and self.caught_up != self.lease.times_taken:
                self.caught_up = self.lease.times_taken
                await self.embedded.catch_up()

    async def _tick(self, flow: str) -> None:
        """Run the flow; a daily one that failed is tried again, while the others go on."""
        if not await self.lease.is_ours():
            return
        await self.catch_up()  # what another left undone comes before what is due now
        ran = await self.embedded.tick(flow)
        for _ in range(0 if is_frequent(self.crons[flow]) else RETRIES):
            if ran is None or ran.ok:
                return
            await asyncio.sleep(RETRY_AFTER)
            ran = await self.embedded.retry(flow)
