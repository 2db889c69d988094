"""Mails that no person wrote: bounces, automatic answers, read receipts, mailing loops."""

import logging
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from inbox.headers import raw_header
from inbox.mail import Mail
from inbox.raw_policy import RAW

POSTMEN = re.compile(
    r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|bounces?|microsoftexchange[0-9a-f]*|"
    r"mdaemon|mail\.?system|system)(@|$)"
)
BOUNCE_SUBJECT = re.compile(
    r"退信|退件|未送达|未傳遞|无法(投递|送达|传递)|無法(投遞|送達|傳遞)|投递(失败|状态)|"
    r"投遞失敗|传递失败|"
    r"(发送|寄送)失败|邮件.{0,6}(被退回|被拒)|undeliver|returned mail|failure notice|mail delivery|"
    r"delivery (status|failure|failed|notif|has failed)|mail.{0,8}(bounce|returned|failed)|"
    r"could not be delivered",
    re.I,
)
BOUNCE_TEXT = re.compile(
    BOUNCE_SUBJECT.pattern
    + r"|(not|un)\s?able to deliver|wasn't able to deliver|(not|cannot) be delivered|"
    r"(failed|unable) to (deliver|send)|user unknown|unknown user|no such (user|recipient)|"
    r"delivery (to the|error|of)|permanent (fatal )?error|(mailbox|address|account) .{0,40}"
    r"(full|not (exist|found)|disabled|unavailable|unknown)|很遗憾.{0,30}(退回|无法)",
    re.I,
)
FRESH_BOUNCE = re.compile(  # how a subject begins that no person would give a letter
    r"^\W{0,2}(系统退信|来自\S{2,10}的退信|退信[:：]|未送达\s*[:：]|"
    r"(returned mail|undeliver(ed|able) mail|undeliverable\s*:|failure notice|"
    r"mail delivery (failed|failure)|"
    r"delivery (failure|failed|status notification \(failure\))|"
    r"mail (could not be|system error|returned))\b)",
    re.I,
)
ANSWERS = re.compile(r"^\W{0,2}(re|fwd?|回复|答复|转发)\s*[:：]", re.I)  # a person's own subject
DELAYED = re.compile(r"delayed|延迟投递|投递延迟|暂时无法|稍后(会|将)?(继续|重新|再)", re.I)
STILL_TRYING = re.compile(
    r"(还会|仍会|仍将|将会?|会)(继续|再次|重新)(尝试|重试|投递|发送)|"
    r"(will|to) (continue to try|keep trying|be retried)|"
    r"(attempts|delivery) will continue|no action is required|still being retried",
    re.I,
)
AUTO_SUBJECT = re.compile(
    r"^\W{0,3}((re|回复|答复)\s*[:：]\s*)?\W{0,2}(系统)?(自动(回复|答复|应答|转发)|自動(回覆|回復)|"
    r"automatic reply|auto[- ]?(reply|response|matic)|autoreply|auto\s*:|out of (the )?office|"
    r"(外出|休假|出差|年假|产假)(自动|通知|提醒|中|期间)|不在办公室)|"
    r".{0,200}\((automatic (reply|response)|auto-?reply)\)\s*$",
    re.I,
)
AUTO_TEXT = re.compile(
    r"^\W{0,4}(\S{0,12}[，,：:！!]?\s*)?(这|此|本邮件|本信|以下)?(是|为|系)?(一封)?"
    r"(由?系统)?(的)?自动(回复|答复|应答|发送|发出)",
)
READ_SUBJECT = re.compile(
    r"^\W{0,2}(已读|未读|已閱讀|讀取|邮件收条|收条|(已读|阅读|读取)(回执|报告|通知)|read|not read|"
    r"read[- ]?receipt|disposition)\s*[:：]|^\W{0,2}(已读回执|阅读回执|邮件收条)",
    re.I,
)
MAILBOX = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
SAYS_AUTO = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "X-Auto-Reply")
SAYS_LIST = ("List-Id", "List-Unsubscribe", "List-Post")
FAILED = "failed"  # the action of a delivery status (RFC 3464)
MOST_HOPS = 40  # Received headers: more of them is a loop


# It tells the log of each malformed mail, with a traceback, and goes on.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Machine:
    """A mail that no person wrote: auto_reply, bounce or ignored, and why we think so."""

    kind: str
    reason: str
    failed: tuple[str, ...] = ()  # addresses that bounced for good


def find_machine(mail: Mail, *, own_address: str = "") -> Machine | None:
    """Recognise bounces, automatic answers (RFC 3834), read receipts and mailing loops."""
    return _report(mail) or _bounce(mail) or _loop(mail, own_address) or _automatic(mail)


def _report(mail: Mail) -> Machine | None:
    """Read a multipart/report (RFC 3462): what was not delivered, or that a mail was opened."""
    message = mail.message
    kind = str(message.get_param("report-type") or "").lower()
    if message.get_content_type() != "multipart/report":
        return None
    if kind == "disposition-notification":
        return Machine("auto_reply", "已读回执")
    if kind == "feedback-report":
        return Machine("ignored", "投诉报告")
    fields = _delivery_fields(message)
    actions = {action for action, _ in fields}
    if actions and FAILED not in actions:
        return Machine("ignored", "投递延迟或已送达的通知，不是退信")
    failed = [address for action, address in fields if action == FAILED and address]
    return Machine("bounce", "退信", tuple(dict.fromkeys(failed)) or _permanent(mail) or ("",))


def _bounce(mail: Mail) -> Machine | None:
    """Recognise a bounce that is no report: QQ's and 163's pages, qmail, Exchange in Chinese."""
    empty_path = mail.header("Return-Path").strip() == "<>" or bool(
        mail.header("X-Failed-Recipients")
    )
    nobody = not mail.senders and (empty_path or "<>" in mail.header("From"))
    from_postman = nobody or any(map(POSTMEN.match, mail.senders))
    text = mail.text[:1500]
    spoken = BOUNCE_SUBJECT.search(mail.subject) or BOUNCE_TEXT.search(text)
    is_fresh = bool(FRESH_BOUNCE.match(mail.subject) and BOUNCE_TEXT.search(text))
    is_mechanical = from_postman or empty_path
    if not (is_mechanical or spoken):
        return None
    permanent = _permanent(mail)
    by_words = is_fresh or (spoken and permanent and not ANSWERS.match(mail.subject))
    if not (by_words or (is_mechanical and (spoken or permanent))):
        return None
    if DELAYED.search(mail.subject) or (STILL_TRYING.search(text) and not permanent):
        return Machine("ignored", "投递延迟的通知，不是退信")
    named = MAILBOX.findall(mail.header("X-Failed-Recipients"))
    named = named or list(permanent) or MAILBOX.findall(mail.text)
    others = [a.lower() for a in named if not POSTMEN.match(a.lower())]
    return Machine("bounce", "退信", tuple(dict.fromkeys(others))[:1] or ("",))


def _loop(mail: Mail, own_address: str) -> Machine | None:
    if mail.header("X-Duban-Id") or (own_address and mail.sender == own_address.lower()):
        return Machine("ignored", "本系统发出的邮件又回到了收件箱")
    if len(mail.message.get_all("Received", [])) > MOST_HOPS:
        return Machine("ignored", "邮件在服务器间循环转发")
    if any(map(mail.header, SAYS_LIST)):
        return Machine("ignored", "邮件列表群发")
    if mail.header("Precedence").strip().lower() in ("bulk", "junk", "list"):
        if AUTO_SUBJECT.match(mail.subject):
            return Machine("auto_reply", "自动答复（标题）")
        return Machine("ignored", "群发邮件")
    return None


def _automatic(mail: Mail) -> Machine | None:
    auto = mail.header("Auto-Submitted").strip().lower()
    if auto and not auto.startswith("no"):
        return Machine("auto_reply", f"自动答复（Auto-Submitted: {auto[:40]}）")
    if any(mail.header(name) for name in SAYS_AUTO):
        return Machine("auto_reply", "自动答复（X-Autoreply）")
    if mail.header("Precedence").strip().lower() in ("auto_reply", "auto-reply"):
        return Machine("auto_reply", "自动答复（Precedence）")
    if READ_SUBJECT.search(mail.subject):
        return Machine("auto_reply", "已读回执")
    if AUTO_SUBJECT.match(mail.subject):
        return Machine("auto_reply", "自动答复（标题）")
    if AUTO_TEXT.match(mail.text[:200]):
        return Machine("auto_reply", "自动答复（正文）")
    if mail.header("Return-Path").strip() == "<>" or any(map(POSTMEN.match, mail.senders)):
        return Machine("ignored", "邮件系统的通知")
    if str(mail.message.get_param("method") or "").upper() == "REPLY":
        return Machine("auto_reply", "会议答复")
    return None


def _delivery_fields(message: Message) -> list[tuple[str, str]]:
    """Return (action, recipient) of each recipient in a delivery status (RFC 3464)."""
    found = []
    for part in message.walk():
        if not part.get_content_type().endswith("delivery-status"):
            continue
        inside = part.get_payload()
        blocks = inside if isinstance(inside, list) else []
        for block in (one for one in blocks if isinstance(one, Message)):
            recipient = raw_header(block, "Final-Recipient") or raw_header(
                block, "Original-Recipient"
            )
            action = raw_header(block, "Action").strip().lower()
            action = FAILED if action.startswith("fail") else action  # "failure", "failed (why)"
            if recipient or action:
                found.append((action, recipient.rpartition(";")[2].strip().strip("<>").lower()))
    return found


def _permanent(mail: Mail) -> tuple[str, ...]:
    """Return the addresses that a bounce in one of many servers' own forms names."""
    try:
        _, permanent = all_failures(message_from_bytes(mail.beginning, policy=RAW))
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
        return ()  # a malformed report: the words of the mail are read instead
    return tuple(sorted(a.decode("ascii", "replace").lower() for a in permanent))
