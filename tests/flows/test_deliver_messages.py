"""The outbox is emptied once, to the right addresses, whatever the mail server does."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from actions.claims import LEASE, claim
from actions.delivery import RETRY_AFTER, retry_message
from actions.outbox import put_in_outbox
from flows.deliver_messages import is_waiting, sweep
from models import Contact, Delivery, Department, Event, OutgoingMessage
from notifiers import EmailNotifier, Message, Receipt, SmtpServer
from rules.access import AccountRole
from rules.audiences import Audience
from rules.errors import NotAllowed
from runtime.wiring import Runtime
from templates import Letter
from tests.factories import make_account, make_contact, make_department
from tests.fakes import FakeClock, RecordingNotifier
from tests.servers.smtp_sink import free_port

LETTER = Letter("【督办】提醒", "请反馈。", "<p>请反馈。</p>")


def put(session: Session, runtime: Runtime, **facts: object) -> OutgoingMessage:
    defaults: dict[str, object] = {"kind": "reminder", "audience": Audience.LIAISON}
    now = runtime.clock()
    return put_in_outbox(
        session, letter=LETTER, office=runtime.office, now=now,
        today=runtime.calendar.office_day(now), **(defaults | facts),  # type: ignore[arg-type]
    )  # fmt: skip


def outbox(runtime: Runtime) -> list[OutgoingMessage]:
    with runtime.reading() as session:
        return list(session.exec(select(OutgoingMessage).order_by(OutgoingMessage.id)))  # type: ignore[arg-type]


async def deliver(runtime: Runtime) -> dict[str, int]:
    return (await sweep(runtime, now=runtime.clock())).done


@pytest.fixture
def department(runtime: Runtime) -> Department:
    with runtime.transaction() as session:
        return make_department(session, "市工业和信息化局")


async def test_a_message_goes_to_the_liaison_and_is_sent_once(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        put(session, runtime, department_id=department.id)
    assert is_waiting(runtime, now=runtime.clock())

    assert await deliver(runtime) == {"sent": 1}
    assert await deliver(runtime) == {}

    (message,) = recorder.sent
    assert message.message_id == outbox(runtime)[0].message_id
    assert not is_waiting(runtime, now=runtime.clock())
    with runtime.reading() as session:
        assert session.exec(select(Event.name)).all() == ["duban.message.sent"]


async def test_an_absent_liaison_is_stood_in_for(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        liaison = session.exec(select(Contact)).one()
        liaison.absent_until = runtime.calendar.office_day(runtime.clock())
        leader = make_contact(session, department, Audience.SUPERVISING_LEADER)
        put(session, runtime, department_id=department.id)

    await deliver(runtime)

    assert [message.recipient for message in recorder.sent] == [leader.address]


async def test_a_department_without_an_address_is_told_to_the_office(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        session.exec(select(Contact)).one().undeliverable_reason = "退信"
        put(session, runtime, department_id=department.id)
        coordinator = make_account(session)

    await deliver(runtime)

    failed, alarm = outbox(runtime)
    assert (failed.status, failed.last_error) == ("failed", "该单位没有可用的联系人地址")
    assert (alarm.kind, alarm.status) == ("alarm", "sent")
    assert [message.recipient for message in recorder.sent] == [coordinator.email]
    assert "市工业和信息化局" in alarm.text.replace("临澜", "")


async def test_leaders_and_office_are_reached_by_their_accounts(
    runtime: Runtime, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        leader = make_account(session, AccountRole.LEADER)
        put(session, runtime, audience=Audience.LEADER)
        put(session, runtime, audience=Audience.OFFICE)

    await deliver(runtime)

    assert {m.recipient for m in recorder.sent} == {leader.email, runtime.settings.office_email}


async def test_one_refused_address_does_not_stop_the_others(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        leader = make_contact(session, department, Audience.SUPERVISING_LEADER)
        first = session.exec(select(Contact)).first()
        put(session, runtime, department_id=department.id, cc_audience=Audience.SUPERVISING_LEADER)
    assert first is not None
    recorder.refused[first.address] = True

    await deliver(runtime)

    assert [message.recipient for message in recorder.sent] == [leader.address]
    assert recorder.sent[0].to == (first.address,)
    assert recorder.sent[0].copies == (leader.address,)
    assert outbox(runtime)[0].status == "sent"


async def test_an_unknown_address_is_marked_and_the_office_told_once(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        leader = make_contact(session, department, Audience.SUPERVISING_LEADER)
        liaison = session.exec(select(Contact)).first()
        assert liaison is not None
        for _ in range(2):
            put(session, runtime, department_id=department.id,
                cc_audience=Audience.SUPERVISING_LEADER)  # fmt: skip
    recorder.unknown.add(liaison.address)

    await deliver(runtime)

    first, second, alarm = outbox(runtime)
    assert (first.status, second.status, alarm.kind) == ("sent", "sent", "alarm")
    assert liaison.address in alarm.text
    with runtime.reading() as session:
        marked = session.get_one(Contact, liaison.number)
        assert "拒收" in str(marked.undeliverable_reason)
        assert session.get_one(Contact, leader.number).undeliverable_reason is None


async def test_a_passing_refusal_is_tried_again_later_and_later_then_given_up(
    runtime: Runtime, clock: FakeClock, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        put(session, runtime, department_id=department.id)
        recorder.refused[session.exec(select(Contact.address)).one()] = False

    for pause in RETRY_AFTER:
        await deliver(runtime)
        message = outbox(runtime)[0]
        assert message.status == "pending"
        assert message.next_attempt_at == clock() + pause
        clock.now += pause
    await deliver(runtime)

    assert outbox(runtime)[0].status == "failed"


async def test_a_failed_message_can_be_sent_again(
    runtime: Runtime, department: Department, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        message = put(session, runtime, department_id=department.id)
        recorder.refused[session.exec(select(Contact.address)).one()] = True
    await deliver(runtime)
    recorder.refused.clear()

    with runtime.transaction() as session:
        retry_message(session, message.number, now=runtime.clock())
    await deliver(runtime)

    assert outbox(runtime)[0].status == "sent"
    with runtime.transaction() as session, pytest.raises(NotAllowed, match="没有重发"):
        retry_message(session, message.number, now=runtime.clock())


async def test_nothing_leaves_before_its_time(runtime: Runtime, clock: FakeClock) -> None:
    with runtime.transaction() as session:
        put(session, runtime, audience=Audience.OFFICE, not_before=clock() + timedelta(hours=1))

    assert await deliver(runtime) == {}
    clock.advance(hours=1)
    assert await deliver(runtime) == {"sent": 1}


async def test_a_server_that_is_down_costs_no_message_its_tries(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        for _ in range(6):
            put(session, runtime, audience=Audience.OFFICE)
    runtime.notifiers = {
        "email": EmailNotifier(
            SmtpServer("127.0.0.1", free_port(), timeout=1), "duban@linlan.example"
        )
    }

    assert await deliver(runtime) == {"postponed": 6}

    assert {(m.status, m.attempts) for m in outbox(runtime)} == {("pending", 0)}
    assert "连不上邮件服务器" in str(outbox(runtime)[0].last_error)
    clock.advance(minutes=1)
    assert is_waiting(runtime, now=clock())


async def test_two_deliveries_at_once_send_nothing_twice(
    runtime: Runtime, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        for _ in range(40):
            put(session, runtime, audience=Audience.OFFICE)

    now = runtime.clock()
    await asyncio.gather(*(sweep(runtime, now=now, batch=3) for _ in range(3)))

    assert len(recorder.sent) == len({message.message_id for message in recorder.sent}) == 40


def test_a_claim_holds_until_its_lease_ends(runtime: Runtime, clock: FakeClock) -> None:
    with runtime.transaction() as session:
        put(session, runtime, audience=Audience.OFFICE)
    with runtime.transaction() as session:
        assert len(claim(session, now=clock(), holder="a")) == 1
        assert claim(session, now=clock(), holder="b") == []
        clock.now += LEASE
        assert len(claim(session, now=clock(), holder="b")) == 1


async def test_a_fault_of_ours_stops_one_message_and_is_told(
    runtime: Runtime, department: Department
) -> None:
    class Faulty:
        channel = "email"

        async def send(self, message: Message) -> Receipt:
            if message.recipient == runtime.settings.office_email:
                raise ZeroDivisionError
            return Receipt("email")

        async def close(self) -> None:
            pass

    runtime.notifiers = {"email": Faulty()}
    with runtime.transaction() as session:
        put(session, runtime, audience=Audience.OFFICE)
        put(session, runtime, department_id=department.id)

    outcome = await sweep(runtime, now=runtime.clock())

    assert outcome.done == {"sent": 1}
    assert len(outcome.failures) == 1


async def test_an_unknown_channel_fails_in_words(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        put(session, runtime, audience=Audience.OFFICE, channel="pigeon")

    await deliver(runtime)

    assert "没有配置这个渠道" in str(outbox(runtime)[0].last_error)
    with runtime.reading() as session:
        assert session.exec(select(Delivery.status)).one() == "failed"
