"""Mails inside mails: winmail.dat, an S/MIME signature around its text, an armoured PGP text."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from inbox.charsets import decode_bytes

TNEF_SIGNATURE = 0x223E9F78
TITLE, DATA, START, BODY, ATTACHED = 0x8010, 0x800F, 0x9002, 0x800C, 0x9005
LONG_NAME = b"\x1f\x00\x07\x37"  # PR_ATTACH_LONG_FILENAME, in UTF-16
SIGNED_DATA = bytes.fromhex("06092a864886f70d010701")  # id-data, before the content it announces
DEEPEST = 8
CLEAR, SIGNATURE, ENCRYPTED = (
    f"-----BEGIN PGP {what}-----" for what in ("SIGNED MESSAGE", "SIGNATURE", "MESSAGE")
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was inside a winmail.dat."""

    text: str
    files: tuple[tuple[str, bytes], ...]


def unpack_tnef(content: bytes) -> Unpacked | None:
    """Return the text and the files of a winmail.dat, or None if it is none."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != TNEF_SIGNATURE:
        return None
    text, names, files = "", [""], [b""]
    for attribute, data in _attributes(content):
        if attribute == BODY:
            text = decode_bytes(data.rstrip(b"\0"), "gb18030")
        elif attribute == START:
            names.append("")
            files.append(b"")
        elif attribute == TITLE:
            names[-1] = names[-1] or decode_bytes(data.rstrip(b"\0"), "gb18030")
        elif attribute == ATTACHED:
            names[-1] = _long_name(data) or names[-1]
        elif attribute == DATA:
            files[-1] = data
    found = [(n or "未命名附件", f) for n, f in zip(names, files, strict=True) if f]
    return Unpacked(text, tuple(found))


def signed_content(content: bytes) -> bytes | None:
    """Return the mail inside an opaque S/MIME signature (RFC 8551), or None if there is none."""
    found = content.find(SIGNED_DATA)
    if found < 0:
        return None
    pieces = list(_octets(content, found + len(SIGNED_DATA), len(content), DEEPEST))
    return b"".join(pieces) or None


def without_armour(text: str) -> str:
    """Return the words of a text that PGP signed in clear."""
    before, begun, rest = text.partition(CLEAR)
    if not begun:
        return text
    signed = rest.partition("\n\n")[2].partition(SIGNATURE)
    after = signed[2].partition("-----END PGP SIGNATURE-----")[2]
    return before + re.sub(r"(?m)^- ", "", signed[0]) + after


def is_armoured(text: str) -> bool:
    """Tell whether a text is an encrypted PGP message."""
    return text.lstrip().startswith(ENCRYPTED)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the data of each attribute; a damaged tail is left out."""
    place = 6
    while place + 9 <= len(content):
        _, attribute, _, size = struct.unpack_from("<BHHI", content, place)
        start = place + 9
        if start + size > len(content):
            return
        yield attribute, content[start : start + size]
        place = start + size + 2


def _long_name(data: bytes) -> str:
    place = data.find(LONG_NAME)
    if place < 0 or place + 12 > len(data):
        return ""
    size = struct.unpack_from("<I", data, place + 8)[0]
    return data[place + 12 : place + 12 + size].decode("utf-16-le", "replace").rstrip("\0")


def _octets(content: bytes, place: int, end: int, depth: int) -> Iterator[bytes]:
    """Yield the octet strings of the next value, whole or in pieces, of known length or not."""
    while depth and place + 2 <= end:
        tag = content[place]
        size, start = _size(content, place + 1)
        if size is None or start > end:
            return
        stop = end if size < 0 else min(end, start + size)
        if tag == 0x04:
            yield content[start:stop]
        elif tag in (0x24, 0xA0):
            yield from _octets(content, start, stop, depth - 1)
        if tag not in (0x04, 0x24) or size < 0:
            return
        place = stop


def _size(content: bytes, place: int) -> tuple[int | None, int]:
    """Return a BER length (−1: not known beforehand) and where the value starts."""
    first = content[place]
    if first < 0x80:
        return first, place + 1
    if first == 0x80:
        return -1, place + 1
    count = first & 0x7F
    if count > 4 or place + 1 + count > len(content):
        return None, place
    return int.from_bytes(content[place + 1 : place + 1 + count], "big"), place + 1 + count
