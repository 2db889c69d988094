"""The triage page: what waits, why, since when; and what a person makes of it, undoably."""

from datetime import datetime

import pytest
from sqlmodel import col, select

from actions.inbound import record_mail
from actions.outbox import put_in_outbox
from duban.web.hearing import surroundings
from models import Contact, InboundMessage, OutgoingMessage, StatusUpdate
from rules.audiences import Audience
from runtime.wiring import Runtime
from templates import Letter
from tests.mails import reply_to
from tests.web.city import City
from tests.web.conftest import Browser

SENDER = "liming@personal.example"


@pytest.fixture
def waiting(city: City, runtime: Runtime) -> int:
    """A colleague answered from a mailbox of their own."""
    from actions.inbound import process

    part = city.parts[0]
    with runtime.transaction() as session:
        message = put_in_outbox(
            session, kind="reminder", letter=Letter("提醒", "请反馈。", ""), now=runtime.clock(),
            audience=Audience.LIAISON, office=runtime.office, today=runtime.clock().date(),
            department_id=part.department_id, task_ids=[part.task_id],
        )  # fmt: skip
        raw = reply_to(message, "总体进度66%，正常推进，装置已完成招标。", sender=SENDER)
        number = record_mail(session, raw, mailbox="m", now=runtime.clock()).number
        process(session, number, now=runtime.clock(), around=surroundings(runtime))
        return number


def row(runtime: Runtime, number: int) -> InboundMessage:
    with runtime.reading() as session:
        return session.get_one(InboundMessage, number)


def last_update(runtime: Runtime) -> StatusUpdate:
    with runtime.reading() as session:
        return session.exec(select(StatusUpdate).order_by(col(StatusUpdate.id).desc())).all()[0]


def test_the_list_says_why_since_when_and_whose(
    coordinator: Browser, city: City, waiting: int, runtime: Runtime
) -> None:
    page = coordinator.get("/inbox/triage").text
    assert "不在该单位的联系人之列" in page
    assert "未证实" in page

    coordinator.post(f"/inbox/{waiting}/take")
    with runtime.transaction() as session:
        came = datetime.fromisoformat("2024-02-29T09:00:00+08:00")  # it is Monday, 4 March
        session.get_one(InboundMessage, waiting).received_at = came
    page = coordinator.get("/inbox/triage").text
    assert "2 个工作日" in page
    assert "超过一个工作日" in page
    assert city.coordinator.name in page


def test_the_desk_shows_the_raw_mail_beside_the_form(
    coordinator: Browser, city: City, waiting: int
) -> None:
    page = coordinator.get(f"/inbox/{waiting}/triage").text

    assert "装置已完成招标" in page
    assert city.departments["市科技局"].short_name in page
    assert "归口登记" in page
    assert "更正后采用" in page


def test_a_mail_is_assigned_its_sender_made_a_contact_and_all_of_it_undone(
    coordinator: Browser, city: City, waiting: int, runtime: Runtime
) -> None:
    part = city.parts[0]
    page = coordinator.post(
        f"/inbox/{waiting}/assign",
        department=str(part.department_id), task=str(part.task_id), add_sender="yes",
    )  # fmt: skip

    assert "已归口并登记" in page.text
    assert (last_update(runtime).percent, last_update(runtime).assignment_id) == (66, part.id)
    with runtime.reading() as session:
        assert session.exec(select(Contact).where(Contact.address == SENDER)).one().active

    page = coordinator.post(f"/inbox/{waiting}/undo")

    assert "已撤销" in page.text
    assert row(runtime, waiting).status == "triage"
    assert last_update(runtime).percent != 66
    with runtime.reading() as session:
        assert not session.exec(select(Contact).where(Contact.address == SENDER)).one().active


def test_a_corrected_answer_is_recorded_with_the_offices_name(
    coordinator: Browser, city: City, waiting: int, runtime: Runtime
) -> None:
    part = city.parts[0]
    item = f"item-{part.task_id}-"
    fields = {"department": str(part.department_id), f"{item}narrative": "装置完成招标。"}

    wrong = coordinator.post(f"/inbox/{waiting}/accept", **fields, **{f"{item}percent": "1_0"})
    assert wrong.status_code == 422
    assert "0到100之间" in wrong.text
    assert "装置完成招标。" in wrong.text

    coordinator.post(
        f"/inbox/{waiting}/accept", **fields,
        **{f"{item}percent": "６５％", f"{item}state": "正常推进"},
    )  # fmt: skip

    update = last_update(runtime)
    assert (update.percent, update.narrative) == (65, "装置完成招标。")
    assert "代录" in update.said_by


def test_a_polite_answer_is_seen_before_it_is_sent(
    coordinator: Browser, waiting: int, runtime: Runtime
) -> None:
    def sent() -> list[OutgoingMessage]:
        with runtime.reading() as session:
            found = select(OutgoingMessage).where(OutgoingMessage.to_address == SENDER)
            return [m for m in session.exec(found) if m.kind == "answer"]

    preview = coordinator.post(f"/inbox/{waiting}/reject", text="请用登记的邮箱答复。")
    assert "将发出的内容" in preview.text
    assert sent() == []

    coordinator.post(f"/inbox/{waiting}/reject", text="请用登记的邮箱答复。", send="yes")

    (message,) = sent()
    assert "请用登记的邮箱答复。" in message.text
    assert row(runtime, waiting).status == "resolved"


def test_a_reader_sees_the_desk_and_changes_nothing(
    city: City, waiting: int, runtime: Runtime, sign_in: object
) -> None:
    leader = sign_in(city.leader)  # type: ignore[operator]

    assert "由统筹办公室处理" in leader.get(f"/inbox/{waiting}/triage").text
    for verb in ("take", "release", "assign", "accept", "reject", "resolve", "undo"):
        assert leader.post(f"/inbox/{waiting}/{verb}", reason="x", text="x").status_code == 403
    assert row(runtime, waiting).status == "triage"


def test_nothing_is_decided_without_a_department(
    coordinator: Browser, waiting: int, runtime: Runtime
) -> None:
    page = coordinator.post(f"/inbox/{waiting}/assign")

    assert page.status_code == 409
    assert "没有选择单位" in page.text
    assert row(runtime, waiting).status == "triage"
