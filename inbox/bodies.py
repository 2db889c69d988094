"""The parts of a mail: which words its sender wrote, which files came along."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from html import unescape

from inbox.charsets import decode_bytes
from inbox.containers import is_armoured, signed_content, unpack_tnef, without_armour
from inbox.errors import PageUnreadable
from inbox.figure_tables import has_figure_table
from inbox.headers import decode_header, file_name, raw_header
from inbox.pages import text_of_page
from inbox.raw_policy import RAW
from inbox.tables import has_filled_table

TEXT_LIMIT = 200_000  # characters; nobody answers at greater length
PAGE_LIMIT = 2_000_000  # bytes, all pages of a mail together
MOST_PAGES = 10
MOST_PARTS = 400
DEEPEST = 30  # parts within parts
NO_FILES = frozenset([  # parts that carry a signature or a report, not something handed in
    "application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
    "application/x-pkcs7-signature", "message/delivery-status", "text/rfc822-headers",
    "message/disposition-notification", "message/global-delivery-status",
])  # fmt: skip
UNNAMEABLE = re.compile(r"[^\w（）()【】—-]+")
ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d{2,5});")
STUB = re.compile(
    r"(不支持|无法显示|请使用|请用|支持).{0,20}(HTML|html|网页)|HTML.{0,12}(邮件|格式|"
    r"message|format)|"
    r"does not (support|appear to support)|view this (email|message)",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a mail."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Contents:
    """What was found in a mail so far."""

    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    inner_heads: list[Message] = field(default_factory=list)  # of mails that were forwarded whole
    encrypted: bool = False
    seen: int = 0
    letters: int = 0  # of the words so far
    room: int = PAGE_LIMIT  # bytes of pages that are still laid out

    def add_text(self, text: str) -> None:
        """Keep words of the sender."""
        self.texts.append(text)
        self.letters += len(text)


def read_contents(message: Message) -> Contents:
    """Return the words and the files; beyond the limits nothing more is read."""
    found = Contents()
    _read(message, found, depth=0)
    found.encrypted = found.encrypted or any(map(is_armoured, found.texts))
    found.texts = [without_armour(text) for text in found.texts]
    return found


def payload(part: Message) -> bytes:
    """Return a part's bytes, whatever its transfer encoding claims."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def charset_of(part: Message) -> str | None:
    """Return the charset a part names; a malformed one is none."""
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _read(part: Message, found: Contents, *, depth: int) -> None:
    found.seen += 1
    if found.seen > MOST_PARTS or depth > DEEPEST:
        return
    kind = part.get_content_type()
    children = _children(part)
    if kind.startswith("message/") and kind not in NO_FILES:
        _read_inner_mail(part, children, found)
    elif kind == "multipart/encrypted":
        found.encrypted = True
    elif kind == "multipart/alternative" and children:
        _read_alternatives(children, found, depth=depth)
    elif children or kind.startswith("multipart/"):
        for child in children:
            _read(child, found, depth=depth + 1)
    else:
        _read_leaf(part, kind, found, depth=depth)


def _children(part: Message) -> list[Message]:
    inside = part.get_payload() if part.is_multipart() else []
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def _read_alternatives(children: list[Message], found: Contents, *, depth: int) -> None:
    """Take one of the alternatives: the plain one, unless only the page shows what was written."""
    tried = []
    for child in children:
        one = Contents(seen=found.seen, letters=found.letters, room=found.room)
        _read(child, one, depth=depth + 1)
        found.seen, found.room = one.seen, one.room
        found.encrypted |= one.encrypted
        found.parts += one.parts
        found.inner_heads += one.inner_heads
        if any(text.strip() for text in one.texts):
            tried.append((child.get_content_type() == "text/plain", "\n".join(one.texts)))
    plain = next((text for is_plain, text in tried if is_plain), "")
    page = next((text for is_plain, text in reversed(tried) if not is_plain), "")
    found.add_text(page if page and _shows_more(page, plain) else plain or page)


def _shows_more(page: str, plain: str) -> bool:
    if not plain.strip() or has_filled_table(page) or has_figure_table(page):
        return True
    return len(plain) < 200 and len(plain) * 2 < len(page) and bool(STUB.search(plain))


def _read_leaf(part: Message, kind: str, found: Contents, *, depth: int) -> None:
    if kind in NO_FILES:
        return
    name, content = file_name(part), payload(part)
    is_file = bool(name) or part.get_content_disposition() == "attachment"
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        _read_smime(part, content, found, depth=depth)
    elif kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        _read_tnef(name, kind, content, found)
    elif is_file:
        found.parts.append(Part(name or "未命名附件", kind, content))
    elif kind == "text/plain":
        if found.letters < TEXT_LIMIT:
            found.add_text(_plain(content, charset_of(part)))
    elif kind == "text/html":
        found.add_text(_page(content, charset_of(part), found))
    elif not kind.startswith("text/") and content:
        found.parts.append(Part("未命名附件", kind, content))


def _plain(content: bytes, charset: str | None) -> str:
    """Return a plain part's words: QQ leaves the entities of the page in it."""
    beginning = content[: 4 * TEXT_LIMIT]
    if len(content) > len(beginning):  # no character is cut
        beginning = beginning[: beginning.rfind(b"\n") + 1] or beginning
    text = decode_bytes(beginning, charset)[:TEXT_LIMIT]
    return (unescape(text) if ENTITY.search(text) else text).replace("\xa0", " ")


def _page(content: bytes, charset: str | None, found: Contents) -> str:
    """Return a page's words; where there are too many pages, or one too complex, no more."""
    if found.room <= 0:
        return ""
    page = decode_bytes(content[: found.room], charset)
    found.room -= max(len(content), PAGE_LIMIT // MOST_PAGES)
    try:
        return text_of_page(page)
    except PageUnreadable:
        found.room = 0
        return ""


def _read_inner_mail(part: Message, children: list[Message], found: Contents) -> None:
    """Keep a mail that was forwarded whole as a file: its words are not our sender's."""
    inner = children[0] if children else Message()
    found.inner_heads.append(inner)
    subject = decode_header(raw_header(inner, "Subject")).strip()
    title = UNNAMEABLE.sub("_", subject)[:80] or "转发的邮件"
    name = file_name(part) or f"{title}.eml"
    try:
        content = inner.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        content = b""
    found.parts.append(Part(name, "message/rfc822", content))


def _read_smime(part: Message, content: bytes, found: Contents, *, depth: int) -> None:
    """Read what an opaque signature holds; what is enveloped stays closed."""
    kind = str(part.get_param("smime-type") or "").lower()
    inside = None if "envelop" in kind else signed_content(content)
    if inside is None:
        found.encrypted = True
        return
    _read(message_from_bytes(inside, policy=RAW), found, depth=depth + 1)


def _read_tnef(name: str, kind: str, content: bytes, found: Contents) -> None:
    unpacked = unpack_tnef(content)
    if unpacked is None:
        found.parts.append(Part(name or "winmail.dat", kind, content))
        return
    if not any(text.strip() for text in found.texts):
        found.add_text(unpacked.text[:TEXT_LIMIT])
    found.parts += [Part(n, "application/octet-stream", c) for n, c in unpacked.files]
