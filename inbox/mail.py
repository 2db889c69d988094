"""Reads mail as it exists: wrong charset labels, raw 8-bit headers, HTML only, odd file names."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from inbox.bodies import TEXT_LIMIT, Contents, Part, read_contents
from inbox.headers import addresses_in, header_text, raw_header
from inbox.raw_policy import RAW

__all__ = ["Mail", "Part", "read_mail"]

LARGEST = 60 * 1024 * 1024  # bytes that are parsed; the rest of a larger mail is left out
BEGINNING = 256 * 1024  # bytes
RECIPIENTS = (
    "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-To",
    "X-Real-To", "X-RCPT-TO", "Apparently-To", "X-Forwarded-To",
)  # fmt: skip
BOUNDARY = re.compile(rb"boundary", re.I)
MOST_COMPARED = 20_000_000  # lines × boundaries: about three seconds
MESSAGE_ID = re.compile(r"<[^<>]{3,998}>")
WRITABLE_ID = re.compile(r"<[!-;=?-~]{3,900}>")  # an answer names it in a header of its own


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, decoded as well as it can be; nothing here raises on bad input."""

    message: Message = field(repr=False)
    senders: tuple[str, ...]
    subject: str
    message_id: str  # empty where it has none that could be written again
    recipients: tuple[str, ...]
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    parts: tuple[Part, ...] = ()
    inner_heads: tuple[Message, ...] = ()  # of mails forwarded whole
    encrypted: bool = False
    beginning: bytes = field(default=b"", repr=False)  # where a report says what failed

    @property
    def sender(self) -> str:
        """The one who wrote: an empty string where From names nobody, or several."""
        return self.senders[0] if len(self.senders) == 1 else ""

    def header(self, name: str) -> str:
        """Return one header decoded, or an empty string."""
        return header_text(self.message, name)


def read_mail(raw: bytes) -> Mail:
    """Parse raw bytes; what cannot be read is left out, never an error."""
    message, found = _parse(_readable(raw[:LARGEST]))
    return Mail(
        message=message,
        senders=tuple(addresses_in(message, "From")),
        subject=" ".join(header_text(message, "Subject").split()),
        message_id=next(iter(WRITABLE_ID.findall(raw_header(message, "Message-ID"))), ""),
        recipients=tuple(addresses_in(message, *RECIPIENTS)),
        in_reply_to=_message_ids(message, "In-Reply-To"),
        references=_message_ids(message, "References"),
        text="\n".join(found.texts).strip()[:TEXT_LIMIT],
        parts=tuple(found.parts),
        inner_heads=tuple(found.inner_heads),
        encrypted=found.encrypted,
        beginning=raw[:BEGINNING],
    )


def _readable(raw: bytes) -> bytes:
    """Return as much as can be parsed in time: each line is compared with each open boundary."""
    boundaries = len(BOUNDARY.findall(raw))
    if boundaries * raw.count(b"\n") <= MOST_COMPARED:
        return raw
    return b"\n".join(raw.split(b"\n", MOST_COMPARED // boundaries)[:-1])


def _parse(raw: bytes) -> tuple[Message, Contents]:
    """Parse a mail; of one nested too deeply to be read, only the head."""
    try:
        message = message_from_bytes(raw, policy=RAW)
        return message, read_contents(message)
    except RecursionError:
        head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
        return message_from_bytes(head, policy=RAW), Contents()


def _message_ids(message: Message, name: str) -> tuple[str, ...]:
    value = raw_header(message, name).replace(" ", "") if name == "In-Reply-To" else ""
    return tuple(MESSAGE_ID.findall(value or raw_header(message, name)))
