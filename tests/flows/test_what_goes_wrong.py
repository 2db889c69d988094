"""Bad input has an outcome: nothing twice, nothing to the wrong one, the office told."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from sqlmodel import select

from actions import digests
from duban.replay.scenario import read_scenario
from duban.replay.story import replay
from flows import deliver_messages, send_reminders
from models import OutgoingMessage
from runtime.wiring import Runtime
from templates import Letter, render_letter
from tests.factories import make_assignment, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier

SCENARIOS = Path(__file__).parents[1] / "replay" / "scenarios"


def test_a_template_that_lacks_a_fact_is_no_letter_with_a_hole() -> None:
    with pytest.raises(UndefinedError, match="undefined"):
        render_letter("digest", department="市甲局")


async def test_a_letter_that_cannot_be_written_keeps_nobody_else_waiting(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its decision waits: the next run writes it."""
    with runtime.transaction() as session:
        for name in ("市甲局", "市乙局"):
            task = make_task(session, due_on=date(2024, 3, 7))
            make_assignment(session, task, make_department(session, name))

    def write(name: str, **facts: Any) -> Letter:
        if "甲" in facts["department"]:
            raise UndefinedError("'notices' is undefined")
        return render_letter(name, **facts)

    with monkeypatch.context() as broken:
        broken.setattr(digests, "render_letter", write)
        outcome = await send_reminders.sweep(runtime, now=clock.set("2024-03-04T08:30"))
    assert "is undefined" in next(iter(outcome.failures.values()))
    with runtime.reading() as session:
        assert len(session.exec(select(OutgoingMessage)).all()) == 1

    await send_reminders.sweep(runtime, now=clock.advance(minutes=1))
    await deliver_messages.sweep(runtime, now=clock())
    assert len(recorder.sent) == 2


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Pacific/Apia"])
def test_a_server_whose_own_zone_saves_daylight_counts_the_same_days(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    path = SCENARIOS / "urgent.json"
    scenario = read_scenario(path)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        rows = [row.as_data() for row in replay(scenario, folder=path.parent)]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert rows == [row.model_dump(mode="json") for row in scenario.expected or ()]
