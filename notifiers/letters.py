"""Writes a message as the bytes of a mail (RFC 5322; words by RFC 2047, file names by RFC 2231).

The standard library writes the same mail in ten times the time, which would be most of what a
delivery costs; the tests read every letter back with it.
"""

import base64
import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import quote

from notifiers.base import Attachment, Message

WORD = 42  # bytes of UTF-8 in one encoded word, so that a line stays below 76
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
LATIN_ONLY = frozenset(range(32, 127))


def write_letter(message: Message) -> bytes:
    """Return the mail; the same message always gives the same bytes.

    Raises ValueError when an address or a header cannot be written.
    """
    _address(message.recipient)
    headers = [f"{name}: {_one_line(value)}" for name, value in _headers(message)]
    stem = "".join(filter(str.isalnum, message.message_id))[:40]
    body = _body(message, stem)
    return ("\r\n".join(headers) + "\r\n" + body).encode("ascii")


def encode_words(text: str) -> str:
    """Return `text` as it may stand in a header: unchanged, or in encoded words."""
    if LATIN_ONLY.issuperset(text.encode("utf-8")) and "=?" not in text:
        return text
    words = [base64.b64encode(piece).decode() for piece in _pieces(text)]
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    sender = message.sender or message.recipient
    yield "From", _address(sender, message.sender_name)
    yield "To", ", ".join(_address(to) for to in message.to or (message.recipient,))
    if message.copies:
        yield "Cc", ", ".join(_address(copy) for copy in message.copies)
    yield "Subject", encode_words(" ".join(message.subject.split()))
    yield "Message-ID", message.message_id
    if message.written_at is not None:
        yield "Date", format_datetime(message.written_at.astimezone(UTC))
    if message.reply_to:
        yield "Reply-To", _address(message.reply_to, message.sender_name)
    if message.in_reply_to:
        yield "In-Reply-To", message.in_reply_to
        yield "References", message.in_reply_to
    yield "Auto-Submitted", "auto-generated"  # RFC 3834: holiday answers stay at home
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"
    yield from ((name, encode_words(value)) for name, value in message.headers.items())
    yield "MIME-Version", "1.0"


def _address(address: str, name: str = "") -> str:
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"not a mail address: {address!r}")
    if not name:
        return address
    word = encode_words(name)
    return f'"{word}" <{address}>' if word is name else f"{word} <{address}>"


def _one_line(value: str) -> str:
    """Refuse a value that would start a header of its own."""
    if any(mark in value.replace("\r\n ", "") for mark in "\r\n\0"):
        raise ValueError("a header may not contain a line break")
    return value


def _pieces(text: str) -> Iterator[bytes]:
    """Cut between characters, never inside one."""
    piece = b""
    for character in text:
        encoded = character.encode("utf-8")
        if len(piece) + len(encoded) > WORD:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def _body(message: Message, stem: str) -> str:
    body = _part("text/plain; charset=utf-8", message.text.encode("utf-8"))
    if message.html is not None:
        html = _part("text/html; charset=utf-8", message.html.encode("utf-8"))
        body = _multipart("alternative", [body, html], f"=_{stem}_a")
    if message.attachments:
        files = [_file(attachment) for attachment in message.attachments]
        body = _multipart("mixed", [body, *files], f"=_{stem}_m")
    return body


def _part(media_type: str, content: bytes, disposition: str = "") -> str:
    lines = base64.encodebytes(content).decode().replace("\n", "\r\n")
    return (
        f"Content-Type: {media_type}\r\n{disposition}"
        f"Content-Transfer-Encoding: base64\r\n\r\n{lines}"
    )


def _multipart(kind: str, parts: list[str], boundary: str) -> str:
    inside = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'
    return f"{head}{inside}--{boundary}--\r\n"


def _file(attachment: Attachment) -> str:
    name = quote(_one_line(attachment.filename), safe="")
    disposition = f"Content-Disposition: attachment;\r\n filename*=utf-8''{name}\r\n"
    return _part(_one_line(attachment.media_type), attachment.content, disposition)
