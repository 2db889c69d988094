"""When two mails are one: their copies differ in their way here, not in what was written."""

import hashlib
import re

MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]*(<[^<>\r\n]{1,400}>)", re.I | re.M)
EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
SAID = re.compile(rb"(?im)^(?:from|to|subject|date|in-reply-to):[^\r\n]*")
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


def split_mail(raw: bytes) -> tuple[bytes, bytes]:
    """Return the head and the body: what stands before and after the first empty line."""
    found = EMPTY_LINE.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def what_was_written(raw: bytes) -> tuple[bytes, list[bytes], bool]:
    """Return the words, and whether the way here spoke against the sender.

    The same words once refused as forged, then vouched for, are not the same event.
    """
    head, body = split_mail(raw)
    doubted = any(b"fail" in line.lower() for line in AUTHENTICATION.findall(head))
    return body.strip(), sorted(SAID.findall(head)), doubted
