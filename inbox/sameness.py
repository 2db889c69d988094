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
