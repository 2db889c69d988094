"""The approved wording of what departments and leaders read."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, col, select

from flows import deliver_messages, escalate_slow_tasks, send_reminders
from models import Approval, OutgoingMessage
from rules.assignments import Role
from rules.audiences import Audience
from runtime.wiring import Runtime
from tests.factories import (
    make_assignment,
    make_contact,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)
from tests.fakes import FakeClock

Golden = Callable[[str, str], None]
TITLE = {"title": "临澜市推动科技创新三年行动方案", "doc_number": "临澜府办〔2024〕8号"}
LINK = "http://duban.linlan.example/d/"


def a_department_with_two_matters(session: Session, name: str, **facts: object) -> None:
    """A lead with a return and a deadline, which also supports another department's task."""
    notice = make_notice(session, **TITLE)
    department = make_department(session, name, **facts)
    make_contact(session, department, Audience.SUPERVISING_LEADER)
    period = make_period(session, make_duty(session, notice))
    led = make_task(session, notice, key="7", title="建设先进算力中心", due_on=date(2024, 9, 30))
    make_return_item(session, period, make_assignment(session, led, department))
    other = make_task(session, notice, key="12.2", title="组建产业技术创新联盟")
    make_assignment(session, other, make_department(session, "市工信局"))
    support = make_assignment(session, other, department, role=Role.SUPPORT)
    make_return_item(session, period, support, due_on=period.support_due_on)


async def mornings(runtime: Runtime, clock: FakeClock, *days: str) -> None:
    for day in days:
        for flow in (escalate_slow_tasks, send_reminders, deliver_messages):
            outcome = await flow.sweep(runtime, now=clock.set(f"{day}T08:30"))
            outcome.raise_if_any_failed()


def last_message(runtime: Runtime) -> OutgoingMessage:
    """The newest message to the department that was made first."""
    with runtime.reading() as session:
        return session.exec(
            select(OutgoingMessage)
            .where(OutgoingMessage.department_id == 1)
            .order_by(col(OutgoingMessage.id).desc())
        ).all()[0]


def without_token(text: str) -> str:
    """Links are signed and differ each time."""
    words = text.split(LINK)
    kept = [words[0], *(word.lstrip("".join(ALLOWED)) for word in words[1:])]
    return f"{LINK}<链接>".join(kept)


ALLOWED = [chr(code) for code in range(33, 127) if chr(code) not in '"<']


def as_read(message: OutgoingMessage) -> str:
    return without_token(f"{message.subject}\n\n{message.text}")


async def test_a_reminder_before_the_day(
    runtime: Runtime, clock: FakeClock, golden: Golden
) -> None:
    with runtime.transaction() as session:
        a_department_with_two_matters(session, "市科教局")
    await mornings(runtime, clock, "2024-09-14")
    golden("digest_reminder.txt", as_read(last_message(runtime)))
    golden("digest_reminder.html", without_token(last_message(runtime).html or ""))


async def test_an_urge_with_something_coming_up(
    runtime: Runtime, clock: FakeClock, golden: Golden
) -> None:
    with runtime.transaction() as session:
        a_department_with_two_matters(session, "市科教局")
    await mornings(runtime, clock, "2024-09-27")
    golden("digest_urge.txt", as_read(last_message(runtime)))
    golden("digest_urge.html", without_token(last_message(runtime).html or ""))


async def test_an_urge_to_sign_asks_for_nothing_but_the_signature(
    runtime: Runtime, clock: FakeClock
) -> None:
    with runtime.transaction() as session:
        notice = make_notice(session, **TITLE)
        department = make_department(session, "市科教局")
        for key in ("7", "8"):
            make_assignment(
                session, make_task(session, notice, key=key), department,
                status="dispatched", acknowledged_at=None,
            )  # fmt: skip
    await mornings(runtime, clock, "2024-01-08")
    told = last_message(runtime)
    assert told.subject == "【催办】2项待签收，请于1月11日前签收"
    for words in (told.text, told.html or ""):
        assert "尚未签收" in words
        assert "到期未办" not in words
        assert "反馈" not in words


@pytest.mark.parametrize(
    ("standing", "facts", "name"),
    [
        ("牵头协调部门", {}, "coordinator"),
        ("督查机构", {}, "inspectorate"),
        ("督查机构", {"level": "central", "kind": "central_vertical"}, "central"),
    ],
)
async def test_a_notice_of_supervision_and_the_drafts_after_it(
    runtime: Runtime,
    clock: FakeClock,
    golden: Golden,
    standing: str,
    facts: dict[str, object],
    name: str,
) -> None:
    runtime.settings = runtime.settings.model_copy(update={"office_standing": standing})
    with runtime.transaction() as session:
        a_department_with_two_matters(session, "市科教局", **facts)
    days = ("2024-10-08", "2024-10-10", "2024-10-12", "2024-10-18", "2024-10-25", "2024-11-01")
    await mornings(runtime, clock, *days)
    golden(f"notice_of_supervision_{name}.txt", as_read(last_message(runtime)))
    with runtime.reading() as session:
        drafts = session.exec(
            select(Approval).where(Approval.department_id == 1).order_by(col(Approval.id))
        ).all()
    assert [draft.kind for draft in drafts] == ["bulletin", "talk", "accountability"]
    for draft in drafts:
        golden(f"{draft.kind}_draft_{name}.txt", f"{draft.title}\n\n{draft.text}")
