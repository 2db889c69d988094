"""Mail is heard of at once where the server offers IDLE; a broken connection is made anew."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from duban.engine import mail_watch
from duban.engine.leased import HeldLease
from inbox.idling import watch_mailbox
from inbox.mailbox import ImapServer, MailboxUnreachable
from models import RunRequest
from runtime.wiring import Runtime
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.smtp_sink import free_port

pytestmark = pytest.mark.mailservers
MAIL = b"Message-ID: <a@b>\r\nSubject: x\r\n\r\nx\r\n"


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="mail-") as name:
        Path(name).chmod(0o755)
        with dovecot(Path(name)) as server:
            yield server


def at(server: Dovecot) -> ImapServer:
    return ImapServer("127.0.0.1", server.port, "duban", "secret", security="none")


def wait_until(true: "threading.Event", seconds: float) -> bool:
    return true.wait(seconds)


def test_new_mail_is_told_of_within_seconds_and_again_after_a_renewal(server: Dovecot) -> None:
    told, stop = threading.Event(), threading.Event()
    watcher = threading.Thread(
        target=watch_mailbox,
        kwargs={
            "server": at(server), "on_mail": told.set, "stopped": stop.is_set,
            "renewed_after": 2.0,
        },
    )  # fmt: skip
    watcher.start()
    try:
        assert not wait_until(told, 3)
        server.put("1.host", MAIL)
        assert wait_until(told, 10)
    finally:
        stop.set()
        watcher.join(10)
    assert not watcher.is_alive()


def test_a_server_that_is_not_there_is_told() -> None:
    nobody = ImapServer("127.0.0.1", free_port(), "duban", "secret", security="none")

    with pytest.raises(MailboxUnreachable):
        watch_mailbox(nobody, on_mail=lambda: None, stopped=lambda: False)


async def test_the_engine_asks_for_a_reading_and_connects_anew(
    server: Dovecot, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_watch, "FIRST_PAUSE", 0.1)
    settings = runtime.settings
    settings.imap_host, settings.imap_port = "127.0.0.1", free_port()  # nobody there yet
    settings.imap_user, settings.imap_password = "duban", "secret"
    settings.imap_security = "none"
    task = asyncio.create_task(mail_watch.watch_for_mail(runtime, HeldLease(runtime, "engine")))
    await asyncio.sleep(0.3)
    settings.imap_port = server.port
    server.put("1.host", MAIL)
    end = time.monotonic() + 15
    requests: list[RunRequest] = []
    while not requests and time.monotonic() < end:
        await asyncio.sleep(0.1)
        with runtime.reading() as session:
            requests = list(session.exec(select(RunRequest)))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert [request.flow for request in requests] == ["read_mailbox"]
