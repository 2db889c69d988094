"""Out by a real Postfix, in by a real Dovecot."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from actions.outbox import put_in_outbox
from flows.deliver_messages import sweep as deliver
from flows.read_mailbox import sweep as read_mailbox
from models import InboundMessage
from rules.audiences import Audience
from runtime.channels import build_notifiers
from runtime.wiring import Runtime
from templates import Letter
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.postfix import postfix
from tests.servers.smtp_sink import free_port

MAIL = "Message-ID: <a@b>\r\nSubject: =?gbk?B?s/bNvA==?=\r\n\r\n正文\r\n".encode("gb18030")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name that the servers' own users may enter."""
    path = Path(tempfile.mkdtemp(prefix="mail-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def look_into(runtime: Runtime, server: Dovecot) -> None:
    runtime.settings.imap_host, runtime.settings.imap_port = "127.0.0.1", server.port
    runtime.settings.imap_user, runtime.settings.imap_password = "duban", "secret"
    runtime.settings.imap_security = "none"


def received(runtime: Runtime) -> list[InboundMessage]:
    with runtime.reading() as session:
        return list(session.exec(select(InboundMessage)))


async def test_a_mailbox_is_read_byte_for_byte_and_once(runtime: Runtime, folder: Path) -> None:
    with dovecot(folder) as server:
        look_into(runtime, server)
        server.put("1.host", MAIL)
        server.put("2.host", MAIL.replace(b"<a@b>", b"<c@d>"))
        first = await read_mailbox(runtime, now=runtime.clock())
        second = await read_mailbox(runtime, now=runtime.clock())

    assert (first.done, second.done, first.failures) == ({"stored": 2}, {}, {})
    assert [row.key for row in received(runtime)] == ["<a@b>", "<c@d>"]
    assert received(runtime)[0].raw == MAIL


async def test_a_mail_that_was_not_stored_stays_unseen(
    runtime: Runtime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*args: object, **facts: object) -> None:
        raise OSError(28, "No space left on device")

    with dovecot(folder) as server:
        look_into(runtime, server)
        server.put("1.host", MAIL)
        with monkeypatch.context() as patched:
            patched.setattr("flows.read_mailbox.record_mail", full_disk)
            failed = await read_mailbox(runtime, now=runtime.clock())
        again = await read_mailbox(runtime, now=runtime.clock())

    assert failed.failures
    assert failed.done == {}
    assert again.done == {"stored": 1}


async def test_a_mailbox_that_is_down_is_told(runtime: Runtime) -> None:
    runtime.settings.imap_host, runtime.settings.imap_port = "127.0.0.1", free_port()
    runtime.settings.imap_security = "none"

    outcome = await read_mailbox(runtime, now=runtime.clock())

    assert "MailboxUnreachable" in str(outcome.failures)


async def test_a_mail_goes_out_and_comes_back_with_its_token(
    runtime: Runtime, folder: Path
) -> None:
    with dovecot(folder) as server, postfix(folder) as port:
        runtime.settings.smtp_host, runtime.settings.smtp_port = "127.0.0.1", port
        runtime.notifiers = build_notifiers(runtime.settings)
        look_into(runtime, server)
        with runtime.transaction() as session:
            message = put_in_outbox(
                session, kind="reminder", letter=Letter("提醒", "请反馈。", "<p>x</p>"),
                audience=Audience.LIAISON, office=runtime.office, now=runtime.clock(),
                today=runtime.clock().date(),
            )  # fmt: skip
            message.to_address = message.reply_to
        assert (await deliver(runtime, now=runtime.clock())).done == {"sent": 1}
        end = time.monotonic() + 10
        while not received(runtime) and time.monotonic() < end:
            await read_mailbox(runtime, now=runtime.clock())
            time.sleep(0.2)

    (mail,) = received(runtime)
    assert mail.key == message.message_id
    assert (message.reply_to or "?").encode() in mail.raw
