"""The auditor finds what did not happen, and nothing where all is well."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from actions.events import record_event
from actions.promises import find_broken_promises
from models import EscalationCase, FlowRun, InboundMessage, Notice, OutgoingMessage, Reminder, Task
from rules.audiences import Audience
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.fakes import FakeClock

PRESETS = built_in_policies()


def found(session: Session, clock: FakeClock, calendar: WorkingCalendar) -> dict[str, str]:
    session.flush()
    findings = find_broken_promises(session, now=clock(), calendar=calendar, policies=PRESETS)
    return {finding.kind: finding.detail for finding in findings}


def test_a_quiet_house_has_no_findings(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_assignment(session)
    assert found(session, clock, calendar) == {}


def test_a_late_return_that_nobody_urged_is_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    department = make_department(session, "市甲局")
    part = make_assignment(session, make_task(session, notice, key="7"), department)
    period = make_period(session, make_duty(session, notice), compiled_at=clock())
    make_return_item(session, period, part)
    clock.set("2024-10-08T10:00")
    assert found(session, clock, calendar) == {}
    clock.set("2024-10-09T10:00")
    assert found(session, clock, calendar) == {
        "late_without_urge": "逾期而没有催办：市甲局任务7（时限2024-09-30）。"
    }
    session.add(
        EscalationCase(
            assignment_id=part.number,
            due_instance="item:1:2024-09-30",
            due_on=date(2024, 9, 30),
            ladder=[],
            steps_taken=1,
            opened_at=clock(),
        )
    )
    assert found(session, clock, calendar) == {}


def test_two_rungs_on_one_day_are_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    case = EscalationCase(
        assignment_id=part.number,
        due_instance="deadline:1:2024-03-01",
        due_on=date(2024, 3, 1),
        ladder=[],
        opened_at=clock(),
    )
    session.add(case)
    record_event(session, "escalation.stepped", case, now=clock())
    assert found(session, clock, calendar) == {}
    record_event(session, "escalation.stepped", case, now=clock())
    assert list(found(session, clock, calendar)) == ["two_rungs_a_day"]


def test_a_dispatch_without_a_message_is_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_assignment(session, status="dispatched", acknowledged_at=None)
    assert "dispatched_untold" in found(session, clock, calendar)


def test_a_decision_that_became_no_message_is_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    session.add(
        Reminder(
            subject_kind="assignment",
            subject_id=part.number,
            rule="ladder-1",
            due_instance="deadline:1:2024-02-01",
            audience=Audience.LIAISON,
            department_id=part.department_id,
            decided_on=date(2024, 2, 29),
            decided_at=clock() - timedelta(days=4),
        )
    )
    assert list(found(session, clock, calendar)) == ["decided_unsaid"]


def test_mail_that_stands_still_is_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    session.add(
        OutgoingMessage(
            public_id="x",
            message_id="<x@linlan.example>",
            kind="dispatch",
            audience=Audience.LIAISON,
            subject="催办",
            text="",
            office_day=date(2024, 3, 1),
            created_at=clock() - timedelta(hours=5),
        )
    )
    session.add(
        InboundMessage(
            channel="email",
            mailbox="duban@linlan.example",
            key="k",
            raw=b"",
            received_at=clock() - timedelta(hours=2),
        )
    )
    assert set(found(session, clock, calendar)) == {"outbox_stands", "inbox_stands"}


def test_a_period_that_should_be_open_or_compiled_is_found(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    duty = make_duty(session, notice)
    clock.set("2024-09-09T09:00")
    assert found(session, clock, calendar) == {}
    clock.set("2024-09-11T09:00")
    assert list(found(session, clock, calendar)) == ["period_not_open"]
    make_period(session, duty)
    assert found(session, clock, calendar) == {}
    clock.set("2024-10-10T09:00")
    assert list(found(session, clock, calendar)) == ["period_not_compiled"]


def test_a_message_in_triage_is_found_after_one_working_day_to_the_minute(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    clock.set("2024-03-08T16:00")  # a Friday
    row = InboundMessage(
        channel="email", mailbox="m", key="1", raw=b"", received_at=clock(), status="triage"
    )
    session.add(row)
    for moment, expected in (
        ("2024-03-10T23:00", False),
        ("2024-03-11T16:00", False),
        ("2024-03-11T16:01", True),
    ):
        clock.set(moment)
        assert ("triage_waits" in found(session, clock, calendar)) is expected


def test_a_department_whose_answer_waits_in_triage_need_not_be_urged(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    notice = session.get_one(Notice, session.get_one(Task, part.task_id).notice_id)
    period = make_period(session, make_duty(session, notice), compiled_at=clock())
    make_return_item(session, period, part)
    clock.set("2024-10-09T10:00")
    assert "late_without_urge" in found(session, clock, calendar)

    session.add(
        InboundMessage(
            channel="form", mailbox="form", key="1", raw=b"", received_at=clock(),
            status="triage", kind="triage", department_id=part.department_id,
        )
    )  # fmt: skip

    assert found(session, clock, calendar) == {}


def test_the_first_urge_is_missed_on_the_day_of_the_notices_own_ladder(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    """A ladder that begins on the third working day is no fault on the second."""
    ladder = built_in_policies()["常规"].ladder
    later = replace(ladder.rungs[0], after_working_days=2)
    patient = replace(PRESETS["常规"], ladder=replace(ladder, rungs=(later, *ladder.rungs[1:])))
    notice = make_notice(session)
    part = make_assignment(session, make_task(session, notice))
    make_return_item(
        session, make_period(session, make_duty(session, notice), compiled_at=clock()), part
    )
    session.flush()
    for day, kinds in (("10-09", []), ("10-10", ["late_without_urge"])):
        findings = find_broken_promises(
            session, now=clock.set(f"2024-{day}T10:00"), calendar=calendar,
            policies={**PRESETS, "常规": patient},
        )  # fmt: skip
        assert [finding.kind for finding in findings] == kinds


def test_nobody_is_missed_on_a_day_off_or_before_the_morning_is_over(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    part = make_assignment(session, make_task(session, notice))
    make_return_item(
        session, make_period(session, make_duty(session, notice), compiled_at=clock()), part
    )
    for moment, is_missed in (
        ("10-09T08:00", False),
        ("10-09T09:00", True),
        ("10-13T09:00", False),
    ):
        clock.set(f"2024-{moment}")
        assert bool(found(session, clock, calendar)) is is_missed


def test_a_duty_that_was_set_late_has_until_the_next_morning_to_open(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_duty(session, make_notice(session), confirmed_at=clock.set("2024-09-23T10:00"))
    assert found(session, clock, calendar) == {}
    clock.set("2024-09-24T09:00")
    assert list(found(session, clock, calendar)) == ["period_not_open"]


def test_what_was_said_before_a_day_became_a_day_off_was_right(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    clock.set("2024-03-05T12:00")
    message = OutgoingMessage(
        public_id="x", message_id="<x>", kind="urge", audience=Audience.LIAISON, subject="催办",
        text="", office_day=date(2024, 3, 5), created_at=clock(), department_id=part.department_id,
    )  # fmt: skip
    session.add(message)
    session.flush()
    storm = WorkingCalendar({**calendar.days, date(2024, 3, 5): False})
    assert "on_a_day_off" in found(session, clock, storm)
    record_event(
        session, "calendar.changed", message, now=clock.advance(minutes=1),
        days={"2024-03-05": False},
    )  # fmt: skip
    assert "on_a_day_off" not in found(session, clock, storm)


def test_a_clock_that_was_set_back_is_told_for_a_day(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session)
    record_event(session, "hold.placed", part, now=clock.set("2025-03-04T10:00"))
    clock.set("2024-03-04T10:00")
    assert found(session, clock, calendar) == {
        "clock_set_back": "系统时间早于已有的记录，可能被拨回：从2025-03-04回到2024-03-04。"
    }
    record_event(session, "hold.placed", part, now=clock())
    assert "clock_set_back" in found(session, clock, calendar)
    record_event(session, "hold.placed", part, now=clock.set("2024-03-06T10:00"))
    assert "clock_set_back" not in found(session, clock, calendar)


def test_days_without_a_run_are_told_when_it_runs_again(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    """An outage, or a clock that jumped ahead: the office is to know either way."""
    for moment in ("2024-03-04T10:00", "2025-03-04T10:00"):
        clock.set(moment)
        session.add(FlowRun(flow="check_promises", cause="schedule", started_at=clock()))
        session.flush()
    assert found(session, clock, calendar) == {
        "server_stood_still": (
            "督办服务曾经停止，或系统时间被拨快：2024-03-04至2025-03-04没有运行记录。"
        )
    }
    clock.advance(days=2)
    assert found(session, clock, calendar) == {}
