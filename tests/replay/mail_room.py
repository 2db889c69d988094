"""An installation on disk whose channels remember: it can be killed, run twice at once, cut off."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, event

from duban.replay.calendars import calendar_of
from duban.replay.house import CHANNELS, House, build_house
from duban.replay.presets import policies_of, preset_named
from duban.replay.scenario import Scenario
from duban.replay.setting_up import furnish
from duban.replay.story import Teller
from notifiers import DeliveryFailed, Message, Receipt
from runtime.wiring import Runtime, connect


class Killed(BaseException):
    """The process ended here."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What was handed to a channel, and when."""

    at: datetime
    recipient: str
    message_id: str
    public_id: str
    kind: str
    text: str


@dataclass(slots=True)
class MailRoom:
    """Every channel of the house: keeps what it was given, unless it cannot be reached."""

    clock: Callable[[], datetime]
    channel: str = "email"
    sent: list[Sending] = field(default_factory=list)
    is_down: bool = False

    async def send(self, message: Message) -> Receipt:
        """Take the message, or be unreachable."""
        if self.is_down:
            raise DeliveryFailed("email", "连接不上", unreachable=True)
        self.sent.append(
            Sending(
                self.clock(), message.recipient, message.message_id,
                message.headers["X-Duban-Id"], message.headers["X-Duban-Kind"],
                f"{message.subject}\n{message.text}",
            )
        )  # fmt: skip
        return Receipt("email", provider_id=message.message_id)

    async def close(self) -> None:
        """Hold nothing open."""


def open_house(scenario: Scenario) -> tuple[House, MailRoom, Teller]:
    """Return a furnished house whose database is a file, its channels, and who tells events."""
    house = build_house(
        now=scenario.events[0].at if scenario.events else scenario.until,
        policies=policies_of(scenario.policy),
        calendar=calendar_of(scenario.calendar),
        office_name=scenario.office.name,
        standing=scenario.office.standing,
        place=scenario.office.place,
    )
    _onto_disk(house)
    room = MailRoom(house.clock)
    house.runtime.notifiers = dict.fromkeys(CHANNELS, room)
    notices = furnish(house, scenario, folder=house.folder, preset=preset_named(scenario.policy))
    return house, room, Teller(house, scenario, notices)


def _onto_disk(house: House) -> None:
    with house.runtime.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        content = raw.serialize()
        connection.rollback()
    house.runtime.engine.dispose()
    (house.folder / "duban.db").write_bytes(content)
    house.runtime.engine = connect(f"sqlite:///{house.folder / 'duban.db'}")


def close_house(house: House) -> None:
    """Leave nothing behind."""
    house.runtime.engine.dispose()
    shutil.rmtree(house.folder, ignore_errors=True)


def another_process(house: House) -> Runtime:
    """Return a runtime of its own over the same database, as a second process has it."""
    runtime = house.runtime
    return Runtime(
        settings=runtime.settings,
        engine=connect(f"sqlite:///{house.folder / 'duban.db'}"),
        calendar=runtime.calendar,
        policies=runtime.policies,
        clock=runtime.clock,
        notifiers=runtime.notifiers,
    )


def run_at_once(house: House, modules: list[ModuleType], *, now: datetime) -> None:
    """Run flows at the same moment, each in a process' worth of its own."""
    ready = threading.Barrier(len(modules))
    faults: list[BaseException] = []

    def work(module: ModuleType) -> None:
        runtime = another_process(house)
        try:
            ready.wait()
            outcome = asyncio.run(module.sweep(runtime, now=now))
            outcome.raise_if_any_failed()
        except Exception as fault:  # noqa: BLE001  # a thread's fault is the test's
            faults.append(fault)
        finally:
            runtime.engine.dispose()

    threads = [threading.Thread(target=work, args=(module,)) for module in modules]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def run_and_kill(house: House, module: ModuleType, *, commits: int, now: datetime) -> bool:
    """Run a flow and end the process before its next commit but so many; say whether it was."""
    with _dying_at(house, commits) as died, suppress(Killed):
        asyncio.run(_run_until(module, house.runtime, died, now=now))
    house.runtime.engine.dispose()
    return died.is_set()


async def _run_until(
    module: ModuleType, runtime: Runtime, died: threading.Event, *, now: datetime
) -> None:
    """Wait for the flow, or for the end of the process: what then still runs is gone."""
    flow = asyncio.create_task(module.sweep(runtime, now=now))
    while not flow.done() and not died.is_set():
        await asyncio.wait([flow], timeout=0.002)
    if not flow.done():
        flow.cancel()
    await asyncio.gather(flow, return_exceptions=True)


@contextmanager
def _dying_at(house: House, commits: int) -> Iterator[threading.Event]:
    died = threading.Event()
    left = [commits]

    def on_commit(connection: Connection) -> None:
        if connection.get_execution_options().get("read_only", False):
            return
        left[0] -= 1
        if left[0] < 0:
            died.set()
            raise Killed

    event.listen(house.runtime.engine, "commit", on_commit)
    try:
        yield died
    finally:
        event.remove(house.runtime.engine, "commit", on_commit)
