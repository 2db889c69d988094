"""The engine's thread: its own loop beside the pages', so that pages never wait for a sweep."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from duban.engine.clock_moves import ClockMoves
from duban.engine.distributed import Distributed
from duban.engine.embedded import Embedded
from duban.engine.leased import HeldLease, repeat
from duban.engine.mail_listener import listen_for_mail
from duban.engine.mail_watch import watch_for_mail
from duban.engine.prefect_child import PrefectChild
from duban.engine.runner import Runner
from duban.engine.scheduler import Ticks
from runtime.clock import HeldClock
from runtime.outcome import Outcome
from runtime.wiring import Runtime

log = logging.getLogger(__name__)

REFRESH_EVERY = 5.0  # seconds
STOPS_WITHIN = 8.0  # seconds; what then still runs ends with the process


@dataclass(slots=True)
class Parts:
    """What the thread is given. `on_end` is called when it ends, asked or not."""

    runtime: Runtime
    prefect: PrefectChild | None
    on_end: Callable[[], None]


class EngineThread(threading.Thread):
    """Runs the leased loops, and in embedded mode the timetable and the Prefect child."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(name="engine", daemon=True)
        self.parts = parts
        self.ready = threading.Event()
        self.inbound_smtp_port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked: asyncio.Event | None = None

    def run(self) -> None:
        """Live until stopped. If anything fails for good, the server stops and says so."""
        try:
            asyncio.run(self._live())
        finally:
            self.ready.set()
            self.parts.on_end()

    def stop(self) -> None:
        """End every loop and the child; wait for it a few seconds."""
        if self._loop is not None and self._asked is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._asked.set)
        self.join(STOPS_WITHIN)

    async def _live(self) -> None:
        self._loop, self._asked = asyncio.get_running_loop(), asyncio.Event()
        runtime = self.parts.runtime
        engine, sealer = HeldLease(runtime, "engine"), HeldLease(runtime, "sealer")
        runner = Runner(runtime, self.parts.prefect)
        embedded = Embedded(runtime, runner)
        async with httpx.AsyncClient(timeout=10) as http, listen_for_mail(runtime) as port:
            self.inbound_smtp_port = port
            loops = [repeat(sealer, embedded.seal, every=60), _refresh(runtime)]
            if runtime.settings.engine == "prefect":
                loops += _distributed_loops(Distributed(runtime, http), engine)
            else:
                loops += _embedded_loops(embedded, engine)
            if runtime.settings.imap_host:
                loops.append(watch_for_mail(runtime, engine))
            if self.parts.prefect is not None:
                loops.append(self.parts.prefect.supervise())
            self.ready.set()
            await _until(self._asked, loops)
        await runner.close()
        engine.give_back()
        sealer.give_back()


async def _refresh(runtime: Runtime) -> None:
    """Take over a changed calendar or policy file within seconds, for the pages."""
    while True:
        with Outcome("refresh").attempt("calendar and policies"):
            await asyncio.to_thread(runtime.refresh)
        await asyncio.sleep(REFRESH_EVERY)


def _embedded_loops(embedded: Embedded, lease: HeldLease) -> list[Coroutine[Any, Any, None]]:
    ticks = Ticks(embedded, lease)
    loops = [
        _begin(ticks),
        repeat(lease, embedded.relay, every=1),
        repeat(lease, embedded.answer_requests, every=1),
        repeat(lease, ticks.refresh, every=5),
        repeat(lease, ticks.catch_up, every=5),
        repeat(lease, embedded.prune, every=3600),
    ]
    clock = embedded.runtime.clock
    if isinstance(clock, HeldClock):
        moves = ClockMoves(embedded, clock)
        loops.append(repeat(lease, lambda: _move(ticks, moves), every=0.05))
    return loops


async def _move(ticks: Ticks, moves: ClockMoves) -> None:
    """Move the clock, if that is asked, once what it showed before has been dealt with."""
    await ticks.catch_up()
    await moves.answer_next()


async def _begin(ticks: Ticks) -> None:
    """Catch up, then fire by the clock until cancelled."""
    await ticks.catch_up()
    ticks.start()
    try:
        await asyncio.Event().wait()
    finally:
        ticks.stop()


def _distributed_loops(
    distributed: Distributed, lease: HeldLease
) -> list[Coroutine[Any, Any, None]]:
    works: list[tuple[Callable[[], Awaitable[object]], float]] = [
        (distributed.relay, 1),
        (distributed.answer_requests, 2),
        (distributed.send_changes, 10),
    ]
    return [repeat(lease, work, every=every) for work, every in works]


async def _until(stop: asyncio.Event, loops: list[Coroutine[Any, Any, None]]) -> None:
    """Run the loops until `stop` is set, or until one of them fails."""
    waiter = asyncio.create_task(stop.wait())
    tasks = [asyncio.create_task(loop) for loop in loops]
    await asyncio.wait([waiter, *tasks], return_when=asyncio.FIRST_COMPLETED)
    failed = [task.exception() for task in tasks if task.done() and not task.cancelled()]
    for task in (waiter, *tasks):
        task.cancel()
    await asyncio.gather(waiter, *tasks, return_exceptions=True)
    for error in failed:
        raise error or RuntimeError("a loop of the engine ended")
