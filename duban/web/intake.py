"""One writer for webhooks: calls that wait together are committed together, then answered.

A commit waits for the disk; so while one group is being written the next one gathers.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from actions.webhook_intake import (
    Caller,
    GoodCall,
    Kept,
    SignedCall,
    check_caller,
    find_callers,
    keep_calls,
)
from inbox.errors import WebhookRefused
from runtime.wiring import Runtime

MOST_TOGETHER = 200  # calls
GATHER = 0.002  # seconds: little beside a commit, and enough for others to come along
MOST_BYTES = 64 * 1024 * 1024  # of one group

Outcome: TypeAlias = Kept | BaseException


@dataclass(slots=True)
class Intake:
    """Takes calls from any request, keeps them in groups, and answers after the commit."""

    runtime: Runtime
    _waiting: list[tuple[SignedCall, "asyncio.Future[Kept]"]] = field(default_factory=list)
    _writer: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="webhooks")
    )
    _busy: bool = False
    _work: "asyncio.Task[None] | None" = None

    async def keep(self, call: SignedCall) -> Kept:
        """Return where the call is kept once that is committed, or raise `WebhookRefused`."""
        answer: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((call, answer))
        if not self._busy:
            self._busy = True
            self._work = asyncio.create_task(self._write_all())
        return await answer

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(GATHER)
                group = self._take()
                outcomes = await self._keep_all([call for call, _ in group])
                for (_, answer), outcome in zip(group, outcomes, strict=True):
                    _tell(answer, outcome)
        finally:
            self._busy = False

    def _take(self) -> list[tuple[SignedCall, "asyncio.Future[Kept]"]]:
        size, count = 0, 0
        for call, _ in self._waiting[:MOST_TOGETHER]:
            size += len(call.body)
            if count and size > MOST_BYTES:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _keep_all(self, calls: list[SignedCall]) -> list[Outcome]:
        """Keep a group, off the loop; a fault is told to every caller of it, as a 500."""
        writing = asyncio.get_running_loop().run_in_executor(self._writer, self._keep_group, calls)
        (outcomes,) = await asyncio.gather(writing, return_exceptions=True)
        return [outcomes] * len(calls) if isinstance(outcomes, BaseException) else outcomes

    def _keep_group(self, calls: list[SignedCall]) -> list[Outcome]:
        """Keep the good ones of a group in one transaction; if that fails, it fails for all."""
        with self.runtime.reading() as session:
            callers = find_callers(session, {call.code for call in calls})
        now = self.runtime.clock()
        checked = [_checked(call, callers, now=now) for call in calls]
        good = [one for one in checked if isinstance(one, GoodCall)]
        if not good:
            return [one for one in checked if not isinstance(one, GoodCall)]
        with self.runtime.transaction() as session:
            kept = iter(keep_calls(session, good, now=now))
        return [next(kept) if isinstance(one, GoodCall) else one for one in checked]


def _checked(
    call: SignedCall, callers: list[Caller], *, now: datetime
) -> GoodCall | WebhookRefused:
    try:
        return check_caller(call, callers, now=now)
    except WebhookRefused as refused:
        return refused


def _tell(answer: "asyncio.Future[Kept]", outcome: Outcome) -> None:
    """Answer on the loop that asked; whoever hung up meanwhile hears nothing."""

    def tell() -> None:
        if answer.done():
            return
        if isinstance(outcome, BaseException):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    answer.get_loop().call_soon_threadsafe(tell)
