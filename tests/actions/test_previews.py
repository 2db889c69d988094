"""The next morning is shown as it will be, held back, reworded; and nothing of it is written."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from actions.holds import place_hold, release_hold
from actions.previews import House, Morning, Planned, next_morning, preview
from actions.rewordings import LINK, reword
from actions.tasks import submit
from actions.waiting_messages import hold_message, release_message, reword_message
from flows import deliver_messages, escalate_slow_tasks, send_reminders
from models import Assignment, Department, Event, OutgoingMessage, Reminder, Rewording
from rules.audiences import Audience
from rules.errors import NotAllowed
from runtime.wiring import Runtime
from templates import Letter
from tests.factories import make_assignment, make_contact, make_department, make_task
from tests.fakes import FakeClock, RecordingNotifier

TOMORROW = date(2024, 3, 5)


@pytest.fixture
def parts(runtime: Runtime) -> list[Assignment]:
    """Two departments, each late with a task that was due on Monday."""
    with runtime.transaction() as session:
        found = []
        for name in ("市科技局", "市交通局"):
            department = make_department(session, name)
            make_contact(session, department, Audience.SUPERVISING_LEADER)
            task = make_task(session, due_on=date(2024, 3, 4))
            found.append(make_assignment(session, task, department))
        return found


def at(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T08:30:00+08:00")


def looked(runtime: Runtime, day: date = TOMORROW) -> Morning:
    with runtime.trial() as session:
        house = House(runtime.calendar, runtime.policies, runtime.office)
        return preview(session, house, at=at(day))


def of(morning: Morning, name: str) -> Planned:
    [one] = [p for p in morning.planned if p.department and p.department.short_name == name]
    return one


async def morning_of(runtime: Runtime, clock: FakeClock, day: date) -> list[OutgoingMessage]:
    for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
        outcome = await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))
        outcome.raise_if_any_failed()
    with runtime.reading() as session:
        return list(
            session.exec(
                select(OutgoingMessage)
                .where(OutgoingMessage.office_day == day)
                .order_by(col(OutgoingMessage.id))
            )
        )


def one_more(runtime: Runtime, part: Assignment, due_on: date) -> None:
    """Hand the same department another task."""
    with runtime.transaction() as session:
        department = session.get_one(Department, part.department_id)
        make_assignment(session, make_task(session, title="建设充电站", due_on=due_on), department)


def rewrite(runtime: Runtime, clock: FakeClock, one: Planned, old: str, new: str) -> None:
    own = Letter(one.message.subject, one.message.text.replace(one.link, LINK), "")
    assert old in own.text
    with runtime.transaction() as session:
        reword(
            session, one.message.department_id or 0, one.message.audience, base=own,
            subject=own.subject, text=own.text.replace(old, new), office_day=TOMORROW,
            task_ids=one.message.task_ids,
            by="周宁", now=clock(),
        )  # fmt: skip


async def test_what_is_shown_is_what_is_sent_and_looking_writes_nothing(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    shown = looked(runtime)
    with runtime.reading() as session:
        assert session.exec(select(Reminder)).all() == []
        assert session.exec(select(Event)).all() == []
    sent = await morning_of(runtime, clock, TOMORROW)
    assert [p.message.subject for p in shown.planned] == [row.subject for row in sent]
    assert [p.to[0].address for p in shown.planned] != []
    texts = [p.message.text.replace(p.link, "") for p in shown.planned]
    for text, row in zip(texts, sent, strict=True):
        assert text.splitlines()[:8] == row.text.splitlines()[:8]


def test_the_next_morning_is_the_next_working_day(runtime: Runtime) -> None:
    saturday = datetime.fromisoformat("2024-03-09T08:30:00+08:00")
    assert next_morning(saturday, runtime.calendar) == at(date(2024, 3, 11))


async def test_what_a_person_holds_is_shown_and_not_sent_until_they_release_it(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    department = parts[0].department_id or 0
    with runtime.transaction() as session:
        hold = place_hold(
            session, department, reason="先电话沟通", until_on=None, by="周宁", now=clock(),
            today=date(2024, 3, 4), audience=Audience.LIAISON,
        )  # fmt: skip
        session.flush()
        number = hold.number
    assert of(looked(runtime), "市科技局").hold is not None
    sent = await morning_of(runtime, clock, TOMORROW)
    assert [row.department_id for row in sent] == [parts[1].department_id]
    assert await morning_of(runtime, clock, date(2024, 3, 6)) == []  # the climb waits for it

    with runtime.transaction() as session:
        release_hold(session, number, by="周宁", now=clock())
    late = await morning_of(runtime, clock, date(2024, 3, 7))
    told = next(row for row in late if row.department_id == department)
    assert "已逾期3个工作日" in told.text  # with the facts of its own day


async def test_a_held_message_that_was_answered_meanwhile_is_never_sent(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    department = parts[0].department_id or 0
    with runtime.transaction() as session:
        place_hold(
            session, department, reason="先电话沟通", until_on=TOMORROW, by="周宁", now=clock(),
            today=date(2024, 3, 4), audience=Audience.LIAISON,
        )  # fmt: skip
    await morning_of(runtime, clock, TOMORROW)
    with runtime.transaction() as session:
        submit(
            session, parts[0].task_id, department_id=parts[0].department_id,
            actor="市科技局", now=clock(), evidence="验收报告",
        )  # fmt: skip
    await morning_of(runtime, clock, date(2024, 3, 6))
    with runtime.reading() as session:
        rows = session.exec(
            select(OutgoingMessage).where(
                OutgoingMessage.department_id == department, OutgoingMessage.kind == "urge"
            )
        ).all()
    assert rows == []


async def test_words_of_a_person_go_out_and_the_record_says_whose_they_are(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment], recorder: RecordingNotifier
) -> None:
    one = of(looked(runtime), "市科技局")
    rewrite(runtime, clock, one, "市科技局：\n", "市科技局：\n\n昨日电话已悉，请尽快书面反馈。\n")
    again = of(looked(runtime), "市科技局").message
    assert "昨日电话已悉" in again.text

    sent = await morning_of(runtime, clock, TOMORROW)
    told = next(row for row in sent if row.department_id == parts[0].department_id)
    assert told.text.startswith("临澜市科技局：\n\n昨日电话已悉，请尽快书面反馈。\n")
    assert LINK not in told.text
    assert "/d/" in told.text
    assert "/d/" in (told.html or "")
    assert "昨日电话已悉" in (told.html or "")
    assert told.data["reworded_by"] == "周宁"
    assert "昨日电话已悉" not in told.data["own_words"]["text"]
    with runtime.reading() as session:
        row = session.exec(select(Rewording)).one()
        logged = session.exec(select(Event).where(Event.name == "duban.message.reworded")).one()
    assert (row.message_id, row.ended_reason) == (told.number, None)
    assert (logged.actor, "昨日电话已悉" in logged.payload["words"]["text"]) == ("周宁", True)
    assert any("昨日电话已悉" in mail.text for mail in recorder.sent)


async def test_words_survive_a_new_fact_beside_them(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    one = of(looked(runtime), "市科技局")
    rewrite(runtime, clock, one, "市科技局：\n", "市科技局：\n\n昨日电话已悉。\n")
    one_more(runtime, parts[0], date(2024, 3, 4))
    sent = await morning_of(runtime, clock, TOMORROW)
    told = next(row for row in sent if row.department_id == parts[0].department_id)
    assert "昨日电话已悉。" in told.text
    assert "建设充电站" in told.text
    assert told.subject.startswith("【催办】2项")


async def test_words_that_no_longer_fit_are_not_sent_and_that_is_said(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    one = of(looked(runtime), "市科技局")
    rewrite(runtime, clock, one, "以下1项已到期", "这一项已到期，请高度重视")
    one_more(runtime, parts[0], date(2024, 3, 4))
    shown = of(looked(runtime), "市科技局")
    assert "改稿未采用" in shown.message.data["rewording_dropped"]
    assert shown.rewording is not None
    assert "高度重视" in shown.rewording.text
    sent = await morning_of(runtime, clock, TOMORROW)
    told = next(row for row in sent if row.department_id == parts[0].department_id)
    assert "高度重视" not in told.text
    assert "周宁改" in told.data["rewording_dropped"]


def test_the_link_cannot_be_edited_away(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    one = of(looked(runtime), "市科技局")
    with pytest.raises(NotAllowed, match="填报链接"):
        rewrite(runtime, clock, one, LINK, "")


async def test_words_for_a_message_that_never_came_are_not_said_about_another_matter(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    one = of(looked(runtime), "市科技局")
    rewrite(runtime, clock, one, "市科技局：\n", "市科技局：\n\n昨日电话已悉。\n")
    with runtime.transaction() as session:
        submit(
            session, parts[0].task_id, department_id=parts[0].department_id,
            actor="市科技局", now=clock(), evidence="验收报告",
        )  # fmt: skip
    one_more(runtime, parts[0], date(2024, 3, 6))
    sent = await morning_of(runtime, clock, TOMORROW)
    told = next(row for row in sent if row.department_id == parts[0].department_id)
    assert "昨日电话已悉" not in told.text
    assert told.data["rewording_dropped"].startswith("改稿所说的事项已不在")


async def test_a_message_in_the_outbox_is_held_reworded_and_released(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    await escalate_slow_tasks.sweep(runtime, now=clock.set("2024-03-05T08:30"))
    await send_reminders.sweep(runtime, now=clock())
    with runtime.transaction() as session:
        row = hold_message(session, 1, by="周宁", reason="核对一下", now=clock())
        link = next(line for line in row.text.splitlines() if "/d/" in line)
        with pytest.raises(NotAllowed, match="链接"):
            reword_message(
                session, 1, subject=row.subject, text="请反馈。", by="周宁", now=clock(),
                office=runtime.office,
            )  # fmt: skip
        reword_message(
            session, 1, subject="【提醒】请反馈", text=f"请反馈。\n{link}\n", by="周宁",
            now=clock(), office=runtime.office,
        )  # fmt: skip
    await deliver_messages.sweep(runtime, now=clock.advance(minutes=1))
    with runtime.transaction() as session:
        assert session.get_one(OutgoingMessage, 1).status == "held"
        release_message(session, 1, by="周宁", now=clock(), today=TOMORROW)
    await deliver_messages.sweep(runtime, now=clock.advance(minutes=1))
    with runtime.reading() as session:
        row = session.get_one(OutgoingMessage, 1)
    assert (row.status, row.subject, row.data["reworded_by"]) == ("sent", "【提醒】请反馈", "周宁")


async def test_what_was_held_past_its_day_is_said_anew_in_the_one_message_of_the_day(
    runtime: Runtime, clock: FakeClock, parts: list[Assignment]
) -> None:
    await escalate_slow_tasks.sweep(runtime, now=clock.set("2024-03-05T08:30"))
    await send_reminders.sweep(runtime, now=clock())
    with runtime.transaction() as session:
        hold_message(session, 1, by="周宁", reason="核对一下", now=clock())
    day = date(2024, 3, 6)
    with runtime.transaction() as session:
        row = release_message(session, 1, by="周宁", now=clock.set("2024-03-06T08:00"), today=day)
        assert row.status == "cancelled"
    sent = await morning_of(runtime, clock, day)
    [told] = [row for row in sent if row.department_id == parts[0].department_id]
    assert "已逾期2个工作日" in told.text
    assert "第一次催办" in told.text
