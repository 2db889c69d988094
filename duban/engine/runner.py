"""Runs one flow: recorded by the Prefect child where it is up, plainly where it is not."""

import asyncio
import importlib
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from duban.engine.prefect_child import PrefectChild
from duban.engine.recording import Recorder
from models import FlowRun
from runtime.outcome import Outcome, SweepFailed, watching
from runtime.timetable import Entry
from runtime.wiring import Runtime

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run that is over."""

    run_id: int
    flow: str
    at: datetime
    ok: bool
    done: dict[str, int]
    failures: dict[str, str]
    recorded_by_prefect: bool

    def as_data(self) -> dict[str, Any]:
        """Return what is stored with the run, and answered to the driver of a demo."""
        return {"done": self.done, "failures": self.failures}


@dataclass(slots=True)
class Runner:
    """Runs flows in-process. Its caller sees to it that one runs at a time."""

    runtime: Runtime
    prefect: PrefectChild | None = None
    _recorder: Recorder | None = field(default=None, init=False)

    async def close(self) -> None:
        """Let go of the connection to the child."""
        if self._recorder is not None:
            await self._recorder.close()

    async def run(self, entry: Entry, *, cause: str) -> Ran | None:
        """Run a flow if anything waits for it (a person's request runs it anyway)."""
        await asyncio.to_thread(self.runtime.refresh)
        now = self.runtime.clock()
        if cause != "request" and not await asyncio.to_thread(self._waits, entry, now):
            return None
        run_id = await asyncio.to_thread(self._note_start, entry, cause, now)
        ran = await self._perform(entry, run_id=run_id, now=now)
        await asyncio.to_thread(self._note_end, ran)
        return ran

    async def _perform(self, entry: Entry, *, run_id: int, now: datetime) -> Ran:
        boundary = Outcome(entry.flow)
        recorded = False
        with watching() as outcomes, boundary.attempt("run"):
            module = await asyncio.to_thread(_module_of, entry)
            recorded = await self._run_recorded(module, entry, now)
            if not recorded:
                outcomes.clear()
                await module.sweep(self.runtime, now=now)
        done: dict[str, int] = {}
        failures = {str(key): why for key, why in boundary.failures.items()}
        for outcome in outcomes:
            done.update(outcome.done)
            failures.update({str(key): why for key, why in outcome.failures.items()})
        return Ran(run_id, entry.flow, now, not failures, done, failures, recorded)

    async def _run_recorded(self, module: Any, entry: Entry, now: datetime) -> bool:
        """Run it as a Prefect flow; False when the child cannot be reached.

        Recording runs is Prefect's job, being on time is ours. A sweep may be repeated: if the
        child dies after the work was done, doing it again finds nothing to do.
        """
        if self.prefect is None or not self.prefect.is_up:
            return False
        from prefect.exceptions import PrefectException  # slow to import

        self._recorder = self._recorder or Recorder(self.prefect.folder)
        try:
            await self._recorder.run(getattr(module, entry.flow), now=now)
        except SweepFailed:
            return True  # its outcome says what failed
        except (RuntimeError, httpx.HTTPError, PrefectException) as error:
            log.warning(
                "%s 未能记入 Prefect（%s），改为直接运行。", entry.flow, type(error).__name__
            )
            return False
        return True

    def _waits(self, entry: Entry, now: datetime) -> bool:
        """Ask the flow whether there is anything to do; when that fails, the run will tell why."""
        with Outcome(entry.flow).attempt("is_waiting"):
            return bool(_module_of(entry).is_waiting(self.runtime, now=now))
        return True

    def _note_start(self, entry: Entry, cause: str, now: datetime) -> int:
        with self.runtime.transaction() as session:
            run = FlowRun(flow=entry.flow, cause=cause, started_at=now)
            session.add(run)
            session.flush()
            return run.number

    def _note_end(self, ran: Ran) -> None:
        with self.runtime.transaction() as session:
            run = session.get_one(FlowRun, ran.run_id)
            run.finished_at = self.runtime.clock()
            run.ok = ran.ok
            run.recorded_by_prefect = ran.recorded_by_prefect
            run.outcome = ran.as_data()
            session.add(run)


def _module_of(entry: Entry) -> Any:
    return importlib.import_module(entry.entrypoint.rpartition(".")[0])
