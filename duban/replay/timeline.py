"""Letting time pass: each flow at the moment the timetable names, and what follows from it.

What the timetable runs each few minutes runs here right after whatever gave it work: on a held
clock nothing happens in between.
"""

from collections.abc import Callable, Coroutine, Iterator
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

from sqlmodel import col, select

from duban.replay.house import House
from duban.replay.outlook import look_ahead, version_of
from flows import (
    compile_reports,
    deliver_messages,
    dispatch_tasks,
    escalate_slow_tasks,
    open_periods,
    process_inbound,
    send_reminders,
)
from models import Contact
from rules.errors import NotFound
from runtime.outcome import Outcome
from runtime.timetable import Entry, read_timetable

ONE_DAY = timedelta(days=1)
Sweep = Callable[..., Coroutine[Any, Any, Outcome]]

DAILY: tuple[ModuleType, ...] = (
    open_periods, escalate_slow_tasks, send_reminders, compile_reports,
)  # fmt: skip
PROMPT: tuple[ModuleType, ...] = (process_inbound, dispatch_tasks, deliver_messages)
FLOWS = {module.__name__.rpartition(".")[2]: module for module in (*DAILY, *PROMPT)}
ON_DAYS_OFF = (compile_reports,)  # the others decide nothing then, and say so themselves


async def pass_time(house: House, until: datetime) -> None:
    """Let the clock go on to `until`, running what the timetable calls for on the way."""
    if not house.is_dark:
        back = _days_of_return(house, after=house.now, until=until)
        for at, module in ticks(house, after=house.now, until=until):
            while back and back[0] <= at:
                await _begin_day(house, back.pop(0))
            house.clock.now = at
            await _tick(house, module)
        for moment in back:
            await _begin_day(house, moment)
    house.clock.now = max(until, house.now)


async def _begin_day(house: House, moment: datetime) -> None:
    """Send what had to wait for somebody to be back, on the day on which they are."""
    house.clock.now = moment
    house.outlook = None
    await settle(house)


def _days_of_return(house: House, *, after: datetime, until: datetime) -> list[datetime]:
    with house.runtime.reading() as session:
        away = session.exec(select(Contact).where(col(Contact.absent_until) >= today(house)))
        last_days = {contact.absent_until for contact in away if contact.absent_until}
    begin = [house.runtime.calendar.moment(day + ONE_DAY, "00:00") for day in last_days]
    return sorted(moment for moment in begin if after < moment <= until)


async def _tick(house: House, module: ModuleType) -> None:
    """Run one flow, unless the facts say that it can find nothing yet."""
    day = today(house)
    known = house.outlook
    if known is not None and known.version != version_of(house):
        known = None
    if known is not None and day < (
        known.report_on if module is compile_reports else known.next_on
    ):
        return
    await run(house, module)
    if module is send_reminders or (module is compile_reports and known is not None):
        house.outlook = look_ahead(house, day)


async def catch_up(house: House) -> None:
    """After a start: run what today has called for so far, then whatever waits."""
    house.outlook = None  # the clock may show an earlier day than the one it looked ahead from
    await settle(house)
    midnight = house.runtime.calendar.moment(today(house), "00:00") - timedelta(seconds=1)
    for _, module in list(ticks(house, after=midnight, until=house.now)):
        await run(house, module)


async def run(house: House, module: ModuleType) -> None:
    """Run one flow's sweep now; what it decided goes out. A failed item fails the replay."""
    outcome = await _sweep(house, module)
    if outcome.done:
        await settle(house)


async def settle(house: House) -> None:
    """Hear what came in, hand out what is confirmed, send what waits, until nothing does."""
    for module in PROMPT:
        if module.is_waiting(house.runtime, now=house.now):
            await _sweep(house, module)


def flow_named(name: str) -> ModuleType:
    """Return the flow of that name, or raise `NotFound`."""
    module = FLOWS.get(name.replace("-", "_"))
    if module is None:
        raise NotFound("flow", name)
    return module


def ticks(
    house: House, *, after: datetime, until: datetime
) -> Iterator[tuple[datetime, ModuleType]]:
    """Yield the moments in (`after`, `until`] at which the timetable runs a daily flow."""
    calendar = house.runtime.calendar
    times = _times()
    day, last = calendar.office_day(after), calendar.office_day(until)
    while day <= last:
        working = house.runtime.calendar.is_working_day(day)  # it may be reloaded on the way
        for at, module in times:
            moment = calendar.moment(day, at)
            if after < moment <= until and (working or module in ON_DAYS_OFF):
                yield moment, module
        day += ONE_DAY


def today(house: House) -> date:
    """Return the day it is where the office is."""
    return house.runtime.calendar.office_day(house.now)


def _times() -> list[tuple[str, ModuleType]]:
    """Return the daily flows with their times of day, in the order of the day."""
    found = [
        (f"{entry.cron.hours[0]:02}:{entry.cron.minutes[0]:02}", FLOWS[entry.flow])
        for entry in read_timetable()
        if _is_played(entry)
    ]
    return sorted(found, key=lambda pair: pair[0])


def _is_played(entry: Entry) -> bool:
    return FLOWS.get(entry.flow) in DAILY


async def _sweep(house: House, module: ModuleType) -> Outcome:
    sweep: Sweep = module.sweep
    unprinted = {"printed": False} if module is compile_reports else {}
    outcome = await sweep(house.runtime, now=house.now, **unprinted)
    outcome.raise_if_any_failed()
    return outcome
