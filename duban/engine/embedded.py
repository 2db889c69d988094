"""The embedded engine: ticks, events, requests and clock moves, one piece of work at a time."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from actions.audit import seal_events
from duban.engine.leased import holder_of
from duban.engine.runner import Ran, Runner
from models import FlowRun, RunRequest
from rules.cron import Cron
from runtime.events import mark_announced, unannounced
from runtime.leases import claim_tick
from runtime.timetable import Entry, current_timetable, get_entry, read_timetable
from runtime.wiring import Runtime

KEEP_RUNS_FOR = timedelta(days=30)
MOST_ROUNDS = 50  # of settling: what triggers itself for ever is stopped, and the next tick goes on


def is_frequent(cron: Cron) -> bool:
    """Tell whether a flow runs each few minutes: nothing of it has to be caught up."""
    return len(cron.hours) == 24 and len(cron.minutes) > 1


@dataclass(slots=True)
class Embedded:
    """Decides which flow runs next; `turn` lets one piece of work through at a time."""

    runtime: Runtime
    runner: Runner
    printed: tuple[Entry, ...] = field(default_factory=read_timetable)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def entries(self) -> tuple[Entry, ...]:
        """Return the timetable as the office has it now."""
        return await asyncio.to_thread(self._entries)

    async def tick(self, flow: str) -> Ran | None:
        """A flow's time has come, by the clock."""
        async with self.turn:
            entry = get_entry(await self.entries(), flow)
            if entry.paused:
                return None
            at = entry.cron.last_until(self.runtime.clock())
            return await self.fire(entry, at)

    async def retry(self, flow: str) -> Ran | None:
        """Try a flow again whose run failed."""
        async with self.turn:
            return await self.runner.run(get_entry(await self.entries(), flow), cause="catch-up")

    async def fire(self, entry: Entry, at: datetime) -> Ran | None:
        """Run a flow for its scheduled moment, unless that was taken before."""
        if not is_frequent(entry.cron) and not await asyncio.to_thread(self._claim, entry, at):
            return None
        return await self.runner.run(entry, cause="schedule")

    async def catch_up(self) -> list[Ran]:
        """After a start: run what today's timetable has called for and nobody did to its end.

        A run that was cut off by the end of its process, or that failed, is run once more. What
        was missed on earlier days needs no run of its own: each run takes all that is due.
        """
        now = self.runtime.clock()
        today = self.runtime.calendar.office_day(now)
        async with self.turn:
            missed = [
                (entry.cron.last_until(now), entry)
                for entry in await self.entries()
                if not entry.paused and not is_frequent(entry.cron)
            ]
            missed.sort(key=lambda pair: pair[0])
            ran = [
                await self._fire_or_finish(entry, at)
                for at, entry in missed
                if self.runtime.calendar.office_day(at) == today
            ]
        return [one for one in ran if one]

    async def _fire_or_finish(self, entry: Entry, at: datetime) -> Ran | None:
        if await asyncio.to_thread(self._claim, entry, at):
            return await self.runner.run(entry, cause="schedule")
        if await asyncio.to_thread(self._is_done, entry, at):
            return None
        return await self.runner.run(entry, cause="catch-up")

    async def relay(self) -> list[Ran]:
        """Take the events that nobody was told about, and run the flows that expect them."""
        async with self.turn:
            return await self._relay()

    async def answer_requests(self) -> list[Ran]:
        """Run what people asked for; a pause does not stop a person."""
        async with self.turn:
            ran: list[Ran] = []
            for request in await asyncio.to_thread(self._take_requests):
                entry = get_entry(await self.entries(), request.flow)
                if one := await self.runner.run(entry, cause="request"):
                    await asyncio.to_thread(self._note_run, request.number, one.run_id)
                    ran.append(one)
            return ran

    async def settle(self) -> list[Ran]:
        """Go on until nothing waits: events are told, what they trigger runs, mail goes out.

        A flow that ran and did nothing is not asked again. The caller holds the turn.
        """
        ran: list[Ran] = []
        idle: set[str] = set()
        for _ in range(MOST_ROUNDS):
            frequent = [
                entry
                for entry in await self.entries()
                if is_frequent(entry.cron) and not entry.paused and entry.flow not in idle
            ]
            round_ = await self._relay()
            round_ += await self._run_all(frequent, cause="schedule")
            idle |= {one.flow for one in round_ if not one.done}
            ran += round_
            if not round_:
                break
        return ran

    async def seal(self) -> int:
        """Chain every event that is committed."""
        sealed = 0
        while number := await asyncio.to_thread(self._seal):
            sealed += number
        return sealed

    async def prune(self) -> None:
        """Forget runs of more than thirty days ago; a demo keeps its whole year."""
        if not self.runtime.settings.demo:
            await asyncio.to_thread(self._prune)

    async def _relay(self) -> list[Ran]:
        names = await asyncio.to_thread(self._take_events)
        if not names:
            return []
        expecting = [
            entry
            for entry in await self.entries()
            if not entry.paused and names.intersection(entry.expects)
        ]
        return await self._run_all(expecting, cause="event")

    async def _run_all(self, entries: Iterable[Entry], *, cause: str) -> list[Ran]:
        ran = [await self.runner.run(entry, cause=cause) for entry in entries]
        return [one for one in ran if one]

    def _entries(self) -> tuple[Entry, ...]:
        with self.runtime.reading() as session:
            return current_timetable(session, self.printed)

    def _claim(self, entry: Entry, at: datetime) -> bool:
        with self.runtime.transaction() as session:
            return claim_tick(
                session, entry.flow,
                at=at, holder=holder_of(self.runtime), now=self.runtime.clock(),
            )  # fmt: skip

    def _is_done(self, entry: Entry, at: datetime) -> bool:
        """Say whether a run since `at` came to its end, and well."""
        query = select(FlowRun.id).where(
            FlowRun.flow == entry.flow, FlowRun.started_at >= at, col(FlowRun.ok).is_(True)
        )
        with self.runtime.reading() as session:
            return session.exec(query.limit(1)).first() is not None

    def _take_events(self) -> frozenset[str]:
        """Return the names of the events that are new, and write down that they were told."""
        with self.runtime.reading() as session:
            if not unannounced(session, limit=1):
                return frozenset()
        names: set[str] = set()
        with self.runtime.transaction() as session:
            while events := unannounced(session):
                mark_announced(session, events, now=self.runtime.clock())
                session.flush()
                names.update(event.name for event in events)
        return frozenset(names)

    def _take_requests(self) -> list[RunRequest]:
        waiting = select(RunRequest).where(col(RunRequest.taken_at).is_(None))
        with self.runtime.reading() as session:
            if session.exec(waiting).first() is None:
                return []
        with self.runtime.transaction() as session:
            requests = list(session.exec(waiting.order_by(col(RunRequest.id))))
            for request in requests:
                request.taken_at = self.runtime.clock()
            return requests

    def _note_run(self, request_id: int, run_id: int) -> None:
        with self.runtime.transaction() as session:
            session.get_one(RunRequest, request_id).run_id = run_id

    def _prune(self) -> None:
        before = self.runtime.clock() - KEEP_RUNS_FOR
        old = select(FlowRun.id).where(col(FlowRun.started_at) < before)
        with self.runtime.transaction() as session:
            session.exec(delete(RunRequest).where(col(RunRequest.run_id).in_(old)))
            session.exec(delete(FlowRun).where(col(FlowRun.id).in_(old)))

    def _seal(self) -> int:
        with self.runtime.transaction() as session:
            return seal_events(session, now=self.runtime.clock())
