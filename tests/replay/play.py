"""One house on which a made-up story is played: time passes, things happen, promises are kept."""

import asyncio
from collections import Counter
from datetime import date, datetime
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from pydantic import TypeAdapter
from sqlmodel import col, select

from actions.audit import seal_events
from duban.replay.events import Event
from duban.replay.scenario import check_scenario
from duban.replay.timeline import ONE_DAY, catch_up, pass_time, settle, today
from flows import check_promises
from models import Approval
from rules.errors import DubanError
from runtime.outcome import SweepFailed
from tests.replay import kept
from tests.replay.mail_room import close_house, open_house
from tests.replay.openings import openings

EVENTS: TypeAdapter[Any] = TypeAdapter(Event)
EXPLAINED = {  # what only people can put right is said rightly
    "triage_waits": "SELECT 1 FROM inbound_message WHERE status = 'triage'",
    "extension_undecided": "SELECT 1 FROM extension WHERE status = 'asked'",
    "submission_unreviewed": "SELECT 1 FROM task WHERE status = 'submitted'",
    "drafts_without_letters": "SELECT 1 FROM contact WHERE undeliverable_reason IS NOT NULL",
}


class Play(RuleBasedStateMachine):
    """One house, its clock, and everything that can happen to it."""

    played: ClassVar[Counter[str]] = Counter()  # of all stories of this process

    @initialize(opening=openings())
    def begin(self, opening: dict[str, Any]) -> None:
        """A notice is confirmed; everybody has mail."""
        scenario = check_scenario(opening)
        self.house, self.room, self.teller = open_house(scenario)
        self.file = self.house.folder / "duban.db"
        self.seen = kept.Seen()
        self.back_on: date | None = None  # the day on which the house was there again
        self.happens("confirm")

    def teardown(self) -> None:
        """The chain of the whole story holds."""
        self.played["stories"] += 1
        if hasattr(self, "house"):
            kept.chain_holds(self.file)
            close_house(self.house)

    def happens(self, kind: str, **facts: Any) -> None:
        """Let an event happen now, if the house allows it; then look at everything."""
        moment = self.house.now.isoformat()
        event = EVENTS.validate_python({"at": moment, "kind": kind, **facts})
        try:
            asyncio.run(self.teller.tell(event, len(self.room.sent) + id(event)))
        except SweepFailed:
            raise
        except DubanError:
            pass  # refused, with a reason: that is an outcome, too
        self._note_approvals(kind, facts)
        self.look(by_the_clock=False)

    def _note_approvals(self, kind: str, facts: dict[str, Any]) -> None:
        if kind == "decide" and facts.get("what") == "draft" and facts["decision"] == "approved":
            with self.house.runtime.reading() as session:
                said = select(Approval.id).where(col(Approval.status) == "accepted")
                self.seen.approved.update(session.exec(said))  # type: ignore[arg-type]

    def look(self, *, by_the_clock: bool) -> None:
        """Check the promises, and go on with the chain."""
        kept.look(
            self.file, self.seen, self.room.sent, by_the_clock=by_the_clock,
            is_working=self.house.runtime.calendar.is_working_day,
        )  # fmt: skip
        with self.house.runtime.transaction() as session:
            seal_events(session, now=self.house.now)

    @invariant()
    def a_step_is_over(self) -> None:
        """Count it."""
        self.played["steps"] += 1

    @invariant()
    def the_auditor_is_silent(self) -> None:
        """But for what waits for a person."""
        if not hasattr(self, "house") or self.house.is_dark or self.room.is_down:
            return
        with kept.opened(self.file) as db:
            waits = {kind for kind, query in EXPLAINED.items() if db.execute(query).fetchone()}
        if self.back_on:
            waits.add("clock_set_back")  # told until a day after something is recorded again
        evening = self.house.runtime.calendar.moment(today(self.house), "17:30")
        if self.house.now < evening and self.back_on == today(self.house):
            waits.add("period_not_compiled")  # its day was skipped; it is made this evening
        found = check_promises.find(self.house.runtime, now=self.house.now)
        unexplained = [finding.detail for finding in found if finding.kind not in waits]
        assert not unexplained, (str(self.house.now), unexplained)

    def wait(self, number: int, hour: int = 12) -> None:
        """Let days pass, noon by noon; what waits goes out meanwhile."""
        for _ in range(number):
            self.until(self._noon(hour))
        if number > 2:
            self.the_auditor_is_silent()

    def _noon(self, hour: int) -> datetime:
        calendar = self.house.runtime.calendar
        return calendar.moment(today(self.house) + ONE_DAY, f"{hour:02}:00")

    def until(self, moment: datetime) -> None:
        asyncio.run(pass_time(self.house, moment))
        asyncio.run(settle(self.house))
        self.look(by_the_clock=True)
        day, calendar = today(self.house), self.house.runtime.calendar
        is_over = moment >= calendar.moment(day, "08:30")
        if is_over and calendar.is_working_day(day) and not self.house.is_dark:
            kept.no_rung_missing(self.file, today=day, is_working=calendar.is_working_day)

    def end_outage(self) -> None:
        """What was said meanwhile may be refused then; the server is up all the same."""
        moment = self.house.now.isoformat()
        event = EVENTS.validate_python({"at": moment, "kind": "outage_end"})
        try:
            asyncio.run(self.teller.tell(event, id(event)))
        except SweepFailed:
            raise
        except DubanError:
            self.teller.waiting = []
            asyncio.run(catch_up(self.house))
        self.back_on = today(self.house)
        self.look(by_the_clock=False)

    def to_the_morning(self) -> None:
        """Let time pass to 08:10 of the next day, before what the day calls for."""
        calendar = self.house.runtime.calendar
        self.until(calendar.moment(today(self.house) + ONE_DAY, "08:10"))
        self.house.clock.now = calendar.moment(today(self.house), "08:40")
