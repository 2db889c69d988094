"""Why a task stands as it does: what was sent, what comes next by the very rules, what holds it."""

from datetime import date

from sqlmodel import Session, select

from actions.why import Why, why
from flows import deliver_messages, escalate_slow_tasks, open_periods, send_reminders
from models import Contact, Task
from rules.assignments import Role
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from runtime.wiring import Runtime
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_target,
    make_task,
)
from tests.fakes import FakeClock, RecordingNotifier

FRIDAY = date(2024, 3, 29)


def explained(session: Session, clock: FakeClock, calendar: WorkingCalendar, task: int) -> Why:
    return why(
        session, session.get_one(Task, task), now=clock(), calendar=calendar,
        policies=built_in_policies(),
    )  # fmt: skip


async def morning(runtime: Runtime, clock: FakeClock, day: str) -> None:
    for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
        (await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))).raise_if_any_failed()


async def test_the_next_step_is_the_one_that_is_then_taken(
    runtime: Runtime, clock: FakeClock
) -> None:
    """Told on each day what comes next, a reader sees exactly that happen on that day."""
    with runtime.transaction() as session:
        part = make_assignment(session, make_task(session, due_on=FRIDAY))
        task = part.task_id
    foretold = []
    for day in ("2024-03-14", "2024-03-15", "2024-03-26", "2024-04-01", "2024-04-03"):
        await morning(runtime, clock, day)
        with runtime.reading() as session:
            [one] = explained(session, clock, runtime.calendar, task).parts
        [step] = one.steps
        foretold.append((str(step.on), step.then))
    assert foretold == [
        ("2024-03-15", "提醒"),
        ("2024-03-26", "提醒"),
        ("2024-04-01", "第一次催办"),
        ("2024-04-03", "第二次催办"),
        ("2024-04-08", "督办通知单"),
    ]
    assert [(str(m.on), m.state) for m in one.sent] == [
        ("2024-03-15", "已送达"),
        ("2024-03-26", "已送达"),
        ("2024-04-01", "已送达"),
        ("2024-04-03", "已送达"),
    ]
    assert one.held is None


async def test_a_letter_that_was_refused_and_what_holds_the_climb_are_told(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier
) -> None:
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        task = make_task(session, due_on=date(2024, 3, 1))
        make_assignment(session, task, department)
        [contact] = session.exec(select(Contact))
    recorder.unknown.add(contact.address)
    await morning(runtime, clock, "2024-03-04")
    with runtime.reading() as session:
        answer = explained(session, clock, runtime.calendar, task.number)
    assert answer.light.label == "红灯"
    [one] = answer.parts
    assert one.held == "该单位没有可用的联系人地址"
    assert [(m.state, m.reached) for m in one.sent] == [("未送达", ())]
    assert "550" in one.sent[0].reason


def test_the_next_return_is_named_before_its_period_opens(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    make_duty(session, notice, frequency="quarterly", due="25", quarter_month=3)
    lead, support = make_department(session, "市甲局"), make_department(session, "市乙局")
    task = make_task(session, notice)
    make_assignment(session, task, lead)
    make_assignment(session, task, support, role=Role.SUPPORT)
    clock.set("2024-10-09T09:00")

    parts = explained(session, clock, calendar, task.number).parts

    told = [(s.what, str(s.due_on), str(s.on), s.then) for part in parts for s in part.steps]
    assert told == [
        ("报送2024年第四季度进展", "2024-12-25", "2024-12-04", "提醒（开始填报）"),
        ("报送2024年第四季度进展", "2024-12-20", "2024-12-04", "提醒（开始填报）"),
    ]


def test_a_duty_of_other_departments_is_no_next_step(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    asked = make_department(session, "市甲局")
    make_duty(session, notice, reporter_ids=[asked.number])
    task = make_task(session, notice)
    make_assignment(session, task, make_department(session, "市乙局"))

    [part] = explained(session, clock, calendar, task.number).parts

    assert part.steps == ()


def test_a_target_stands_under_its_own_task_only(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    owner = make_department(session, "市甲局")
    first, second = (make_task(session, notice, key=key) for key in ("1", "2"))
    for task in (first, second):
        make_assignment(session, task, owner)
    make_target(session, notice, owner, task_id=second.number, by=date(2024, 6, 28))
    clock.set("2024-03-01T09:00")

    [of_first] = explained(session, clock, calendar, first.number).parts
    [of_second] = explained(session, clock, calendar, second.number).parts

    assert of_first.steps == ()
    assert [step.what for step in of_second.steps] == ["报送指标“高新技术企业数量”的完成值"]


def test_a_target_of_a_task_without_its_owner_says_whose_it_is(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    owner = make_department(session, "市甲局")
    own, other = (make_task(session, notice, key=key) for key in ("1", "2"))
    make_assignment(session, own, owner)
    make_target(session, notice, owner, task_id=other.number, by=date(2024, 6, 28))
    clock.set("2024-03-01T09:00")

    [part] = explained(session, clock, calendar, own.number).parts

    assert [s.what for s in part.steps] == ["报送指标“高新技术企业数量”的完成值（任务2的指标）"]


async def test_the_foretold_return_is_then_asked_for_on_that_day(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session)
        make_duty(session, notice)
        part = make_assignment(session, make_task(session, notice))
        task = part.task_id
    clock.set("2024-09-02T09:00")
    with runtime.reading() as session:
        [one] = explained(session, clock, runtime.calendar, task).parts
    [step] = one.steps
    for day in ("2024-09-05", "2024-09-06", "2024-09-09"):
        opened = await open_periods.sweep(runtime, now=clock.set(f"{day}T08:00"))
        opened.raise_if_any_failed()
        await morning(runtime, clock, day)
    with runtime.reading() as session:
        [after] = explained(session, clock, runtime.calendar, task).parts
    assert [message.on for message in after.sent] == [step.on]
    assert [step.what for step in after.steps] == [step.what, "报送2025年度进展"]
