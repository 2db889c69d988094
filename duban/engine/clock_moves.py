"""What a demo does when its clock jumps: everything that fell due, in the order of the day."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from duban.engine.demo_clock import answer_request, take_request
from duban.engine.embedded import Embedded, is_frequent
from duban.engine.runner import Ran
from runtime.clock import HeldClock
from runtime.outcome import Outcome
from runtime.timetable import Entry


@dataclass(slots=True)
class ClockMoves:
    """Takes requests for a move and carries them out."""

    embedded: Embedded
    clock: HeldClock

    async def answer_next(self) -> None:
        """Carry out the move that waits, if one does, and say what came of it."""
        home = self.embedded.runtime.settings.home
        request = take_request(home)
        if request is None:
            return
        number, moment = request
        answer: dict[str, Any] = {}
        boundary = Outcome("clock-move")
        with boundary.attempt("move"):
            answer = await self.move_to(moment)
        for why in boundary.failures.values():
            answer = {"refused": f"时钟没有拨到：{why}"}
        answer_request(home, number, answer)

    async def move_to(self, moment: datetime) -> dict[str, Any]:
        """Move forward to `moment`, having the clock stop at each time at which a flow was due.

        However far the jump, each flow runs once, at its last scheduled time: a run takes all
        that is due. Work that waits is finished before the clock moves, and after each flow.
        """
        began = time.monotonic()
        async with self.embedded.turn:
            old = self.clock()
            if moment < old:
                return {"refused": f"时钟只能向前拨：现在是{old.isoformat()}。"}
            ran = await self.embedded.settle()
            for at, entry in _due_within(await self.embedded.entries(), old, moment):
                self.clock.set(at)
                if one := await self.embedded.fire(entry, at):
                    ran += [one, *(await self.embedded.settle() if _made_work(one) else [])]
            self.clock.set(moment)
            ran += await self.embedded.settle()
            sealed = await self.embedded.seal()
        return {
            "now": moment.astimezone(UTC).isoformat(),
            "ran": [_as_data(one) for one in ran],
            "sealed": sealed,
            "seconds": round(time.monotonic() - began, 3),
        }


def _made_work(ran: Ran) -> bool:
    """Tell whether a run may have left something for the flows that run each minute."""
    return ran.flow != "check_promises"  # it looks, and changes nothing


def _due_within(
    entries: tuple[Entry, ...], after: datetime, until: datetime
) -> list[tuple[datetime, Entry]]:
    """Return each flow whose time came in (after, until], with its last such time, in order."""
    last = ((entry.cron.last_until(until), entry) for entry in entries)
    due = [
        (at, entry)
        for at, entry in last
        if at > after and not entry.paused and not is_frequent(entry.cron)
    ]
    return sorted(due, key=lambda pair: pair[0])


def _as_data(ran: Ran) -> dict[str, Any]:
    facts = {"flow": ran.flow, "at": ran.at.isoformat(), "ok": ran.ok}
    return {**facts, **ran.as_data(), "recorded_by_prefect": ran.recorded_by_prefect}
