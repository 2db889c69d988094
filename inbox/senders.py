"""Who is speaking: machines that answer by themselves, bounces, and what our server found."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from inbox.mail import Mail, header_text

BOUNCE_SENDERS = re.compile(r"^(mailer-daemon|postmaster|postmaster@.*|mailer-daemon@.*)", re.I)
BOUNCE_SUBJECTS = re.compile(
    r"退信|系统退信|投递失败|无法投递|未送达|发送失败|Undeliver|Delivery Status|"
    r"Returned mail|failure notice|Mail delivery failed",
    re.I,
)
AUTO_SUBJECTS = re.compile(
    r"^\s*(自动回复|自動回覆|自动答复|Automatic reply|Auto[- ]?reply|休假)", re.I
)
ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Machine:
    """A mail that no person wrote: auto_reply, bounce or ignored, and why we think so."""

    kind: str
    reason: str
    failed: tuple[str, ...] = ()  # addresses that bounced for good


def find_machine(mail: Mail) -> Machine | None:
    """Recognise bounces, automatic answers (RFC 3834), read receipts and mailing loops."""
    if failed := _bounced(mail):
        return Machine("bounce", "退信", failed)
    report = str(mail.message.get_param("report-type") or "").lower()
    if report == "disposition-notification":
        return Machine("auto_reply", "已读回执")
    if mail.header("X-Duban-Id"):
        return Machine("ignored", "本系统发出的邮件又回到了收件箱")
    auto = mail.header("Auto-Submitted").strip().lower()
    if auto and not auto.startswith("no"):
        return Machine("auto_reply", f"自动答复（Auto-Submitted: {auto[:40]}）")
    if mail.header("X-Autoreply") or mail.header("X-Autorespond"):
        return Machine("auto_reply", "自动答复（X-Autoreply）")
    if AUTO_SUBJECTS.match(mail.subject):
        return Machine("auto_reply", "自动答复（标题）")
    if mail.header("Precedence").strip().lower() in ("bulk", "junk", "list"):
        return Machine("ignored", "群发邮件")
    return None


def authentication_verdict(mail: Mail, trusted: str) -> str:
    """Return pass, fail or none: what the server we trust says of the sender (RFC 8601).

    Only the topmost header counts, and only under the trusted server's name: any other
    may have been written by the sender.
    """
    values = mail.message.get_all("Authentication-Results", [])
    if not trusted or not values:
        return "none"
    top = " ".join(str(values[0]).split())
    name, _, results = top.partition(";")
    if (name.split() or [""])[0].lower() != trusted.lower():
        return "none"
    verdicts = dict(re.findall(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", results.lower()))
    if "dmarc" in verdicts:
        return {"pass": "pass", "fail": "fail"}.get(verdicts["dmarc"], "none")
    if "pass" in verdicts.values():
        return "pass"
    return "fail" if {"fail", "softfail"} & set(verdicts.values()) else "none"


def _bounced(mail: Mail) -> tuple[str, ...]:
    """Return the addresses a bounce is about; of plain HTML ones, what stands near the words."""
    if mail.message.get_content_type() == "multipart/report" and str(
        mail.message.get_param("report-type") or ""
    ).lower() in ("delivery-status", ""):
        found = _permanent_failures(mail.message)
        return found or ("",)
    from_machine = bool(BOUNCE_SENDERS.match(mail.sender)) or mail.header("Return-Path") == "<>"
    if not from_machine or not BOUNCE_SUBJECTS.search(mail.subject):
        return ()
    found = _permanent_failures(mail.message)
    named = [a.lower() for a in ADDRESS.findall(mail.text) if not BOUNCE_SENDERS.match(a)]
    return found or tuple(dict.fromkeys(named))[:1] or ("",)


def _permanent_failures(message: Message) -> tuple[str, ...]:
    try:
        _, permanent = all_failures(
            email.message_from_bytes(message.as_bytes(), policy=email.policy.compat32)
        )
    except (ValueError, TypeError, LookupError, AttributeError, UnicodeError):
        return ()  # a malformed report: the words of the mail are read instead
    return tuple(sorted(a.decode("ascii", "replace").lower() for a in permanent))


def token_places(mail: Mail) -> list[str]:
    """Return the texts in which a reply token may stand: addresses, references, subject."""
    return [*mail.recipients, *mail.references, header_text(mail.message, "Subject")]
