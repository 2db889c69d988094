"""What an answer brings along is shown as words, and its files are handed out as files."""

import pytest
from sqlmodel import col, select

from actions.inbound import process, record_mail
from actions.outbox import put_in_outbox
from duban.web.hearing import surroundings
from models import Contact, Evidence, InboundMessage, OutgoingMessage, StatusUpdate
from rules.audiences import Audience
from runtime.wiring import Runtime
from templates import Letter
from tests.mails import reply_to
from tests.web.city import City
from tests.web.conftest import Browser, LinkOf, TestClient, nonce_of

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(2)>'
WORDS = f"总体进度66%，正常推进，装置已完成招标{SCRIPT}{PICTURE}。\n存在问题：{PICTURE}{SCRIPT}"


@pytest.fixture
def heard(city: City, runtime: Runtime) -> InboundMessage:
    """A contact of the department wrote what a browser would run."""
    part = city.parts[0]
    with runtime.transaction() as session:
        message = put_in_outbox(
            session, kind="reminder", letter=Letter("提醒", "请反馈。", ""), now=runtime.clock(),
            audience=Audience.LIAISON, office=runtime.office, today=runtime.clock().date(),
            department_id=part.department_id, task_ids=[part.task_id],
        )  # fmt: skip
        address = session.exec(
            select(Contact.address).where(Contact.department_id == part.department_id)
        ).first()
        raw = reply_to(
            message, WORDS, sender=str(address), X_Note=SCRIPT, Reply_To=f"{PICTURE}",
            attachments=(("批复.pdf", b"%PDF-1.7 " + SCRIPT.encode()),),
        )  # fmt: skip
        inbound = record_mail(session, raw, mailbox="m", now=runtime.clock())
        return process(session, inbound.number, now=runtime.clock(), around=surroundings(runtime))


def test_no_page_runs_what_an_answer_says(
    coordinator: Browser, city: City, heard: InboundMessage, link_of: LinkOf, client: TestClient
) -> None:
    assert heard.kind == "update"
    addresses = (
        f"/inbox/{heard.number}", f"/inbox/{heard.number}/triage", "/inbox", "/ledger",
        f"/tasks/{city.parts[0].task_id}",
    )  # fmt: skip
    pages = [coordinator.get(address).text for address in addresses]
    pages.append(client.get(link_of(city.departments["市科技局"])).text)

    for page in pages:
        assert SCRIPT not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;" in pages[0]


def test_the_raw_mail_is_handed_out_as_a_file(coordinator: Browser, heard: InboundMessage) -> None:
    answer = coordinator.get(f"/inbox/{heard.number}/raw")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_receipt_quotes_words_and_no_page(runtime: Runtime, heard: InboundMessage) -> None:
    with runtime.reading() as session:
        receipt = session.exec(
            select(OutgoingMessage).order_by(col(OutgoingMessage.id).desc())
        ).first()

    assert receipt is not None
    assert receipt.kind == "receipt"
    assert "装置已完成招标" in str(receipt.html)
    assert SCRIPT not in str(receipt.html)
    assert "<img" not in str(receipt.html)


def test_evidence_is_handed_out_as_a_file_whatever_it_is(
    coordinator: Browser, runtime: Runtime, heard: InboundMessage
) -> None:
    with runtime.reading() as session:
        evidence = session.exec(select(Evidence).where(Evidence.inbound_id == heard.id)).one()

    answer = coordinator.get(f"/evidence/{evidence.number}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert SCRIPT.encode() in answer.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/cron.d/x.txt", b"x"),
        ("\u202egpj.txt", b"x"),
        ("照片.jpg", b"MZ\x90\x00"),
        ("说明.html", SCRIPT.encode()),
        ("资料.zip", b"PK\x03\x04 broken"),
    ],
)
def test_a_form_refuses_the_files_that_a_mail_refuses_and_takes_its_words(
    client: TestClient, city: City, runtime: Runtime, link_of: LinkOf, name: str, content: bytes
) -> None:
    door = link_of(city.departments["市科技局"], city.item.return_id)
    receipt = client.post(
        f"{door}/return",
        data={
            "nonce": nonce_of(client.get(door)),
            f"item-{city.parts[0].id}-state": "正常推进",
            f"item-{city.parts[0].id}-percent": "55%",
            f"item-{city.parts[0].id}-narrative": WORDS,
        },
        files={"files": (name, content, "image/jpeg")},
    )

    assert receipt.status_code == 200
    assert SCRIPT not in receipt.text
    with runtime.reading() as session:
        evidence = session.exec(select(Evidence)).one()
        update = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form")).one()
        assert (evidence.sha256, bool(evidence.reason)) == (None, True)
        assert (update.percent, SCRIPT in str(update.narrative)) == (55, True)
    assert "材料未收" in receipt.text
    assert str(evidence.reason) in receipt.text
