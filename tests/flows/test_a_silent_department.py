"""Sweeps together, day by day: what each post hears, and when."""

from datetime import date

from sqlmodel import col, select

from flows import deliver_messages, escalate_slow_tasks, open_periods, send_reminders
from models import Approval, EscalationCase, Event, OutgoingMessage, Reminder, ReturnItem
from rules.assignments import Role
from rules.audiences import Audience
from rules.returns import ItemStatus
from rules.tasks import TaskStatus
from runtime.wiring import Runtime
from tests.factories import (
    make_assignment,
    make_contact,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.fakes import FakeClock


async def a_morning(runtime: Runtime, clock: FakeClock, day: date) -> None:
    """The three sweeps of a morning, in the order of the timetable."""
    for at, flow in (("07:30", open_periods), ("08:15", escalate_slow_tasks)):
        now = clock.set(f"{day}T{at}")
        (await flow.sweep(runtime, now=now)).raise_if_any_failed()
    now = clock.set(f"{day}T08:30")
    (await send_reminders.sweep(runtime, now=now)).raise_if_any_failed()
    (await deliver_messages.sweep(runtime, now=now)).raise_if_any_failed()


async def days(runtime: Runtime, clock: FakeClock, first: str, last: str) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        await a_morning(runtime, clock, day)
        day = date.fromordinal(day.toordinal() + 1)


def heard(runtime: Runtime) -> list[tuple[str, str, str]]:
    with runtime.reading() as session:
        messages = session.exec(
            select(OutgoingMessage)
            .where(col(OutgoingMessage.department_id).is_not(None))  # the leaders hear apart
            .order_by(col(OutgoingMessage.id))
        ).all()
    return [(str(m.office_day), m.audience.value, m.kind) for m in messages]


async def test_a_silent_department_hears_in_turn_and_then_leaders_decide(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        department = make_department(session, "市甲局")
        make_contact(session, department, Audience.SUPERVISING_LEADER)
        for _ in range(2):
            make_assignment(session, make_task(session, notice), department)
        make_duty(session, notice)
    await days(runtime, clock, "2024-09-01", "2024-11-08")

    assert heard(runtime) == [
        ("2024-09-09", "liaison", "reminder"),
        ("2024-09-14", "liaison", "reminder"),
        ("2024-09-26", "liaison", "reminder"),
        ("2024-10-08", "liaison", "urge"),
        ("2024-10-10", "liaison", "urge"),
        ("2024-10-12", "supervising_leader", "notice_of_supervision"),
    ]
    with runtime.reading() as session:
        drafts = session.exec(select(Approval).order_by(col(Approval.id))).all()
        copies = session.exec(select(OutgoingMessage.cc_audience)).all()
    assert [(d.kind, str(d.drafted_on), len(d.task_ids), d.status) for d in drafts] == [
        ("bulletin", "2024-10-18", 2, "waiting"),
        ("talk", "2024-10-25", 2, "waiting"),
        ("accountability", "2024-11-01", 2, "waiting"),
    ]
    assert copies.count("supervising_leader") == 1


async def test_an_answer_ends_the_climb_and_a_sent_back_item_begins_another(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        part = make_assignment(session, make_task(session, notice))
        period = make_period(session, make_duty(session, notice))
        item = make_return_item(session, period, part)
    await days(runtime, clock, "2024-10-08", "2024-10-09")
    with runtime.transaction() as session:
        row = session.get_one(ReturnItem, item.number)
        row.move_to(ItemStatus.GIVEN, now=clock())
        session.add(row)
    await days(runtime, clock, "2024-10-10", "2024-10-11")
    with runtime.transaction() as session:
        row = session.get_one(ReturnItem, item.number)
        row.move_to(ItemStatus.SENT_BACK, now=clock())
        session.add(row)
    await days(runtime, clock, "2024-10-14", "2024-10-15")

    with runtime.reading() as session:
        cases = session.exec(select(EscalationCase).order_by(col(EscalationCase.id))).all()
    assert [(c.due_instance.partition("#")[2], c.steps_taken, c.ended_reason) for c in cases] == [
        ("", 1, "单位已反馈"),
        ("2", 1, None),
    ]
    assert [day for day, _, _ in heard(runtime)] == ["2024-10-08", "2024-10-15"]


async def test_what_is_answered_just_before_sending_is_not_sent(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        part = make_assignment(session, make_task(session, notice))
        period = make_period(session, make_duty(session, notice))
        item = make_return_item(session, period, part)
    now = clock.set("2024-10-08T08:15")
    await escalate_slow_tasks.sweep(runtime, now=now)
    with runtime.transaction() as session:
        row = session.get_one(ReturnItem, item.number)
        row.move_to(ItemStatus.GIVEN, now=now)
        session.add(row)
    await send_reminders.sweep(runtime, now=clock.set("2024-10-08T08:30"))

    assert heard(runtime) == []
    with runtime.reading() as session:
        reminder = session.exec(select(Reminder)).one()
    assert reminder.cancelled_reason == "发出前已反馈或已调整"


async def test_a_department_with_many_matters_hears_once_a_day(
    runtime: Runtime, clock: FakeClock
) -> None:
    """A return, a deadline and an unsigned task of two notices make one message."""
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        one, two = make_notice(session), make_notice(session)
        first = make_assignment(session, make_task(session, one), department)
        make_return_item(session, make_period(session, make_duty(session, one)), first)
        make_assignment(session, make_task(session, two, due_on=date(2024, 9, 30)), department)
        make_assignment(
            session,
            make_task(session, two),
            department,
            status="dispatched",
            acknowledge_by=date(2024, 9, 25),
            acknowledged_at=None,
        )
    await a_morning(runtime, clock, date(2024, 9, 26))
    await send_reminders.sweep(runtime, now=clock.advance(hours=1))

    with runtime.reading() as session:
        message = session.exec(select(OutgoingMessage)).one()
    assert message.kind == "urge"
    assert message.data["rules"] == ["deadline-due-3", "ladder-1", "return-due-3"]
    assert len(message.task_ids) == 3
    assert message.reply_to is not None


async def test_a_suspended_task_asks_nobody(runtime: Runtime, clock: FakeClock) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        task = make_task(session, notice, status=TaskStatus.SUSPENDED, reason="政策调整")
        part = make_assignment(session, task)
        make_return_item(session, make_period(session, make_duty(session, notice)), part)
    await days(runtime, clock, "2024-09-26", "2024-10-12")
    assert heard(runtime) == []


async def test_a_sweep_run_twice_decides_once(runtime: Runtime, clock: FakeClock) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        part = make_assignment(session, make_task(session, notice), role=Role.LEAD)
        make_return_item(session, make_period(session, make_duty(session, notice)), part)
    for _ in range(3):
        await a_morning(runtime, clock, date(2024, 10, 8))

    assert len(heard(runtime)) == 1
    with runtime.reading() as session:
        stepped = session.exec(select(Event).where(Event.name == "duban.escalation.stepped")).all()
    assert len(stepped) == 1
    assert not send_reminders.is_waiting(runtime, now=clock())
    assert not escalate_slow_tasks.is_waiting(runtime, now=clock())


async def test_nothing_is_decided_on_a_day_off(runtime: Runtime, clock: FakeClock) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        part = make_assignment(session, make_task(session, notice))
        make_return_item(session, make_period(session, make_duty(session, notice)), part)
    await days(runtime, clock, "2024-10-01", "2024-10-07")
    assert heard(runtime) == []


async def test_a_leader_who_hears_on_that_day_gets_no_copy_besides(
    runtime: Runtime, clock: FakeClock
) -> None:
    """On 8 March one task reaches 督办通知单, the other 第二次催办 with the leader in copy."""
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        make_contact(session, department, Audience.SUPERVISING_LEADER)
        notice = make_notice(session)
        for due_on in (date(2024, 3, 1), date(2024, 3, 5)):
            make_assignment(session, make_task(session, notice, due_on=due_on), department)
    await days(runtime, clock, "2024-03-04", "2024-03-08")

    with runtime.reading() as session:
        messages = session.exec(
            select(OutgoingMessage).where(OutgoingMessage.office_day == date(2024, 3, 8))
        ).all()
        told = [(message.audience.value, message.cc_audience) for message in messages]
        letters = {message.audience.value: message.text for message in messages}
    assert sorted(told) == [("liaison", None), ("supervising_leader", None)]
    assert "第二次催办" in letters["supervising_leader"]  # the copy stands in the leader's letter


async def test_a_week_of_silence_from_our_side_rushes_nobody(
    runtime: Runtime, clock: FakeClock
) -> None:
    """Back after two weeks: one rung a working day, one message a day and audience."""
    with runtime.transaction() as session:
        make_assignment(session, make_task(session, due_on=date(2024, 3, 1)))
    await days(runtime, clock, "2024-03-18", "2024-03-21")
    assert heard(runtime) == [
        ("2024-03-18", "liaison", "urge"),
        ("2024-03-19", "liaison", "urge"),
        ("2024-03-20", "supervising_leader", "notice_of_supervision"),
    ]
    with runtime.reading() as session:
        assert session.exec(select(Approval.kind)).all() == ["bulletin"]
