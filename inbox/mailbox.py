"""A mailbox read by IMAP: raw bytes out, marked as seen only once they are kept."""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from rules.errors import DubanError

AT_ONCE = 500  # mails of one run: the next run takes the rest


class MailboxUnreachable(DubanError):
    """The mail server did not answer, or refused the log-in; the next run tries again."""

    def __init__(self, host: str, reason: str) -> None:
        self.host = host
        self.reason = reason
        super().__init__(f"mailbox at {host}: {reason}")


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where mail is read, and how."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: Literal["none", "starttls", "tls"] = "tls"
    folder: str = "INBOX"
    timeout: float = 30.0  # seconds


def read_new_mail(server: ImapServer, keep: Callable[[bytes], bool]) -> int:
    """Hand every unseen mail to `keep`, and mark it seen once `keep` says it is committed.

    Return how many were kept. Raises `MailboxUnreachable`.
    """
    kept = 0
    try:
        with open_mailbox(server) as mailbox:
            for uid in mailbox.uids("UNSEEN")[:AT_ONCE]:
                raw = _fetch(mailbox, uid)
                if raw is not None and keep(raw):
                    mailbox.flag(uid, "\\Seen", True)
                    kept += 1
    except (OSError, ImapToolsError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(server.host, f"{type(error).__name__}: {error}") from None
    return kept


def has_new_mail(server: ImapServer) -> bool:
    """Tell whether there is an unseen mail. Raises `MailboxUnreachable`."""
    try:
        with open_mailbox(server) as mailbox:
            return bool(mailbox.uids("UNSEEN"))
    except (OSError, ImapToolsError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(server.host, f"{type(error).__name__}: {error}") from None


@contextmanager
def open_mailbox(server: ImapServer) -> Iterator[BaseMailBox]:
    """Log in and enter the folder; whatever happens, the connection is closed."""
    opener = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
    mailbox: BaseMailBox = opener[server.security](
        host=server.host, port=server.port, timeout=server.timeout
    )
    try:
        mailbox.login(server.user, server.password, initial_folder=None)
        _introduce(mailbox)
        mailbox.folder.set(server.folder)
        yield mailbox
    finally:
        mailbox.client.shutdown()


def _introduce(mailbox: BaseMailBox) -> None:
    """Say who we are before SELECT: 163 and 126 call a client unsafe that does not (RFC 2971)."""
    if "ID" in mailbox.client.capabilities:
        mailbox.client.xatom("ID", '("name" "duban" "version" "1")')


def _fetch(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """Fetch one mail's bytes without marking it."""
    _, data = mailbox.client.uid("fetch", uid, "(BODY.PEEK[])")
    for piece in data:
        if isinstance(piece, tuple) and len(piece) > 1 and isinstance(piece[1], bytes):
            return piece[1]
    return None
