"""Delivering messages: sends what waits in the outbox, each minute and on event."""

import asyncio
import os
import socket
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from prefect import flow

from actions.delivery import LEASE, Answer, claim, is_mail_waiting, note, postpone
from actions.parcels import Parcel, prepare
from notifiers import DeliveryFailed, Receipt
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime

BATCH = 100  # claimed at once
PATIENCE = 0.004  # seconds from an answer to its commit: those that come together share one
Answered = asyncio.Queue[list[Answer]]


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Tell whether the outbox holds anything that may be sent now."""
    with runtime.reading() as session:
        return is_mail_waiting(session, now=now)


async def sweep(
    runtime: Runtime, *, now: datetime, lease: timedelta = LEASE, batch: int = BATCH
) -> Outcome:
    """Send everything that may be sent; stop early when the mail server cannot be reached."""
    outcome = Outcome("deliver-messages")
    try:
        while letters := _take(runtime, outcome, now=now, lease=lease, batch=batch):
            unsent, why = await _send_all(runtime, outcome, letters, now=now)
            if unsent:
                with runtime.transaction() as session:
                    postpone(session, unsent, reason=why, now=now)
                outcome.count("postponed", len(unsent))
                break
    finally:
        for notifier in runtime.notifiers.values():
            await notifier.close()
    return outcome


@flow(name="deliver-messages", retries=2, retry_delay_seconds=60)
async def deliver_messages(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()


def _take(
    runtime: Runtime, outcome: Outcome, *, now: datetime, lease: timedelta, batch: int
) -> list[list[Parcel]]:
    """Claim until there is something to send, or nothing left to claim."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    today = runtime.calendar.office_day(now)
    while True:
        with runtime.transaction() as session:
            claimed = claim(session, now=now, holder=holder, limit=batch, lease=lease)
            letters = prepare(session, claimed, office=runtime.office, today=today, now=now)
        outcome.count("undeliverable", len(claimed) - len(letters))
        if letters or not claimed:
            return letters


async def _send_all(
    runtime: Runtime, outcome: Outcome, letters: Sequence[list[Parcel]], *, now: datetime
) -> tuple[list[int], str]:
    """Send letters over several lines at once; return those that met a dead server, and why."""
    lines = max(1, runtime.settings.smtp_connections)
    answered: Answered = asyncio.Queue(maxsize=lines)
    waiting = iter(letters)
    unsent: list[int] = []
    down: list[str] = []

    async def work() -> None:
        for letter in waiting:
            with outcome.attempt(letter[0].outgoing_id):
                answers = [] if down else [await _send(runtime, parcel) for parcel in letter]
                down.extend(_unreachable(answers))
                if down and _untouched(answers):
                    unsent.append(letter[0].outgoing_id)
                else:
                    await answered.put(answers)  # waits while `lines` letters are uncommitted

    recorder = asyncio.create_task(_record(runtime, outcome, answered, now=now))
    try:
        await asyncio.gather(*(work() for _ in range(lines)))
        await answered.join()
    finally:
        recorder.cancel()
    return unsent, "".join(down[:1])


def _unreachable(answers: Sequence[Answer]) -> list[str]:
    results = [answer.result for answer in answers]
    return [r.reason for r in results if isinstance(r, DeliveryFailed) and r.unreachable]


def _untouched(answers: Sequence[Answer]) -> bool:
    """Tell whether no address of a letter had an answer of its own."""
    return len(_unreachable(answers)) == len(answers)


async def _send(runtime: Runtime, parcel: Parcel) -> Answer:
    result: Receipt | DeliveryFailed
    if notifier := runtime.notifiers.get(parcel.channel):
        try:
            result = await notifier.send(parcel.message)
        except DeliveryFailed as failure:
            result = failure
    else:
        result = DeliveryFailed(parcel.channel, "没有配置这个渠道", permanent=True)
    return Answer(parcel.outgoing_id, parcel.delivery_id, result, parcel.only_address)


async def _record(runtime: Runtime, outcome: Outcome, answered: Answered, *, now: datetime) -> None:
    """Commit what became of letters right after the answers, those that came together at once."""
    today = runtime.calendar.office_day(now)
    while True:
        group = [await answered.get()]
        await asyncio.sleep(PATIENCE)
        while not answered.empty():
            group.append(answered.get_nowait())
        answers = [answer for letter in group for answer in letter]
        with outcome.attempt(answers[0].outgoing_id):
            with runtime.transaction() as session:
                done = note(session, answers, now=now, office=runtime.office, today=today)
            for status, number in done.items():
                outcome.count("postponed" if status == "pending" else status, number)
        for _ in group:
            answered.task_done()
