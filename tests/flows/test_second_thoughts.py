"""Before, instead of and after sending: a dry run, a breaker, a recall, a withdrawn draft."""

from datetime import date

import pytest
from sqlmodel import col, select

from actions.breaker import drop_held, release_held
from actions.pursuit import end_pursuit
from actions.waiting_messages import recall
from duban.replay.trying import try_out
from flows import deliver_messages, escalate_slow_tasks, send_reminders
from models import Approval, EscalationCase, Event, OutgoingMessage, Reminder
from rules.errors import NotAllowed
from rules.sending import SendWindow
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier


def late_departments(runtime: Runtime, count: int) -> None:
    with runtime.transaction() as session:
        for number in range(count):
            task = make_task(session, due_on=date(2024, 3, 1))
            make_assignment(session, task, make_department(session, f"市{number}局"))


async def morning(runtime: Runtime, clock: FakeClock, day: str) -> None:
    for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
        outcome = await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))
        outcome.raise_if_any_failed()


def statuses(runtime: Runtime) -> list[tuple[str, str]]:
    with runtime.reading() as session:
        rows = session.exec(select(OutgoingMessage).order_by(col(OutgoingMessage.id))).all()
    return [(row.kind, row.status) for row in rows]


async def test_a_dry_run_says_what_would_be_decided_and_writes_nothing(
    runtime: Runtime, clock: FakeClock
) -> None:
    late_departments(runtime, 1)
    rows = await try_out(runtime, "escalate_slow_tasks", now=clock())
    assert [(r["what"], r["department"], r["kind"]) for r in rows] == [
        ("decision", "市0局", "ladder-1")
    ]
    with runtime.reading() as session:
        assert session.exec(select(Reminder)).all() == []
        assert session.exec(select(EscalationCase)).all() == []
        assert session.exec(select(Event)).all() == []


async def test_a_dry_run_of_reminders_shows_the_message(runtime: Runtime, clock: FakeClock) -> None:
    late_departments(runtime, 1)
    await escalate_slow_tasks.sweep(runtime, now=clock())
    rows = await try_out(runtime, "send_reminders", now=clock())
    assert [(r["what"], r["kind"], r["audience"]) for r in rows] == [("message", "urge", "联络员")]
    assert statuses(runtime) == []
    assert not (runtime.settings.home / "watermark").exists()


async def test_a_run_that_would_say_too_much_stops_and_asks_until_a_person_releases_it(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier
) -> None:
    runtime.settings.most_messages = 2
    late_departments(runtime, 3)
    await morning(runtime, clock, "2024-03-04")
    assert statuses(runtime) == [("urge", "held")] * 3 + [("alarm", "sent")]
    assert "3封提醒和催办已暂扣" in recorder.sent[0].subject
    with runtime.transaction() as session:
        assert release_held(session, by="张三", now=clock(), today=date(2024, 3, 4)) == 3
    await deliver_messages.sweep(runtime, now=clock.advance(minutes=1))
    assert statuses(runtime)[:3] == [("urge", "sent")] * 3


async def test_what_is_dropped_is_urged_anew_on_the_next_working_day(
    runtime: Runtime, clock: FakeClock
) -> None:
    runtime.settings.most_messages = 2
    late_departments(runtime, 3)
    await morning(runtime, clock, "2024-03-04")
    with runtime.transaction() as session:
        with pytest.raises(NotAllowed, match="理由"):
            drop_held(session, by="张三", reason="", now=clock())
        session.rollback()
    with runtime.transaction() as session:
        assert drop_held(session, by="张三", reason="日历有误", now=clock()) == 3
    runtime.settings.most_messages = 0
    await morning(runtime, clock, "2024-03-05")
    assert statuses(runtime)[4:] == [("urge", "sent")] * 3
    with runtime.reading() as session:
        assert {row.rule for row in session.exec(select(Reminder))} == {"ladder-1"}


async def test_a_message_in_the_outbox_can_be_recalled_and_one_that_went_out_can_not(
    runtime: Runtime, clock: FakeClock
) -> None:
    late_departments(runtime, 2)
    await escalate_slow_tasks.sweep(runtime, now=clock())
    await send_reminders.sweep(runtime, now=clock())
    with runtime.transaction() as session:
        recall(session, 1, by="张三", reason="口头已说明", now=clock())
    await deliver_messages.sweep(runtime, now=clock.advance(minutes=1))
    assert statuses(runtime) == [("urge", "cancelled"), ("urge", "sent")]
    with runtime.transaction() as session, pytest.raises(NotAllowed, match="已经发出"):
        recall(session, 2, by="张三", reason="口头已说明", now=clock())


def test_a_draft_is_withdrawn_when_every_climb_behind_it_has_ended(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        task = make_task(session, due_on=date(2024, 3, 1))
        parts = [
            make_assignment(session, task, make_department(session), consolidates=False)
            for _ in range(2)
        ]
        cases = [
            EscalationCase(
                assignment_id=part.number, due_instance=f"deadline:{task.number}:2024-03-01",
                due_on=date(2024, 3, 1), ladder=[], opened_at=clock(),
            )
            for part in parts
        ]  # fmt: skip
        session.add_all(cases)
        session.flush()
        draft = Approval(
            key="k", kind="bulletin", notice_id=task.notice_id, title="通报", text="…",
            case_ids=[case.number for case in cases], drafted_on=date(2024, 3, 15),
            created_at=clock(),
        )  # fmt: skip
        session.add(draft)
        session.flush()
        end_pursuit(session, [parts[0].number], reason="单位已反馈", now=clock())
        assert draft.status == "waiting"
        end_pursuit(session, [parts[1].number], reason="单位已反馈", now=clock())
        assert (draft.status, draft.reason) == (
            "withdrawn", "所涉事项的督办均已结束：单位已反馈",
        )  # fmt: skip


async def test_the_policy_files_cap_wins_over_the_settings(
    runtime: Runtime, clock: FakeClock
) -> None:
    runtime.settings.most_messages = 100
    runtime.sending = SendWindow(most=2)
    late_departments(runtime, 3)
    await morning(runtime, clock, "2024-03-04")
    assert statuses(runtime) == [("urge", "held")] * 3 + [("alarm", "sent")]
