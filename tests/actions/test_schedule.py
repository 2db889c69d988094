from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from actions.schedule import pause, request_run, resume, set_time
from models import RunRequest, ScheduleOverride
from rules.errors import NotAllowed
from runtime.timetable import current_timetable, get_entry

NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)


def test_a_pause_is_signed_and_can_be_taken_back(session: Session) -> None:
    pause(session, "send_reminders", by="王科长", now=NOW)
    entry = get_entry(current_timetable(session), "send_reminders")
    assert (entry.paused, entry.changed_by) == (True, "王科长")

    resume(session, "send_reminders", by="李科长", now=NOW)
    entry = get_entry(current_timetable(session), "send-reminders")
    assert (entry.paused, entry.changed_by) == (False, "李科长")
    assert len(session.exec(select(ScheduleOverride)).all()) == 1


def test_a_daily_flow_runs_at_the_time_the_office_chose(session: Session) -> None:
    printed = get_entry(current_timetable(session), "send_reminders").printed

    set_time(session, "send_reminders", "10:05", printed=printed, by="王科长", now=NOW)

    entry = get_entry(current_timetable(session), "send_reminders")
    assert (entry.cron.in_words(), entry.printed.in_words()) == ("每天10:05", "每天08:30")


@pytest.mark.parametrize("at", ["25:00", "8:30", "上午", "", "08:30:00"])
def test_what_is_no_time_is_refused_with_an_example(session: Session, at: str) -> None:
    printed = get_entry(current_timetable(session), "send_reminders").printed

    with pytest.raises(NotAllowed, match="08:30"):
        set_time(session, "send_reminders", at, printed=printed, by="王科长", now=NOW)


def test_a_flow_that_runs_each_minute_has_no_time_to_change(session: Session) -> None:
    printed = get_entry(current_timetable(session), "deliver_messages").printed

    with pytest.raises(NotAllowed, match="每分钟"):
        set_time(session, "deliver_messages", "08:30", printed=printed, by="王科长", now=NOW)


def test_two_wishes_for_one_flow_are_one_run(session: Session) -> None:
    for _ in range(2):
        request_run(session, "send_reminders", by="王科长", now=NOW)

    assert len(session.exec(select(RunRequest)).all()) == 1
