"""Headers as clients write them: RFC 2047 words cut anywhere, raw 8-bit bytes, odd addresses."""

import base64
import binascii
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from inbox.charsets import decode_bytes, without_surrogates
from inbox.raw_policy import LONGEST

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
BETWEEN_WORDS = re.compile(r"\?=\s+=\?")
CUT_WORDS = re.compile(r"=\?([^?\s]{1,60})\?[bB]\?([A-Za-z0-9+/]+)\?==\?\1\?[bB]\?")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\([^()]*\)")
ADDRESS = re.compile(r"^[^\s@<>\"(),;:]{1,200}@[^\s@<>\"(),;:]{1,200}$")

MOST_ADDRESSES = 200


def raw_header(message: Message, name: str) -> str:
    """Return all headers of that name as they were written, unfolded; bytes above 127 escaped."""
    values = [str(value) for value in message.get_all(name, [])]
    return ", ".join(re.sub(r"\r?\n[ \t]*", " ", value) for value in values)[:LONGEST]


def whole_head(message: Message) -> str:
    """Return every header as it was written; what a library cannot write again is no obstacle."""
    return "\n".join(f"{name}: {value}" for name, value in message.items())


def header_text(message: Message, name: str) -> str:
    """Return a header decoded, or an empty string."""
    return decode_header(raw_header(message, name))


def decode_header(value: str) -> str:
    """Decode RFC 2047 words wherever they stand, and raw bytes in UTF-8 or GB18030."""
    text = CUT_WORDS.sub(_joined, BETWEEN_WORDS.sub("?==?", value))
    pieces: list[tuple[bytes, str | None]] = []
    end = 0
    for match in WORD.finditer(text):
        _add(pieces, _raw_bytes(text[end : match.start()]), None)
        charset = match[1].partition("*")[0].lower()
        _add(pieces, _word(match[2], match[3]), charset)
        end = match.end()
    _add(pieces, _raw_bytes(text[end:]), None)
    return without_surrogates("".join(decode_bytes(*piece) for piece in pieces))


def addresses_in(message: Message, *names: str) -> list[str]:
    """Return the bare addresses of headers, in small letters.

    The structure is read before words are decoded: a decoded name may look like an address.
    """
    found = []
    for name in names:
        if value := raw_header(message, name):
            found += _bare_addresses(WORD.sub("x", value))
    return [without_surrogates(address) for address in dict.fromkeys(found)][:MOST_ADDRESSES]


def file_name(part: Message) -> str:
    """Return a part's file name: RFC 2231, RFC 2047, raw bytes, and their mixtures."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        try:
            value = part.get_param(parameter, header=header)
        except (ValueError, TypeError, LookupError, AttributeError):
            return "未命名附件"
        if value:
            return _name(value)
    return ""


def _bare_addresses(value: str) -> list[str]:
    """Return every address of a list: in its angle brackets, else standing alone."""
    plain = COMMENT.sub(" ", QUOTED.sub(" ", value))
    found = []
    for mailbox in re.split(r"[,;]", plain):
        angled = re.findall(r"<([^<>]*)>", mailbox)
        found += [piece.rpartition(":")[2] for piece in angled] or [mailbox.rpartition(":")[2]]
    return [address.lower() for address in map(str.strip, found) if ADDRESS.match(address)]


def _name(value: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(value, tuple):
        charset, _, text = value
        decoded = decode_bytes(text.encode("latin-1", "replace"), charset)
    elif match := re.match(r"([\w-]{1,40})'[\w-]*'(.+)", value, re.S):  # RFC 2231 as if plain
        decoded = decode_bytes(unquote_to_bytes(match[2]), match[1])
    elif re.search(r"(?:%[0-9A-Fa-f]{2}){2,}", value) and value.isascii():
        decoded = decode_bytes(unquote_to_bytes(value), None)
    else:
        decoded = value
    return decode_header(decoded.replace("\r", "").replace("\n", "")).strip().strip('"')


def _joined(match: re.Match[str]) -> str:
    """Join two words where one group of four letters was cut over them."""
    return f"=?{match[1]}?B?{match[2]}" if len(match[2]) % 4 else match[0]


def _add(pieces: list[tuple[bytes, str | None]], content: bytes, charset: str | None) -> None:
    """Add a piece; one character may be cut over two words of the same charset."""
    if not content:
        return
    if charset and pieces and pieces[-1][1] == charset:
        pieces[-1] = (pieces[-1][0] + content, charset)
    else:
        pieces.append((content, charset))


def _raw_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _word(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
        try:
            return base64.b64decode(letters + "=" * (-len(letters) % 4))
        except binascii.Error:
            return base64.b64decode(letters[: len(letters) // 4 * 4])
    quoted = text.replace("_", " ").encode("utf-8", "surrogateescape")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), quoted)
