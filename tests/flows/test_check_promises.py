"""The hourly check: a heartbeat when all is well, an error when it is not."""

from datetime import timedelta

import pytest

from flows import check_promises, open_periods
from models import ReportingPeriod
from runtime.outcome import SweepFailed
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_duty, make_notice, make_task
from tests.fakes import FakeClock


async def test_a_heartbeat_is_written_when_nothing_is_wrong(
    runtime: Runtime, clock: FakeClock
) -> None:
    outcome = await check_promises.sweep(runtime, now=clock())
    outcome.raise_if_any_failed()
    heartbeat = (runtime.settings.home / "heartbeat").read_text("utf-8").strip()
    assert heartbeat == clock().isoformat()


async def test_a_broken_promise_fails_and_leaves_the_heartbeat_old(
    runtime: Runtime, clock: FakeClock
) -> None:
    await check_promises.sweep(runtime, now=clock())
    before = (runtime.settings.home / "heartbeat").read_text("utf-8")
    with runtime.transaction() as session:
        make_assignment(session, status="dispatched", acknowledged_at=None)
    outcome = await check_promises.sweep(runtime, now=clock.advance(hours=1))
    with pytest.raises(SweepFailed, match="已交办而没有发出交办通知"):
        outcome.raise_if_any_failed()
    assert (runtime.settings.home / "heartbeat").read_text("utf-8") == before


async def test_the_auditor_is_content_after_the_periods_were_opened(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        make_assignment(session, make_task(session, notice))
        make_duty(session, notice)
    now = clock.set("2024-09-11T09:00")
    assert check_promises.find(runtime, now=now) != []
    assert open_periods.is_waiting(runtime, now=now)
    outcome = await open_periods.sweep(runtime, now=now)
    assert outcome.done == {"periods": 1}
    assert not open_periods.is_waiting(runtime, now=now)
    assert check_promises.find(runtime, now=now + timedelta(hours=1)) == []
    with runtime.reading() as session:
        assert session.get_one(ReportingPeriod, 1).label == "2024年度"
