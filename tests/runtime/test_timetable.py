from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import FlowRun, ScheduleOverride
from rules.errors import NotFound
from runtime.timetable import get_entry, overview, read_timetable, timetable_file
from runtime.wiring import Runtime

FLOWS = {
    "read_notice": "每5分钟",
    "dispatch_tasks": "每5分钟",
    "open_periods": "每天07:30",
    "escalate_slow_tasks": "每天08:15",
    "send_reminders": "每天08:30",
    "deliver_messages": "每分钟",
    "read_mailbox": "每5分钟",
    "process_inbound": "每分钟",
    "compile_reports": "每天17:30",
    "check_promises": "每小时第40分",
}


def test_the_file_holds_the_ten_flows_in_the_offices_zone() -> None:
    entries = read_timetable()

    assert {entry.flow: entry.cron.in_words() for entry in entries} == FLOWS
    assert {entry.cron.zone.key for entry in entries} == {"Asia/Shanghai"}
    assert all(entry.entrypoint == f"flows.{entry.flow}.{entry.flow}" for entry in entries)


def test_the_file_is_found_in_the_checkout() -> None:
    assert timetable_file() == Path(__file__).parents[2] / "deployments" / "prefect.yaml"


def test_an_unknown_flow_is_named() -> None:
    with pytest.raises(NotFound, match="send_remiders"):
        get_entry(read_timetable(), "send_remiders")


def test_the_overview_shows_last_and_next_runs(runtime: Runtime) -> None:
    at = datetime(2024, 3, 4, 0, 30, tzinfo=UTC)
    with runtime.transaction() as session:
        session.add(FlowRun(flow="send_reminders", cause="schedule", started_at=at, ok=False))
        session.add(FlowRun(flow="send_reminders", cause="catch-up", started_at=at, ok=True))

    row = next(row for row in overview(runtime) if row.flow == "send_reminders")

    assert (row.label, row.times, row.last_run_at, row.last_ok) == (
        "提醒与催办", "每天08:30", at, True,
    )  # fmt: skip
    assert row.next_run_at == datetime(2024, 3, 5, 0, 30, tzinfo=UTC)


def test_a_paused_flow_has_no_next_run(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        session.add(
            ScheduleOverride(
                flow="send_reminders", paused=True, changed_by="王科长", changed_at=runtime.clock()
            )
        )

    row = next(row for row in overview(runtime) if row.flow == "send_reminders")

    assert (row.paused, row.next_run_at, row.changed_by) == (True, None, "王科长")
