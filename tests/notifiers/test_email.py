"""Mail leaves the house as a mail that any client reads, and refusals are told apart."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Visit
from hypothesis import given
from hypothesis import strategies as st

from notifiers import Attachment, DeliveryFailed, EmailNotifier, Message, SmtpServer
from notifiers.letters import write_letter
from tests.servers.smtp_sink import free_port

NOON = datetime(2024, 9, 11, 4, 0, tzinfo=UTC)


def letter(**facts: object) -> Message:
    defaults: dict[str, object] = {
        "recipient": "zhoumin@gxj.linlan.example",
        "subject": "【督办】关于报送2024年度进展情况的提醒（第一次）",
        "text": "请于2024年9月30日前报送。\n",
        "message_id": "<abc.token@linlan.example>",
        "sender": "duban@linlan.example",
        "sender_name": "临澜市科学技术局",
    }
    return Message(**(defaults | facts))  # type: ignore[arg-type]


def read_back(message: Message) -> EmailMessage:
    mail = email.message_from_bytes(write_letter(message), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


class Visitor:
    """Takes mail, except for whom it is told to refuse."""

    def __init__(self, *, refuse: str = "", reply: str = "", delay: float = 0) -> None:
        self.refuse, self.reply, self.delay = refuse, reply, delay
        self.taken: list[Envelope] = []
        self.visits: set[object] = set()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, visit: Visit, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.refuse:
            return self.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, visit: Visit, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        self.taken.append(envelope)
        self.visits.add(visit.peer)
        return "250 queued as 7"


@asynccontextmanager
async def mail_server(visitor: Visitor) -> AsyncIterator[SmtpServer]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(visitor), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield SmtpServer("127.0.0.1", port, timeout=0.5, connections=2)


def test_a_letter_reads_back_as_it_was_written() -> None:
    mail = read_back(
        letter(
            html="<p>请于2024年9月30日前报送。</p>",
            reply_to="duban+2s-7w3-abc@linlan.example",
            in_reply_to="<their@id>",
            copies=("leader@gxj.linlan.example",),
            written_at=NOON,
            attachments=(Attachment("年度报告（2024）.docx", "application/pdf", b"PK\x03"),),
            headers={"X-Duban-Id": "abc"},
        )
    )

    assert mail["Subject"] == "【督办】关于报送2024年度进展情况的提醒（第一次）"
    assert mail["From"].addresses[0].display_name == "临澜市科学技术局"
    assert mail["Reply-To"].addresses[0].addr_spec == "duban+2s-7w3-abc@linlan.example"
    assert (mail["In-Reply-To"], mail["Auto-Submitted"]) == ("<their@id>", "auto-generated")
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "请于2024年9月30日前报送。"
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("年度报告（2024）.docx", b"PK\x03")
    assert not mail.defects


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=200))
def test_any_subject_reads_back(subject: str) -> None:
    assert str(read_back(letter(subject=subject))["Subject"]) == subject


def test_a_line_break_cannot_make_a_header() -> None:
    mail = read_back(letter(subject="提醒\r\nBcc: all@linlan.example"))
    assert mail["Bcc"] is None
    with pytest.raises(ValueError, match="line break"):
        write_letter(letter(in_reply_to="<a@b>\r\nBcc: all@linlan.example"))


def test_the_same_message_is_the_same_bytes() -> None:
    message = letter(html="<p>x</p>", written_at=NOON)
    assert write_letter(message) == write_letter(message)


async def test_a_connection_is_used_again() -> None:
    visitor = Visitor()
    async with mail_server(visitor) as server:
        notifier = EmailNotifier(server, "duban@linlan.example")
        for _ in range(3):
            receipt = await notifier.send(letter())
        await notifier.close()

    assert len(visitor.taken) == 3
    assert len(visitor.visits) == 1
    assert "queued as 7" in str(receipt.provider_id)


@pytest.mark.parametrize(("reply", "permanent"), [("550 no such user", True), ("450 later", False)])
async def test_a_refusal_says_whether_to_try_again(reply: str, permanent: bool) -> None:
    visitor = Visitor(refuse="zhoumin@gxj.linlan.example", reply=reply)
    async with mail_server(visitor) as server:
        notifier = EmailNotifier(server, "duban@linlan.example")
        with pytest.raises(DeliveryFailed) as refused:
            await notifier.send(letter())
        await notifier.send(letter(recipient="other@linlan.example"))
        await notifier.close()

    assert refused.value.permanent is permanent
    assert not refused.value.unreachable
    assert len(visitor.taken) == 1


async def test_a_server_that_is_down_is_nobodys_fault() -> None:
    notifier = EmailNotifier(
        SmtpServer("127.0.0.1", free_port(), timeout=1), "duban@linlan.example"
    )

    with pytest.raises(DeliveryFailed) as failure:
        await notifier.send(letter())

    assert failure.value.unreachable
    assert not failure.value.permanent


@pytest.mark.parametrize(
    ("reply", "unknown"),
    [
        ("550 5.1.1 User unknown", True),
        ("550 Mailbox not found", True),
        ("554 5.7.1 Relay access denied", False),  # our own log-in is at fault
        ("452 4.2.2 Mailbox full", False),
    ],
)
async def test_an_unknown_address_is_told_from_a_refused_letter(reply: str, unknown: bool) -> None:
    async with mail_server(Visitor(refuse=letter().recipient, reply=reply)) as server:
        notifier = EmailNotifier(server, "duban@linlan.example")
        with pytest.raises(DeliveryFailed) as failure:
            await notifier.send(letter())
        await notifier.send(letter(recipient="sunjie@gxj.linlan.example"))
        await notifier.close()

    assert failure.value.no_such_address is unknown


async def test_a_slow_server_is_not_waited_for() -> None:
    async with mail_server(Visitor(delay=2)) as server:
        notifier = EmailNotifier(server, "duban@linlan.example")
        with pytest.raises(DeliveryFailed, match="时限") as failure:
            await notifier.send(letter())
        await notifier.close()

    assert not failure.value.permanent


async def test_a_demo_sends_nothing_outside() -> None:
    server = SmtpServer("smtp.linlan.example", loopback_only=True)

    with pytest.raises(DeliveryFailed, match="演示环境"):
        await EmailNotifier(server, "duban@linlan.example").send(letter())
