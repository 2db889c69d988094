"""Reads mail as it exists: wrong charset labels, raw 8-bit headers, HTML only, odd file names."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from urllib.parse import unquote_to_bytes

from inbox.html_text import text_of_html

RIGHT_CHARSET = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
TEXT_LIMIT = 200_000  # characters; nobody answers at greater length


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a mail."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, decoded as well as it can be; nothing here raises on bad input."""

    message: Message = field(repr=False)
    sender: str
    subject: str
    message_id: str
    recipients: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    parts: tuple[Part, ...] = ()
    encrypted: bool = False

    def header(self, name: str) -> str:
        """Return one header decoded, or an empty string."""
        return header_text(self.message, name)


def read_mail(raw: bytes) -> Mail:
    """Parse raw bytes; what cannot be read is left out, never an error."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    own_text, parts = _contents(message)
    recipients = [
        address
        for name in ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
        for _, address in getaddresses([header_text(message, name)])
    ]
    return Mail(
        message=message,
        sender=parseaddr(header_text(message, "From"))[1].lower(),
        subject=" ".join(header_text(message, "Subject").split()),
        message_id=header_text(message, "Message-ID").strip(),
        recipients=tuple(dict.fromkeys(filter(None, recipients))),
        references=tuple(
            re.findall(
                r"<[^<>\s]+>",
                f"{header_text(message, 'In-Reply-To')} {header_text(message, 'References')}",
            )
        ),
        text=own_text[:TEXT_LIMIT],
        parts=tuple(parts),
        encrypted=_is_encrypted(message),
    )


def header_text(message: Message, name: str) -> str:
    """Return a header decoded: RFC 2047 words, or raw 8-bit bytes in UTF-8 or GB18030."""
    values = message.get_all(name, [])
    return ", ".join(_decoded_header(str(value)) for value in values)


def decode_bytes(content: bytes, charset: str | None) -> str:
    """Return text from bytes whose label may lie: strict first, then what Chinese mail uses."""
    label = (charset or "utf-8").lower().strip("\"' ")
    for candidate in (RIGHT_CHARSET.get(label, label), "utf-8", "gb18030", "big5"):
        try:
            return content.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", errors="replace")


def _decoded_header(value: str) -> str:
    raw = value.encode("ascii", errors="surrogateescape") if _is_escaped(value) else None
    if raw is not None:
        return decode_bytes(raw, None)
    try:
        pieces = decode_header(re.sub(r"\r?\n[ \t]?", " ", value))
    except (MessageError, ValueError):
        return value
    joined: list[tuple[bytes, str | None]] = []
    for piece, charset in pieces:
        content = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        if joined and charset and joined[-1][1] == charset:  # one character cut over two words
            joined[-1] = (joined[-1][0] + content, charset)
        else:
            joined.append((content, charset))
    return "".join(decode_bytes(content, charset) for content, charset in joined)


def _is_escaped(value: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in value)


def _contents(message: Message) -> tuple[str, list[Part]]:
    """Return the text to read and the files; of alternatives the plain text wins."""
    texts: list[str] = []
    pages: list[str] = []
    parts: list[Part] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        name = _file_name(part)
        content = _payload(part)
        if name or part.get_content_disposition() == "attachment":
            parts.append(Part(name or "未命名附件", kind, content))
        elif kind == "text/plain":
            texts.append(decode_bytes(content, part.get_content_charset()))
        elif kind == "text/html":
            pages.append(text_of_html(decode_bytes(content, part.get_content_charset())))
    plain = "\n".join(texts).strip()
    return (plain or "\n".join(pages).strip()), parts


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold content; a forwarded mail inside is not our sender's words."""
    if message.get_content_type() == "message/rfc822":
        return
    if message.is_multipart():
        payload = message.get_payload()
        for part in payload if isinstance(payload, list) else []:
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    """Return a part's file name: RFC 2231, RFC 2047, raw bytes, and their mixtures."""
    try:
        name = part.get_param("filename", header="content-disposition") or part.get_param("name")
    except (ValueError, TypeError):
        return "未命名附件"
    if isinstance(name, tuple):
        charset, _, value = name
        name = decode_bytes(value.encode("latin-1", "replace"), charset)
    elif isinstance(name, str) and "''" in name[:20]:  # RFC 2231 written as if it were plain
        charset, _, value = name.partition("''")
        name = decode_bytes(unquote_to_bytes(value), charset)
    return _decoded_header(str(name)).strip() if name else ""


def _is_encrypted(message: Message) -> bool:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        return True
    smime = str(message.get_param("smime-type") or "")
    return kind.endswith("pkcs7-mime") and "signed" not in smime
