"""A department is not late for what it never heard: climbs wait for letters to arrive."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from actions.assignments import object_to
from actions.holds import place_hold, release_hold
from flows import deliver_messages, dispatch_tasks, escalate_slow_tasks, send_reminders
from models import (
    Approval,
    Assignment,
    Contact,
    Department,
    EscalationCase,
    Event,
    InboundMessage,
    OutgoingMessage,
    Reminder,
    TargetReading,
)
from rules.audiences import Audience
from rules.errors import NotAllowed
from runtime.wiring import Runtime
from tests.factories import (
    make_assignment,
    make_contact,
    make_department,
    make_notice,
    make_target,
    make_task,
)
from tests.fakes import FakeClock, RecordingNotifier

MORNING = (dispatch_tasks, escalate_slow_tasks, send_reminders, deliver_messages)


async def mornings(runtime: Runtime, clock: FakeClock, first: str, last: str) -> None:
    """Every day from first to last, days off as well."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        for flow in MORNING:
            outcome = await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))
            outcome.raise_if_any_failed()
        day = date.fromordinal(day.toordinal() + 1)


def heard(runtime: Runtime) -> list[tuple[str, str, str]]:
    """What was sent: its day, kind and how many address lines it had."""
    with runtime.reading() as session:
        rows = session.exec(
            select(OutgoingMessage)
            .where(OutgoingMessage.status == "sent")
            .order_by(col(OutgoingMessage.id))
        ).all()
    return [(str(row.office_day), row.kind, row.subject) for row in rows]


def part_without_contact(runtime: Runtime, *names: str) -> int:
    """Confirmed parts of units that nobody can write to; the first one's number."""
    with runtime.transaction() as session:
        notice = make_notice(session)
        numbers = []
        for name in names:
            department = make_department(session, name)
            for contact in session.exec(
                select(Contact).where(Contact.department_id == department.number)
            ):
                session.delete(contact)
            part = make_assignment(
                session, make_task(session, notice, status="confirmed"), department,
                status="draft", acknowledged_at=None, dispatched_at=None, acknowledge_by=None,
            )  # fmt: skip
            numbers.append(part.number)
    return numbers[0]


async def test_one_mail_names_everybody_who_was_not_reached_and_nobody_is_urged(
    runtime: Runtime, clock: FakeClock
) -> None:
    part_without_contact(runtime, "市甲局", "市乙局", "市丙局")
    await mornings(runtime, clock, "2024-03-04", "2024-03-29")
    assert heard(runtime) == [("2024-03-04", "alarm", "【未送达】3个单位的邮件没有送达")]
    with runtime.reading() as session:
        assert session.exec(select(Approval)).all() == []
        assert session.exec(select(EscalationCase)).all() == []
        [alarm] = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "alarm"))
    assert all(f"市{name}局" in alarm.text for name in "甲乙丙")


async def test_limits_run_from_the_day_on_which_the_dispatch_arrived(
    runtime: Runtime, clock: FakeClock
) -> None:
    number = part_without_contact(runtime, "市甲局")
    await mornings(runtime, clock, "2024-03-04", "2024-03-12")
    with runtime.transaction() as session:
        department = session.get_one(Department, session.get_one(Assignment, number).department_id)
        make_contact(session, department)
    await mornings(runtime, clock, "2024-03-13", "2024-03-20")
    with runtime.reading() as session:
        part = session.get_one(Assignment, number)
        assert part.acknowledge_by == date(2024, 3, 15)
        [letter] = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "dispatch"))
        assert "3月15日" in letter.text
        names = [event.name for event in session.exec(select(Event))]
    assert "duban.assignment.arrived" in names
    assert sorted((day, kind) for day, kind, _ in heard(runtime)) == [
        ("2024-03-04", "alarm"),
        ("2024-03-13", "dispatch"),
        ("2024-03-18", "urge"),
        ("2024-03-20", "urge"),
    ]


async def test_a_dispatch_that_a_dead_server_delayed_gives_its_days_all_the_same(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        part = make_assignment(
            session, make_task(session, status="confirmed"),
            status="draft", acknowledged_at=None, dispatched_at=None, acknowledge_by=None,
        )  # fmt: skip
    await dispatch_tasks.sweep(runtime, now=clock.set("2024-03-04T10:00"))
    await escalate_slow_tasks.sweep(runtime, now=clock.set("2024-03-08T08:15"))
    await deliver_messages.sweep(runtime, now=clock.set("2024-03-08T10:00"))
    with runtime.reading() as session:
        assert session.exec(select(EscalationCase)).all() == []
        assert session.get_one(Assignment, part.number).acknowledge_by == date(2024, 3, 12)


async def test_a_rung_whose_letter_was_refused_is_taken_again_when_somebody_can_hear_it(
    runtime: Runtime, clock: FakeClock, recorder: RecordingNotifier
) -> None:
    """Due on Friday 1 March, refused on the 4th; on the 7th there is a new liaison."""
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        make_assignment(session, make_task(session, due_on=date(2024, 3, 1)), department)
        [old] = session.exec(select(Contact).where(Contact.department_id == department.number))
    recorder.unknown.add(old.address)
    await mornings(runtime, clock, "2024-03-04", "2024-03-06")
    assert [kind for _, kind, _ in heard(runtime)] == ["alarm"]
    with runtime.transaction() as session:
        make_contact(session, session.get_one(Department, department.number))
        make_contact(
            session, session.get_one(Department, department.number), Audience.SUPERVISING_LEADER
        )
    await mornings(runtime, clock, "2024-03-07", "2024-03-21")
    assert [(day, kind) for day, kind, _ in heard(runtime)][1:] == [
        ("2024-03-07", "urge"),
        ("2024-03-08", "urge"),
        ("2024-03-11", "notice_of_supervision"),
        ("2024-03-15", "approval_request"),
    ]
    with runtime.reading() as session:
        draft = session.exec(select(Approval)).first()
        assert draft is not None
        assert draft.facts["tasks"][0]["urges"] == [
            "2024年3月7日第一次催办", "2024年3月8日第二次催办", "2024年3月11日发函督促",
        ]  # fmt: skip
        steps = session.exec(select(Reminder.rule).order_by(col(Reminder.id))).all()
        assert steps == ["ladder-1", "ladder-2", "ladder-3"]


async def test_a_reply_that_waits_for_a_person_holds_the_climb_of_its_department(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        make_assignment(session, make_task(session, due_on=date(2024, 3, 1)), department)
        waits = InboundMessage(
            channel="email", mailbox="duban@linlan.example", key="k", raw=b"", status="triage",
            kind="triage",
            received_at=clock(), department_id=department.number,
        )  # fmt: skip
        session.add(waits)
    await mornings(runtime, clock, "2024-03-04", "2024-03-06")
    assert heard(runtime) == []
    with runtime.transaction() as session:
        session.get_one(InboundMessage, waits.number).status = "resolved"
    await mornings(runtime, clock, "2024-03-07", "2024-03-07")
    assert [(day, kind) for day, kind, _ in heard(runtime)] == [("2024-03-07", "urge")]


async def test_what_a_person_holds_is_not_said_until_it_is_released(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        make_assignment(session, make_task(session, due_on=date(2024, 3, 1)), department)
        hold = place_hold(
            session, department.number, reason="正在机构改革", until_on=date(2024, 3, 29),
            by="张三", now=clock(), today=date(2024, 3, 4),
        )  # fmt: skip
    await mornings(runtime, clock, "2024-03-04", "2024-03-06")
    assert heard(runtime) == []
    with runtime.transaction() as session:
        release_hold(session, hold.number, by="张三", now=clock())
        with pytest.raises(NotAllowed, match="张三"):
            release_hold(session, hold.number, by="李四", now=clock())
    await mornings(runtime, clock, "2024-03-07", "2024-03-07")
    assert [kind for _, kind, _ in heard(runtime)] == ["urge"]


async def test_a_hold_ends_after_its_last_day_and_says_why_it_was_placed(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        department = make_department(session, "市甲局")
        part = make_assignment(session, make_task(session, due_on=date(2024, 3, 1)), department)
        with pytest.raises(NotAllowed, match="理由"):
            place_hold(
                session, department.number, reason=" ", until_on=date(2024, 3, 5), by="张三",
                now=clock(), today=date(2024, 3, 4),
            )  # fmt: skip
        place_hold(
            session, department.number, task_id=part.task_id, reason="等会议纪要",
            until_on=date(2024, 3, 5), by="张三", now=clock(), today=date(2024, 3, 4),
        )  # fmt: skip
    await mornings(runtime, clock, "2024-03-04", "2024-03-06")
    assert [(day, kind) for day, kind, _ in heard(runtime)] == [("2024-03-06", "urge")]


async def test_an_objection_after_its_days_is_refused(runtime: Runtime, clock: FakeClock) -> None:
    """Handed over on Friday 1 March: three working days for an objection end on the 6th."""
    with runtime.transaction() as session:
        part = make_assignment(
            session, make_task(session, status="confirmed"),
            status="draft", acknowledged_at=None, dispatched_at=None, acknowledge_by=None,
        )  # fmt: skip
    await dispatch_tasks.sweep(runtime, now=clock.set("2024-03-01T10:00"))
    in_time = datetime.fromisoformat("2024-03-06T23:59+08:00")
    late = datetime.fromisoformat("2024-03-07T00:00+08:00")
    with runtime.transaction() as session:
        with pytest.raises(NotAllowed, match="期限已过"):
            object_to(session, part.number, reason="不属我局", now=late, actor="市甲局")
        object_to(session, part.number, reason="不属我局", now=in_time, actor="市甲局")


async def test_a_yearly_target_behind_its_path_is_slow_and_a_soft_one_is_not(
    runtime: Runtime, clock: FakeClock
) -> None:
    """On 1 July half the year is over: 200 of 600 are 17 points behind, 300 of 600 are not."""
    clock.set("2024-07-01T09:00")
    with runtime.transaction() as session:
        notice = make_notice(session)
        slow = None
        for value, stretch in ((200, False), (300, False), (100, True)):
            department = make_department(session)
            part = make_assignment(session, make_task(session, notice), department)
            slow = slow or part
            target = make_target(
                session, notice, department, by=date(2024, 12, 31), task_id=part.task_id,
                stretch=stretch,
            )  # fmt: skip
            session.add(
                TargetReading(
                    target_id=target.number, department_id=department.number, value=value,
                    unit="家", read_at=clock(),
                )
            )  # fmt: skip
    await escalate_slow_tasks.sweep(runtime, now=clock.set("2024-07-01T08:15"))
    await mornings(runtime, clock, "2024-07-02", "2024-07-02")
    with runtime.reading() as session:
        [case] = session.exec(select(EscalationCase)).all()
        assert slow is not None
        assert (case.assignment_id, case.due_instance) == (slow.number, "slow:target:2024Q3")
        [letter] = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "urge"))
    assert letter.subject.startswith("【催办】1项进展滞后，请于")
    assert "年度指标完成值落后于时间进度" in letter.text
    assert (
        "指标“高新技术企业数量”12月31日前应达600家，7月1日填报200家，完成33%，时间已过50%"
        in letter.text
    )
