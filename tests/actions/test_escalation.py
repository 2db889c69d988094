"""What is owed, what begins a climb, what holds it, and what ends it."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from actions.climbs import plan_climbs
from actions.escalation import escalate, open_cases
from actions.subjects import subjects_of
from models import EscalationCase, Extension, Milestone, StatusUpdate, TargetReading
from rules.assignments import Role
from rules.due import Due
from rules.office import Office
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)
from tests.fakes import FakeClock

PRESETS = built_in_policies()
FRIDAY = date(2024, 3, 1)


def begun(session: Session, clock: FakeClock, calendar: WorkingCalendar) -> list[Due]:
    """What today's sweep would open."""
    session.flush()
    return plan_climbs(session, now=clock(), calendar=calendar, policies=PRESETS).to_open


def say(session: Session, part_id: int, clock: FakeClock, **facts: Any) -> None:
    session.add(StatusUpdate(assignment_id=part_id, said_at=clock(), **facts))
    session.flush()


def test_a_missed_deadline_is_climbed_by_who_leads_and_not_by_who_supports(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    task = make_task(session, due_on=FRIDAY)
    lead = make_assignment(session, task)
    make_assignment(session, task, role=Role.SUPPORT)
    assert [due.assignment_id for due in begun(session, clock, calendar)] == [lead.number]


def test_a_deadline_is_met_by_saying_done_and_explained_by_saying_why_after_it(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    done, late, early = (
        make_assignment(session, make_task(session, due_on=FRIDAY)) for _ in range(3)
    )
    clock.set("2024-02-20T10:00")
    say(session, done.number, clock, state="已完成")
    say(session, early.number, clock, percent=60.0)
    clock.set("2024-03-01T10:00")
    say(session, late.number, clock, percent=60.0, problems="用地审批未完成")
    clock.set("2024-03-04T08:15")
    assert [due.assignment_id for due in begun(session, clock, calendar)] == [early.number]


def test_what_fell_due_before_it_was_handed_over_is_not_owed(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_assignment(session, make_task(session, due_on=date(2023, 12, 31)))
    assert begun(session, clock, calendar) == []


def test_who_took_a_task_over_late_is_counted_from_that_day(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    task = make_task(session, due_on=FRIDAY)
    make_assignment(session, task, dispatched_at=clock.set("2024-03-05T09:00"))
    assert begun(session, clock, calendar) == []
    clock.set("2024-03-06T08:15")
    assert [due.counts_from for due in begun(session, clock, calendar)] == [date(2024, 3, 5)]


def test_a_missed_milestone_is_owed_by_who_consolidates(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    task = make_task(session)
    lead = make_assignment(session, task)
    make_assignment(session, task, consolidates=False)
    session.add(Milestone(task_id=task.number, title="完成选址", due_on=FRIDAY, percent=30.0))
    [due] = begun(session, clock, calendar)
    assert due.assignment_id == lead.number
    assert subjects_of(session, [due.instance])[due.instance].what == "完成节点“完成选址”"
    say(session, lead.number, clock, percent=30.0)
    assert begun(session, clock, calendar) == []


def test_a_value_of_a_target_is_owed_by_its_owner_at_its_day(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice, owner = make_notice(session), make_department(session)
    make_assignment(session, make_task(session, notice), owner, role=Role.SUPPORT)
    target = make_target(session, notice, owner, by=FRIDAY)
    assert [due.kind for due in begun(session, clock, calendar)] == ["target"]
    session.add(
        TargetReading(
            target_id=target.number,
            department_id=owner.number,
            value=580,
            unit="家",
            read_at=clock() - timedelta(days=7),
        )
    )
    assert begun(session, clock, calendar) == []


def test_a_target_of_a_closed_task_is_not_asked_for_through_another(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice, owner = make_notice(session), make_department(session)
    make_assignment(session, make_task(session, notice), owner)
    closed = make_task(session, notice, status="closed", closed_at=clock())
    make_target(session, notice, owner, by=FRIDAY, task_id=closed.number)
    assert begun(session, clock, calendar) == []


def test_an_unsigned_task_is_urged_after_its_limit(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    make_assignment(session, status="dispatched", acknowledge_by=FRIDAY, acknowledged_at=None)
    assert [due.kind for due in begun(session, clock, calendar)] == ["acknowledge"]


def test_an_extension_asked_in_time_holds_the_climb_and_a_late_one_does_not(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    part = make_assignment(session, make_task(session, due_on=FRIDAY))
    extension = Extension(
        task_id=part.task_id,
        assignment_id=part.number,
        from_on=FRIDAY,
        until_on=date(2024, 4, 1),
        reason="用地审批未完成",
        asked_at=clock(),
    )
    session.add(extension)
    assert begun(session, clock, calendar) == []
    extension.late = True
    session.add(extension)
    assert len(begun(session, clock, calendar)) == 1


def test_progress_behind_its_milestones_is_slow_once_a_quarter(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office
) -> None:
    """Found on Monday (day 0), urged on Tuesday, ended by an answer, not found again in Q1."""
    part = make_assignment(session)
    say(session, part.number, clock, percent=20.0)
    session.add(
        Milestone(
            task_id=part.task_id,
            title="过半",
            due_on=FRIDAY,
            percent=50.0,
            done_at=clock(),
        )
    )
    [due] = begun(session, clock, calendar)
    assert due.instance == "slow:behind:2024Q1"
    [number] = open_cases(session, [due], now=clock(), policies=PRESETS)
    case = session.get_one(EscalationCase, number)
    assert not escalate(session, [number], now=clock(), calendar=calendar, office=office)
    tuesday = clock.advance(days=1)
    taken = escalate(session, [number], now=tuesday, calendar=calendar, office=office)
    assert taken[number].name == "urge_1"
    clock.advance(hours=1)
    say(session, part.number, clock, percent=25.0)
    clock.advance(days=1)
    plan = plan_climbs(session, now=clock(), calendar=calendar, policies=PRESETS)
    assert (plan.to_open, plan.to_consider) == ([], [number])
    escalate(session, [number], now=clock(), calendar=calendar, office=office)
    assert case.ended_reason == "单位已反馈"


def test_two_silent_periods_are_slow_and_an_answer_between_them_is_not(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    duty = make_duty(session, notice, frequency="monthly", due="25")
    silent = make_assignment(session, make_task(session, notice))
    other = make_assignment(session, make_task(session, notice))
    for month, status in ((1, "awaited"), (2, "given"), (3, "awaited")):
        period = make_period(
            session,
            duty,
            label=f"2024年{month}月",
            opens_on=date(2024, month, 2),
            due_on=date(2024, month, 25),
        )
        make_return_item(session, period, other, status=status)
        if month > 1:
            make_return_item(session, period, silent)
    clock.set("2024-03-26T08:15")
    slow = [due for due in begun(session, clock, calendar) if due.kind == "slow"]
    assert [(due.assignment_id, due.instance) for due in slow] == [(silent.number, "slow:silent:3")]


def test_a_case_keeps_the_ladder_it_was_opened_with(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office
) -> None:
    make_assignment(session, make_task(session, due_on=FRIDAY))
    [due] = begun(session, clock, calendar)
    urgent = {**PRESETS, "常规": PRESETS["紧急"]}
    [number] = open_cases(session, [due], now=clock(), policies=urgent)
    taken = escalate(session, [number], now=clock(), calendar=calendar, office=office)
    assert taken[number].after_working_days == 0


def test_a_closed_task_ends_its_climbs(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office
) -> None:
    task = make_task(session, due_on=FRIDAY)
    make_assignment(session, task)
    [due] = begun(session, clock, calendar)
    [number] = open_cases(session, [due], now=clock(), policies=PRESETS)
    case = session.get_one(EscalationCase, number)
    task.status, task.reason = TaskStatus.SUSPENDED, "政策调整"
    session.add(task)
    escalate(session, [number], now=clock(), calendar=calendar, office=office)
    assert case.ended_reason == "任务中止"
    cases = session.exec(select(EscalationCase).where(col(EscalationCase.steps_taken) > 0)).all()
    assert cases == []
