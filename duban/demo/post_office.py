"""The departments' mail servers: an SMTP sink that keeps every letter duban sends."""

import socket
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import getaddresses

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail that reached a department, the office or a leader."""

    to: str  # the envelope's recipient: a mail to three people is three letters
    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    kind: str  # dispatch, reminder, …: the header X-Duban-Kind
    reply_to: str
    in_reply_to: str
    copied: bool  # the recipient stands in Cc
    attachments: tuple[str, ...]
    sent: str  # the Date header

    @property
    def plain_sender(self) -> str:
        """The sender's address without the name."""
        return getaddresses([self.sender])[0][1]


class PostOffice:
    """Takes mail on a free local port; `take_new` hands over what came since the last time."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[Letter] = []
        self._taken = 0
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, data_size_limit=64 * 1024 * 1024
        )

    async def handle_DATA(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one copy for each recipient."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content or "").encode()
        self.letters += [read_letter(raw, address) for address in envelope.rcpt_tos]
        return "250 OK"

    def take_new(self) -> list[Letter]:
        """Return the letters that nobody took yet, in the order of arrival."""
        new = self.letters[self._taken :]
        self._taken += len(new)
        return new

    def open(self) -> None:
        """Start to listen."""
        self._controller.start()

    def close(self) -> None:
        """Stop listening; what came is kept."""
        self._controller.stop(no_assert=True)


def read_letter(raw: bytes, to: str) -> Letter:
    """Parse a mail as a mail client would."""
    mail = message_from_bytes(raw, policy=modern)
    assert isinstance(mail, EmailMessage)  # the policy says so
    copied = {address.lower() for _, address in getaddresses(mail.get_all("Cc", []))}
    return Letter(
        to=to,
        sender=str(mail["From"] or ""),
        subject=str(mail["Subject"] or ""),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        message_id=str(mail["Message-ID"] or "").strip(),
        kind=str(mail["X-Duban-Kind"] or ""),
        reply_to=getaddresses([str(mail["Reply-To"] or mail["From"] or "")])[0][1],
        in_reply_to=str(mail["In-Reply-To"] or "").strip(),
        copied=to.lower() in copied,
        attachments=tuple(part.get_filename() or "" for part in mail.iter_attachments()),
        sent=str(mail["Date"] or ""),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def free_port() -> int:
    """Return a local port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
