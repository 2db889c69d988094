"""A mail in a department's name behind its link: GET shows it, POST takes it, once."""

from sqlmodel import select

from actions.inbound import process, record_mail
from actions.outbox import put_in_outbox
from duban.web.hearing import surroundings
from models import Assignment, InboundMessage, StatusUpdate
from rules.audiences import Audience
from runtime.wiring import Runtime
from templates import Letter
from tests.mails import reply_to
from tests.web.city import City
from tests.web.conftest import LinkOf, TestClient, nonce_of

COLLEAGUE = "xiaochen@kjj.linlan.example"


def waiting(runtime: Runtime, part: Assignment) -> InboundMessage:
    with runtime.transaction() as session:
        message = put_in_outbox(
            session, kind="reminder", letter=Letter("【督办】填报提醒", "请反馈进展。", ""),
            audience=Audience.LIAISON, office=runtime.office, today=runtime.clock().date(),
            now=runtime.clock(), department_id=part.department_id, task_ids=[part.task_id],
        )  # fmt: skip
        raw = reply_to(message, "总体进度61%，正常推进。", sender=COLLEAGUE)
        inbound = record_mail(session, raw, mailbox="duban@linlan.example", now=runtime.clock())
        session.flush()
        return process(session, inbound.number, now=runtime.clock(), around=surroundings(runtime))


def test_a_colleagues_mail_counts_after_one_click_on_the_page(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    department = city.departments["市科技局"]
    inbound = waiting(runtime, city.parts[0])
    assert inbound.status == "triage"
    address = f"{link_of(department)}/mails/{inbound.number}"

    page = client.get(address)
    assert "总体进度61%" in page.text
    with runtime.reading() as session:
        assert session.exec(select(StatusUpdate).where(StatusUpdate.percent == 61)).all() == []

    done = client.post(address, data={"nonce": nonce_of(page), "add_sender": "yes"})
    assert done.status_code == 200
    with runtime.reading() as session:
        assert session.exec(select(StatusUpdate).where(StatusUpdate.percent == 61)).all()
    assert client.get(address).status_code == 409


def test_another_departments_door_does_not_show_the_mail(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf
) -> None:
    first, *others = city.departments.values()
    inbound = waiting(runtime, city.parts[0])
    other = next(one for one in (first, *others) if one.short_name != "市科技局")
    page = client.get(f"{link_of(other)}/mails/{inbound.number}")
    assert page.status_code == 409
    assert "总体进度61%" not in page.text
