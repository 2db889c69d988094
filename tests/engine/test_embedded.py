from datetime import datetime, timedelta

from sqlmodel import select

from actions.events import record_event
from actions.schedule import pause, request_run
from duban.engine.embedded import Embedded
from duban.engine.leased import HeldLease
from duban.engine.scheduler import Ticks
from models import EventAnnouncement, FlowRun, RunRequest
from runtime.clock import HeldClock, system_clock
from runtime.leases import claim_tick, release, take
from tests.engine import fake_sweep
from tests.factories import make_department


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-03-{text}+08:00")


def runs_of(embedded: Embedded) -> list[FlowRun]:
    with embedded.runtime.reading() as session:
        return list(session.exec(select(FlowRun).order_by(FlowRun.id)))  # type: ignore[arg-type]


async def test_a_tick_with_nothing_to_do_starts_no_run(embedded: Embedded) -> None:
    assert await embedded.tick("minute") is None
    assert runs_of(embedded) == []


async def test_a_run_is_noted_with_what_it_did(embedded: Embedded) -> None:
    fake_sweep.waiting["things"] = 3

    await embedded.tick("minute")

    (run,) = runs_of(embedded)
    assert (run.flow, run.cause, run.ok, run.recorded_by_prefect) == (
        "minute", "schedule", True, False,
    )  # fmt: skip
    assert run.outcome == {"done": {"things": 3}, "failures": {}}


async def test_a_failed_item_is_noted_with_its_reason(embedded: Embedded) -> None:
    fake_sweep.waiting["things"] = 1
    fake_sweep.broken.add("甲")

    ran = await embedded.tick("minute")

    assert ran is not None
    assert not ran.ok
    (run,) = runs_of(embedded)
    assert (run.ok, run.outcome["failures"]) == (False, {"甲": "ValueError: 甲"})


async def test_an_event_starts_the_flow_that_expects_it_once(embedded: Embedded) -> None:
    with embedded.runtime.transaction() as session:
        record_event(session, "task.closed", make_department(session), now=at("04T07:00:00"))
    fake_sweep.waiting["things"] = 1

    assert [ran.flow for ran in await embedded.relay()] == ["minute"]
    fake_sweep.waiting["things"] = 1
    assert await embedded.relay() == []

    assert [run.cause for run in runs_of(embedded)] == ["event"]
    with embedded.runtime.reading() as session:
        assert len(session.exec(select(EventAnnouncement)).all()) == 1


async def test_a_paused_flow_runs_for_a_person_only(embedded: Embedded) -> None:
    with embedded.runtime.transaction() as session:
        pause(session, "minute", by="王科长", now=at("04T07:00:00"))
        record_event(session, "task.closed", make_department(session), now=at("04T07:00:00"))
    fake_sweep.waiting["things"] = 1

    assert await embedded.tick("minute") is None
    assert await embedded.relay() == []

    with embedded.runtime.transaction() as session:
        request_run(session, "minute", by="王科长", now=at("04T07:00:00"))
    await embedded.answer_requests()

    (run,) = runs_of(embedded)
    assert run.cause == "request"
    with embedded.runtime.reading() as session:
        request = session.exec(select(RunRequest)).one()
        assert (request.run_id, request.taken_at) == (run.id, at("04T07:00:00"))


async def test_a_missed_morning_is_caught_up_once(
    embedded: Embedded, held_clock: HeldClock
) -> None:
    held_clock.set(at("04T10:00:00"))
    fake_sweep.waiting["things"] = 1
    assert [ran.flow for ran in await embedded.catch_up()] == ["morning"]

    fake_sweep.waiting["things"] = 1
    assert await embedded.catch_up() == []


async def test_a_morning_that_was_cut_off_is_finished_after_the_start(
    embedded: Embedded, held_clock: HeldClock
) -> None:
    """The process was killed in the middle: the moment is taken, the work is not done."""
    held_clock.set(at("04T08:30:00"))
    with embedded.runtime.transaction() as session:
        claim_tick(session, "morning", at=at("04T08:30:00"), holder="killed")
        session.add(FlowRun(flow="morning", cause="schedule", started_at=at("04T08:30:00")))
    held_clock.set(at("04T08:31:00"))
    fake_sweep.waiting["things"] = 1
    assert [ran.flow for ran in await embedded.catch_up()] == ["morning"]

    fake_sweep.waiting["things"] = 1
    assert await embedded.catch_up() == []


async def test_who_takes_over_finishes_what_the_other_left(
    embedded: Embedded, held_clock: HeldClock
) -> None:
    """Two servers share a database; the one that worked has died, its lease has run out."""
    lease = HeldLease(embedded.runtime, "engine")
    ticks = Ticks(embedded, lease)
    held_clock.set(at("04T10:00:00"))
    with embedded.runtime.transaction() as session:
        take(session, "engine", holder="other", now=system_clock(), for_=timedelta(seconds=60))
    fake_sweep.waiting["things"] = 1
    await ticks.catch_up()
    assert runs_of(embedded) == []

    with embedded.runtime.transaction() as session:
        release(session, "engine", holder="other")
    await ticks.catch_up()
    await ticks.catch_up()
    assert [run.flow for run in runs_of(embedded)] == ["morning"]


async def test_nothing_is_caught_up_in_the_night(embedded: Embedded, held_clock: HeldClock) -> None:
    """Back at three after days away: half past eight will take all that is due."""
    held_clock.set(at("08T03:00:00"))
    fake_sweep.waiting["things"] = 1

    assert await embedded.catch_up() == []


async def test_two_engines_on_one_database_run_a_morning_once(embedded: Embedded) -> None:
    other = Embedded(embedded.runtime, embedded.runner, printed=embedded.printed)
    fake_sweep.waiting["things"] = 1
    await embedded.tick("morning")
    fake_sweep.waiting["things"] = 1
    await other.tick("morning")

    assert len(runs_of(embedded)) == 1


async def test_settling_ends_when_nothing_waits(embedded: Embedded) -> None:
    fake_sweep.waiting["things"] = 2

    assert [ran.done for ran in await embedded.settle()] == [{"things": 2}]
    assert await embedded.settle() == []


async def test_every_committed_event_is_sealed(embedded: Embedded) -> None:
    with embedded.runtime.transaction() as session:
        for _ in range(3):
            record_event(session, "task.closed", make_department(session), now=at("04T07:00:00"))

    assert await embedded.seal() == 3
    assert await embedded.seal() == 0


async def test_runs_are_forgotten_after_thirty_days(
    embedded: Embedded, held_clock: HeldClock
) -> None:
    with embedded.runtime.transaction() as session:
        request_run(session, "minute", by="王科长", now=at("04T07:00:00"))
    await embedded.answer_requests()
    held_clock.set(at("04T07:00:00") + timedelta(days=29))
    fake_sweep.waiting["things"] = 1
    await embedded.tick("minute")

    held_clock.set(at("04T07:00:00") + timedelta(days=31))
    await embedded.prune()

    assert [run.cause for run in runs_of(embedded)] == ["schedule"]
