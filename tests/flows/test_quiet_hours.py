"""Messages of our own accord keep the office's hours; receipts and 交办 do not wait."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import select

from actions.outbox import put_in_outbox
from flows import deliver_messages, send_reminders
from models import OutgoingMessage, Reminder
from rules.audiences import Audience
from rules.sending import SendWindow
from runtime.wiring import Runtime
from templates import Letter
from tests.factories import make_assignment, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier

OFFICE_HOURS = SendWindow(time(8), time(18), ((time(12), time(14)),))


@pytest.fixture
def due_task(runtime: Runtime) -> None:
    runtime.sending = OFFICE_HOURS
    with runtime.transaction() as session:
        make_assignment(session, make_task(session, due_on=date(2024, 3, 7)))


@pytest.mark.usefixtures("due_task")
async def test_what_is_decided_late_at_night_is_told_once_in_the_morning(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier
) -> None:
    """Back after an outage at 21:30; the next morning brings one message, not two."""
    await send_reminders.sweep(runtime, now=clock.set("2024-03-04T21:30"))
    await deliver_messages.sweep(runtime, now=clock())
    assert recorder.sent == []
    with runtime.reading() as session:
        assert len(session.exec(select(Reminder)).all()) == 1

    await send_reminders.sweep(runtime, now=clock.set("2024-03-05T08:30"))
    await deliver_messages.sweep(runtime, now=clock())
    assert len(recorder.sent) == 1


@pytest.mark.parametrize(
    ("kind", "at_noon"), [("urge", 0), ("reminder", 0), ("receipt", 1), ("dispatch", 1)]
)
async def test_quiet_hours_hold_back_only_what_nobody_asked_for(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier, kind: str, at_noon: int
) -> None:
    runtime.sending = OFFICE_HOURS
    now = clock.set("2024-03-04T12:30")
    with runtime.transaction() as session:
        put_in_outbox(
            session, kind=kind, letter=Letter("标题", "正文", ""), audience=Audience.LIAISON,
            office=runtime.office, today=now.date(), now=now,
            department_id=make_department(session).number,
        )  # fmt: skip
    assert deliver_messages.is_waiting(runtime, now=now) is bool(at_noon)
    await deliver_messages.sweep(runtime, now=now)
    assert len(recorder.sent) == at_noon

    await deliver_messages.sweep(runtime, now=clock.set("2024-03-04T14:00"))
    with runtime.reading() as session:
        assert [row.status for row in session.exec(select(OutgoingMessage))] == ["sent"]
    assert len(recorder.sent) == 1


def test_a_new_installation_has_hours(tmp_path: Path) -> None:
    from runtime.policies import load_sending
    from runtime.settings import Settings

    window = load_sending(Settings(home=tmp_path))
    assert (window.opens, window.closes) == (time(7), time(22))
