"""Where a day rests on a year without a holiday table, the words say so, and only there."""

from datetime import date

import pytest
from sqlmodel import select

from actions.dispatch import preview
from actions.why import why
from duban.web.pages import Limits
from flows import escalate_slow_tasks, send_reminders
from models import OutgoingMessage, Task
from reports.ledger import ledger_rows
from rules.calendars import calendar_with
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from runtime.calendar import published_days
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_notice, make_task
from tests.fakes import FakeClock

NOTE = "2025年度放假安排尚未公布，按周一至周五推算"


@pytest.fixture(params=[True, False], ids=["not published", "published"])
def told(request: pytest.FixtureRequest, runtime: Runtime) -> bool:
    """Is the note to be seen? The year 2025 is without a table, or has one."""
    if request.param:
        runtime.calendar = calendar_with(published_days(), {}, (), "Asia/Shanghai", without=(2025,))
    return bool(request.param)


async def urged(runtime: Runtime, clock: FakeClock, due_on: date, day: str) -> OutgoingMessage:
    with runtime.transaction() as session:
        make_assignment(session, make_task(session, due_on=due_on), make_department(session))
    now = clock.set(f"{day}T08:30")
    await escalate_slow_tasks.sweep(runtime, now=now)
    await send_reminders.sweep(runtime, now=now)
    with runtime.reading() as session:
        return session.exec(select(OutgoingMessage)).one()


async def test_a_letter_whose_days_reach_into_the_next_year_says_what_they_rest_on(
    runtime: Runtime, clock: FakeClock, told: bool
) -> None:
    message = await urged(runtime, clock, date(2024, 12, 30), "2024-12-31")
    assert (f"注：{NOTE}。" in message.text) is told
    assert (f"注：{NOTE}。" in (message.html or "")) is told


async def test_a_letter_within_the_year_says_nothing(
    runtime: Runtime, clock: FakeClock, told: bool
) -> None:
    message = await urged(runtime, clock, date(2024, 3, 4), "2024-03-05")
    assert "推算" not in message.text + (message.html or "")


def test_the_dispatch_the_ledger_and_why_say_it_too(
    runtime: Runtime, clock: FakeClock, told: bool
) -> None:
    now = clock.set("2024-12-31T09:00")
    with runtime.transaction() as session:
        draft = make_notice(session, status=NoticeStatus.DRAFT, confirmed_at=None)
        task = make_task(session, draft, status=TaskStatus.DRAFT, dispatched_at=None)
        make_assignment(session, task, status="draft", acknowledged_at=None)
        going = make_task(session, due_on=date(2025, 3, 31))
        make_assignment(session, going)
        number = going.number
    with runtime.reading() as session:
        calendar, policies = runtime.calendar, runtime.policies
        [(_, letter)] = preview(
            session, draft.number, now=now, calendar=calendar, policies=policies,
            office=runtime.office,
        )  # fmt: skip
        rows = ledger_rows(session, None, now=now, calendar=calendar, policies=policies)
        answer = why(
            session, session.get_one(Task, number), now=now, calendar=calendar, policies=policies
        )
    assert (NOTE in letter.text) is told
    assert any(NOTE in row.remark for row in rows) is told
    assert bool(calendar.assumption(s.on for p in answer.parts for s in p.steps)) is told


def test_a_page_marks_such_days_and_explains_the_mark_once(runtime: Runtime, told: bool) -> None:
    limit = Limits(runtime.calendar)
    assert limit(date(2024, 5, 6)) == "2024年5月6日"
    assert limit.note == ""
    assert limit(date(2025, 3, 31)) == ("2025年3月31日※" if told else "2025年3月31日")
    assert limit.note == (NOTE if told else "")
    assert limit(None) == "—"
