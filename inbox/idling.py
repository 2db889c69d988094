"""Waiting for mail with IDLE (RFC 2177), where the server offers it."""

import imaplib
import time
from collections.abc import Callable

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from inbox.mailbox import ImapServer, MailboxUnreachable, open_mailbox
from rules.errors import DubanError

RENEWED_AFTER = 29 * 60.0  # seconds: servers log off who is silent for half an hour
LOOKS_UP = 1.0  # seconds between two looks whether to stop


class IdleNotOffered(DubanError):
    """The server has no IDLE: the mailbox is looked into by the timetable alone."""


def watch_mailbox(
    server: ImapServer,
    *,
    on_mail: Callable[[], None],
    stopped: Callable[[], bool],
    renewed_after: float = RENEWED_AFTER,
) -> None:
    """Call `on_mail` whenever there is new mail, until `stopped`.

    Raises `MailboxUnreachable` when the connection ends, and `IdleNotOffered`.
    """
    try:
        with open_mailbox(server) as mailbox:
            if "IDLE" not in mailbox.client.capabilities:
                raise IdleNotOffered
            while not stopped():
                if mailbox.uids("UNSEEN"):
                    on_mail()
                _idle(mailbox, server, on_mail, stopped, renewed_after)
    except (OSError, ImapToolsError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(server.host, f"{type(error).__name__}: {error}") from None


def _idle(
    mailbox: BaseMailBox,
    server: ImapServer,
    on_mail: Callable[[], None],
    stopped: Callable[[], bool],
    renewed_after: float,
) -> None:
    """Idle once, up to the renewal."""
    ends = time.monotonic() + renewed_after
    mailbox.idle.start()  # type: ignore[no-untyped-call]
    while not stopped() and time.monotonic() < ends:
        began = time.monotonic()
        told = mailbox.idle.poll(timeout=LOOKS_UP)
        if any(b"EXISTS" in line for line in told):
            on_mail()
        if not told and time.monotonic() - began < LOOKS_UP / 2:
            raise MailboxUnreachable(server.host, "the server ended the connection")
    mailbox.idle.stop()  # type: ignore[no-untyped-call]
