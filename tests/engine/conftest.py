"""An engine over a timetable of one or two flows, without Prefect."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.engine.embedded import Embedded
from duban.engine.runner import Runner
from rules.cron import Cron
from runtime.clock import HeldClock
from runtime.timetable import Entry
from runtime.wiring import Runtime
from tests.engine import fake_sweep


def entry(flow: str, cron: str, *expects: str) -> Entry:
    """An entry whose work is the fake sweep, whatever the flow is called."""
    times = Cron.parse(cron, "Asia/Shanghai")
    return Entry(flow, flow, f"tests.engine.fake_sweep.{flow}", times, times, tuple(expects))


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    yield
    fake_sweep.ran.clear()
    fake_sweep.broken.clear()
    fake_sweep.waiting["things"] = 0


@pytest.fixture
def held_clock(tmp_path: Path) -> HeldClock:
    clock = HeldClock(tmp_path / "clock")
    clock.path.write_text("2024-03-04T07:00:00+08:00")
    return clock


@pytest.fixture
def embedded(runtime: Runtime, held_clock: HeldClock) -> Embedded:
    """A morning flow, and a frequent one that expects the closing of a task."""
    runtime.clock = held_clock
    morning = entry("morning", "30 8 * * *")
    minute = entry("minute", "* * * * *", "duban.task.closed")
    return Embedded(runtime, Runner(runtime), printed=(morning, minute))
