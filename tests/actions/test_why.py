"""Why a task stands as it does: what was sent, what comes next by the very rules, what holds it."""

from datetime import date

from sqlmodel import Session, select

from actions.why import Why, why
from flows import deliver_messages, escalate_slow_tasks, send_reminders
from models import Contact, Task
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_task
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
