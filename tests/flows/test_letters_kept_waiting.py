"""Letters that the mail server kept waiting: one a day, on working days, about what is still so."""

from datetime import date

import pytest
from sqlmodel import col, select

from actions.status_updates import record_update
from flows import deliver_messages, escalate_slow_tasks, send_reminders
from inbox.heard import Item
from models import Assignment, OutgoingMessage, Reminder
from notifiers import DeliveryFailed, Message, Receipt
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier


class CutOff(RecordingNotifier):
    """A mail server that cannot be reached until it can."""

    is_down = True

    async def send(self, message: Message) -> Receipt:
        if self.is_down:
            raise DeliveryFailed(self.channel, "连接不上", unreachable=True)
        return await super().send(message)


@pytest.fixture
def server(runtime: Runtime) -> CutOff:
    """市甲局 owes two tasks: one was due on Thursday 7 March, one on Friday."""
    server = CutOff()
    runtime.notifiers = {"email": server}
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        for day in (7, 8):
            task = make_task(session, due_on=date(2024, 3, day))
            make_assignment(session, task, department)
    return server


async def morning(runtime: Runtime, clock: FakeClock, day: str) -> None:
    for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
        outcome = await flow.sweep(runtime, now=clock.set(f"2024-03-{day}T08:30"))
        outcome.raise_if_any_failed()


async def test_a_letter_that_did_not_leave_goes_into_that_of_the_next_working_day(
    runtime: Runtime, clock: FakeClock, server: CutOff
) -> None:
    await morning(runtime, clock, "08")
    server.is_down = False
    await deliver_messages.sweep(runtime, now=clock.set("2024-03-09T10:00"))  # a Saturday
    assert server.sent == []
    assert not deliver_messages.is_waiting(runtime, now=clock())

    await deliver_messages.sweep(runtime, now=clock.set("2024-03-11T07:00"))
    assert server.sent == []

    await morning(runtime, clock, "11")
    [letter] = server.sent
    assert "2项到期未办" in letter.subject
    with runtime.reading() as session:
        decided = {row.decided_on for row in session.exec(select(Reminder))}
        states = session.exec(select(OutgoingMessage.status).order_by(col(OutgoingMessage.id)))
        assert decided == {date(2024, 3, 8), date(2024, 3, 11)}
        assert [*states] == ["cancelled", "sent"]


async def test_what_is_answered_while_a_letter_waits_is_taken_out_of_it(
    runtime: Runtime, clock: FakeClock, server: CutOff
) -> None:
    await morning(runtime, clock, "11")
    with runtime.transaction() as session:
        part = session.exec(select(Assignment).order_by(col(Assignment.id))).first()
        assert part is not None
        done = Item(percent=100.0, status="已完成", narrative="已建成。")
        record_update(
            session, part, done, channel="form", said_by="联络员",
            now=clock.set("2024-03-11T08:31"),
        )  # fmt: skip
    server.is_down = False
    await deliver_messages.sweep(runtime, now=clock.set("2024-03-11T08:32"))
    [letter] = server.sent
    assert "1项到期未办" in letter.subject


async def test_nothing_is_sent_when_all_of_a_waiting_letter_is_answered(
    runtime: Runtime, clock: FakeClock, server: CutOff
) -> None:
    await morning(runtime, clock, "11")
    with runtime.transaction() as session:
        for part in session.exec(select(Assignment)).all():
            done = Item(percent=100.0, status="已完成", narrative="已建成。")
            record_update(
                session, part, done, channel="form", said_by="联络员",
                now=clock.set("2024-03-11T08:31"),
            )  # fmt: skip
    server.is_down = False
    await deliver_messages.sweep(runtime, now=clock.set("2024-03-11T08:32"))
    assert server.sent == []
