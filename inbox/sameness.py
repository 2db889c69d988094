"""When two mails are one: their copies differ in their way here, not in what was written."""

import hashlib
import re

MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]*(<[^<>\r\n]{1,400}>)", re.I | re.M)
EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
SAID = re.compile(rb"(?im)^(?:from|to|subject|date|in-reply-to):[^\r\n]*")
WRITER = re.compile(rb"(?im)^(?:from|date):[^\r\n]*")
DATE = re.compile(rb"(?im)^date:[ \t]*[^\r\n \t]")
AUTHENTICATION = re.compile(rb"(?im)^authentication-results:(?:[^\r\n]|\r?\n[ \t])*")


def mail_key(raw: bytes) -> str:
    """Return what makes a mail one mail: its Message-ID, or the hash of what was written.

    Where it has neither Message-ID nor Date, two mails of the same words may be two: all counts.
    """
    head, body = split_mail(raw)
    match = MESSAGE_ID.search(head)
    if match:
        return match[1].decode("utf-8", errors="replace")
    if DATE.search(head) is None:
        return f"sha256:{hashlib.sha256(raw).hexdigest()}"
    written = b"\n".join([*sorted(SAID.findall(head)), b"", body.strip()])
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def twin_key(key: str, raw: bytes) -> str:
    """Return the key of another mail under a Message-ID that was used before."""
    digest = hashlib.sha256(repr(what_was_written(raw)).encode()).hexdigest()
    return f"{key}#{digest[:16]}"


def is_the_same(known: bytes, raw: bytes) -> bool:
    """Tell whether two mails under one Message-ID are one: copies differ in their way here."""
    return known == raw or what_was_written(known) == what_was_written(raw)


def letter_of(raw: bytes) -> tuple[bytes, tuple[bytes, ...]] | None:
    """Return the words of a mail, with their writer and their second; None without a date.

    Nobody writes the same words twice in one second: it is one letter, whatever it is called.
    """
    head, body = split_mail(raw)
    signed = tuple(sorted({line.strip().lower() for line in WRITER.findall(head)}))
    return (body.strip(), signed) if DATE.search(head) else None


def split_mail(raw: bytes) -> tuple[bytes, bytes]:
    """Return the head and the body: what stands before and after the first empty line."""
    found = EMPTY_LINE.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def what_was_written(raw: bytes) -> tuple[bytes, list[bytes], bytes, bool]:
    """Return the words, who looked at the sender, and whether that spoke against him.

    The same words once refused as forged, or not vouched for, and then vouched for, are not the
    same event.
    """
    head, body = split_mail(raw)
    results = AUTHENTICATION.findall(head)
    server = results[0].partition(b":")[2].partition(b";")[0].strip().lower() if results else b""
    doubted = any(b"fail" in line.lower() for line in results)
    return body.strip(), sorted(SAID.findall(head)), server, doubted
