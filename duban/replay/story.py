"""Playing a scenario: time passes to each event, the event happens; at the end rows are read."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.replay import answers, changes, confirming, decisions, deeds
from duban.replay.calendars import calendar_of
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import (
    AboutTasks,
    Bounce,
    CalendarEdit,
    ClockJump,
    Confirm,
    ContactChange,
    Deadline,
    Decide,
    Duty,
    Event,
    FromDepartment,
    MilestoneSet,
    Outage,
    PolicyEdit,
    Reassign,
    Restart,
    Run,
    SendBack,
    TaskVerb,
)
from duban.replay.house import House, build_house
from duban.replay.inline import InlineNotice
from duban.replay.presets import policies_of, preset_named
from duban.replay.rows import Row, rows_of, together
from duban.replay.scenario import Scenario
from duban.replay.setting_up import furnish
from duban.replay.timeline import catch_up, flow_named, pass_time, run, settle
from rules.errors import DubanError


def replay(scenario: Scenario, *, folder: Path) -> list[Row]:
    """Return what the story makes each department, the office and the leaders hear."""
    house = build_house(
        now=scenario.events[0].at if scenario.events else scenario.until,
        policies=policies_of(scenario.policy),
        calendar=calendar_of(scenario.calendar),
        office_name=scenario.office.name,
        standing=scenario.office.standing,
        place=scenario.office.place,
    )
    try:
        return asyncio.run(_play(house, scenario, folder))
    finally:
        house.runtime.engine.dispose()
        shutil.rmtree(house.folder, ignore_errors=True)


async def _play(house: House, scenario: Scenario, folder: Path) -> list[Row]:
    notices = furnish(house, scenario, folder=folder, preset=preset_named(scenario.policy))
    teller = Teller(house, scenario, notices)
    for number, event in enumerate(scenario.events):
        with Placed(f"events[{number}]"):
            await teller.tell(event, number)
    await pass_time(house, scenario.until)
    with house.runtime.reading() as session:
        return together([*house.came_back, *rows_of(session, house.names)])


class Placed:
    """Give an error of an event the event's place."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ScenarioInvalid):
            place = f"{self.place}.{error.place}" if error.place else self.place
            raise ScenarioInvalid(place, error.reason) from None
        if isinstance(error, DubanError):
            raise ScenarioInvalid(self.place, str(error)) from error


ACTS: Mapping[type, Callable[[House, Any, int | None], None]] = {
    TaskVerb: deeds.task_verb,
    SendBack: deeds.send_back,
    Reassign: deeds.reassign,
    Deadline: deeds.set_deadline,
    MilestoneSet: deeds.set_milestone,
    Decide: decisions.decide,
    ContactChange: changes.change_contact,
    Bounce: changes.bounce,
}


class Teller:
    """Lets one event after the other happen."""

    def __init__(self, house: House, scenario: Scenario, notices: list[int]) -> None:
        self.house = house
        self.notices = notices
        self.names = [
            str(given.id) if isinstance(given, InlineNotice) and given.id is not None else str(at)
            for at, given in enumerate(scenario.documents, start=1)
        ]
        self.waiting: list[tuple[Event, int]] = []  # what came while the server was down

    async def tell(self, event: Event, number: int) -> None:
        """Let time pass to the event, and let it happen."""
        event = self._placed(event)
        if event.at < self.house.now:
            shown = self.house.now.astimezone(event.at.tzinfo).isoformat()
            raise ScenarioInvalid("at", f"is before {shown}, which the clock shows already")
        await pass_time(self.house, event.at)
        if isinstance(event, Outage | Restart):
            await self._stop_or_start(event)
        elif isinstance(event, ClockJump):
            await self._jump(event.to)
        elif self.house.is_dark:
            self.waiting.append((event, number))
        else:
            await self._happen(event, number)

    async def _stop_or_start(self, event: Outage | Restart) -> None:
        """What came meanwhile is heard first, so that nobody is urged who has answered."""
        if event.kind == "outage_begin":
            self.house.is_dark = True
            return
        self.house.is_dark = False
        for waited, number in self.waiting:
            with Placed(f"(after the outage) events[{number}]"):
                await self._happen(waited, number)
        self.waiting = []
        await catch_up(self.house)

    async def _jump(self, to: datetime) -> None:
        """The clock shows another moment; what today has called for is caught up."""
        self.house.clock.now = to
        if not self.house.is_dark:
            await catch_up(self.house)

    async def _happen(self, event: Event, number: int) -> None:
        """Do what the event says, then what follows at once: 交办, receipts, mails."""
        house = self.house
        if isinstance(event, Run):
            module = flow_named(event.flow)
            for _ in range(event.times):
                await run(house, module)
            return
        notice_id = self._notice(event)
        if isinstance(event, FromDepartment):
            answers.answer(house, event, number=number, notice_id=notice_id)
        elif isinstance(event, Confirm):
            for one in [notice_id] if notice_id else self.notices:
                confirming.confirm(house, event, one)
        elif isinstance(event, Duty):
            for one in [notice_id] if notice_id else self.notices:
                confirming.set_duty(house, event, one)
        else:
            self._act(event, notice_id)
        await settle(house)

    def _act(self, event: Event, notice_id: int | None) -> None:
        if isinstance(event, PolicyEdit):
            changes.edit_policy(self.house, event)
        elif isinstance(event, CalendarEdit):
            changes.edit_calendar(self.house, event)
        else:
            ACTS[type(event)](self.house, event, notice_id)

    def _placed(self, event: Event) -> Event:
        """Read the notice from keys written as the answer writes them: `2/7.1`."""
        if not isinstance(event, AboutTasks) or not any("/" in key for key in event.tasks or ()):
            return event
        pairs = [key.rpartition("/") for key in event.tasks or ()]
        notices = {notice for notice, _, _ in pairs}
        if len(notices) > 1 or (event.notice is not None and notices != {str(event.notice)}):
            raise ScenarioInvalid("tasks", "are of more than one notice: write an event for each")
        return event.model_copy(update={"notice": notices.pop(), "tasks": [k for *_, k in pairs]})

    def _notice(self, event: Event) -> int | None:
        """Return the notice that an event means: the one it names, the only one, or None."""
        if event.notice is None:
            return self.notices[0] if len(self.notices) == 1 else None
        name = str(event.notice)
        if name in self.names:
            return self.notices[self.names.index(name)]
        if name.isdecimal() and 1 <= int(name) <= len(self.notices):
            return self.notices[int(name) - 1]  # by its place, as the answer numbers it
        raise ScenarioInvalid("notice", f"there are {'、'.join(self.names)}")
