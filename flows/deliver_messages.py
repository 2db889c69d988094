"""Delivering messages: sends what waits in the outbox, each minute and on event."""

import asyncio
import os
import socket
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from prefect import flow
from sqlalchemy import ColumnElement

from actions.arrivals import note_arrivals, send_again
from actions.breaker import stop_a_flood
from actions.claims import LEASE, about_a_restored_database, claim, is_mail_waiting, postpone
from actions.delivery import Answer, note
from actions.parcels import Parcel, prepare
from actions.promises import RESTORED
from actions.reach import to_send_again
from actions.second_looks import departments_to_look_at, look_again
from notifiers import DeliveryFailed, Receipt
from runtime.outcome import Outcome
from runtime.watermark import is_restored, keep_mark
from runtime.wiring import Runtime, get_runtime

BATCH = 200  # claimed at once
PATIENCE = 0.01  # seconds from an answer to its commit: those that come together share one
Answered = asyncio.Queue[list[Answer]]


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Tell whether the outbox holds anything that may be sent now."""
    today = runtime.calendar.office_day(now)
    with runtime.reading() as session:
        return is_mail_waiting(
            session, now=now, today=today, quiet=_is_quiet(runtime, now)
        ) or bool(to_send_again(session, today=today))


async def sweep(
    runtime: Runtime, *, now: datetime, lease: timedelta = LEASE, batch: int = BATCH
) -> Outcome:
    """Send everything that may be sent; stop early when the mail server cannot be reached."""
    outcome = Outcome("deliver-messages")
    only = None
    if _is_restored(runtime):
        outcome.failures["database"] = f"{RESTORED.sentence}。{RESTORED.advice}。"
        only = about_a_restored_database()
    else:
        _prepare_outbox(runtime, outcome, now=now)
    try:
        while letters := _take(runtime, outcome, now=now, lease=lease, batch=batch, only=only):
            unsent, why = await _send_all(runtime, outcome, letters, now=now)
            if unsent:
                with runtime.transaction() as session:
                    postpone(session, unsent, reason=why, now=now)
                outcome.count("postponed", len(unsent))
                break
    finally:
        for notifier in runtime.notifiers.values():
            await notifier.close()
    if outcome.done:
        with outcome.attempt("watermark"), runtime.reading() as session:
            keep_mark(session, runtime.settings.home)
    return outcome


@flow(name="deliver-messages", retries=2, retry_delay_seconds=60)
async def deliver_messages(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()


def _is_quiet(runtime: Runtime, now: datetime) -> bool:
    """Say whether nothing of our own accord goes out now: outside its hours, or on a day off."""
    calendar = runtime.calendar
    return not (
        runtime.sending.is_open(calendar.time_of_day(now))
        and calendar.is_working_day(calendar.office_day(now))
    )


def _is_restored(runtime: Runtime) -> bool:
    """Say whether the database is an old one, which would send again what went out since."""
    with runtime.reading() as session:
        return is_restored(session, runtime.settings.home)


def _prepare_outbox(runtime: Runtime, outcome: Outcome, *, now: datetime) -> None:
    _queue_lost(runtime, outcome, now=now)
    _look_again(runtime, outcome, now=now)
    _stop_a_flood(runtime, outcome, now=now)


def _queue_lost(runtime: Runtime, outcome: Outcome, *, now: datetime) -> None:
    """Queue what reached nobody and could reach somebody now: a contact was found meanwhile."""
    with runtime.reading() as session:
        numbers = to_send_again(session, today=runtime.calendar.office_day(now))
    for number in numbers:
        with outcome.attempt(number), runtime.transaction() as session:
            send_again(
                session, number, now=now, calendar=runtime.calendar, policies=runtime.policies,
                office=runtime.office,
            )  # fmt: skip


def _look_again(runtime: Runtime, outcome: Outcome, *, now: datetime) -> None:
    """Take what was answered since out of letters that wait, a second before they are sent."""
    with runtime.reading() as session:
        numbers = departments_to_look_at(session)
    for number in numbers:
        with outcome.attempt(number), runtime.transaction() as session:
            taken = look_again(
                session, number, now=now, calendar=runtime.calendar, office=runtime.office,
                sending=runtime.sending,
            )  # fmt: skip
            outcome.count("taken_back", taken)


def _stop_a_flood(runtime: Runtime, outcome: Outcome, *, now: datetime) -> None:
    """Hold everything and ask the office, where a run would say far more than usual."""
    most, times = runtime.caps
    with outcome.attempt("breaker"), runtime.transaction() as session:
        held = stop_a_flood(
            session, most=most, times=times,
            now=now, today=runtime.calendar.office_day(now), office=runtime.office,
        )  # fmt: skip
        outcome.count("held", held)


def _take(
    runtime: Runtime,
    outcome: Outcome,
    *,
    now: datetime,
    lease: timedelta,
    batch: int,
    only: ColumnElement[bool] | None,
) -> list[list[Parcel]]:
    """Claim until there is something to send, or nothing left to claim."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    today = runtime.calendar.office_day(now)
    while True:
        with runtime.transaction() as session:
            claimed = claim(
                session, now=now, holder=holder, limit=batch, lease=lease,
                today=today, quiet=_is_quiet(runtime, now), only=only,
            )  # fmt: skip
            letters = prepare(session, claimed, office=runtime.office, today=today, now=now)
        outcome.count("undeliverable", len(claimed) - len(letters))
        if letters or not claimed:
            return letters


class _Room:
    """How many letters may be under way or not yet committed, and how many are."""

    def __init__(self, size: int) -> None:
        self.taken = 0
        self._free = asyncio.Semaphore(size)

    async def enter(self) -> None:
        """Wait for a place."""
        await self._free.acquire()
        self.taken += 1

    def leave(self) -> None:
        """Give a place back."""
        self.taken -= 1
        self._free.release()


async def _send_all(
    runtime: Runtime, outcome: Outcome, letters: Sequence[list[Parcel]], *, now: datetime
) -> tuple[list[int], str]:
    """Send letters over several lines at once; return those that met a dead server, and why.

    At most twice as many letters as there are lines are under way or not yet committed: no more
    than these can be repeated when the process is killed.
    """
    lines = max(1, runtime.settings.smtp_connections)
    room = _Room(2 * lines)
    answered: Answered = asyncio.Queue()
    waiting = iter(letters)
    unsent: list[int] = []
    down: list[str] = []

    async def work() -> None:
        for letter in waiting:
            await room.enter()
            with outcome.attempt(letter[0].outgoing_id):
                answers = [] if down else [await _send(runtime, parcel) for parcel in letter]
                down.extend(_unreachable(answers))
                if not (down and _untouched(answers)):
                    answered.put_nowait(answers)
                    continue
                unsent.append(letter[0].outgoing_id)
            room.leave()

    recorder = asyncio.create_task(_record(runtime, outcome, answered, room, now=now))
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
    return Answer(
        parcel.outgoing_id, parcel.delivery_id, result, parcel.only_address, parcel.fingerprint
    )


async def _record(
    runtime: Runtime,
    outcome: Outcome,
    answered: Answered,
    room: _Room,
    *,
    now: datetime,
) -> None:
    """Commit what became of letters right after the answers; mails go on while the disk works.

    Letters answered during one commit share the next.
    """
    while True:
        group = await _group(answered, room, runtime.settings.smtp_connections)
        answers = [answer for letter in group for answer in letter]
        with outcome.attempt(answers[0].outgoing_id):
            done = await asyncio.to_thread(_note, runtime, answers, now=now)
            for status, number in done.items():
                outcome.count("postponed" if status == "pending" else status, number)
        for _ in group:
            answered.task_done()
            room.leave()


async def _group(answered: Answered, room: _Room, lines: int) -> list[list[Answer]]:
    """Wait for an answer, and a moment for those of the other lines; take all there are."""
    group = [await answered.get()]
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while len(group) < min(lines, room.taken):
                group.append(await answered.get())
    while not answered.empty():
        group.append(answered.get_nowait())
    return group


def _note(runtime: Runtime, answers: Sequence[Answer], *, now: datetime) -> Counter[str]:
    today = runtime.calendar.office_day(now)
    with runtime.transaction() as session:
        done = note(session, answers, now=now, office=runtime.office, today=today)
        session.flush()
        note_arrivals(
            session, [answer.outgoing_id for answer in answers],
            now=now, calendar=runtime.calendar, policies=runtime.policies,
        )  # fmt: skip
        return done
