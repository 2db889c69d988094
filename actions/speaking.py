"""Who is speaking, and of which of our messages: tokens, contacts, what the server found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from inbox.headers import raw_header
from inbox.mail import Mail
from inbox.senders import authentication_verdict
from inbox.tokens import read_reply_token
from models import Contact, OutgoingMessage
from rules.office import Office

TOKEN = re.compile(r"(?<![0-9a-z])([0-9a-z]{1,13}-[0-9a-z]{1,6}-[a-z2-7]{20})(?![0-9a-z])", re.I)
SPEAKS_FOR = select(Contact.department_id).where(
    func.lower(Contact.address) == bindparam("address"), col(Contact.active).is_(True)
)
LOOKED_THROUGH = 100_000  # characters of a text in which a token may stand
MOST_TOKENS = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing of a mail is taken, and what its sender is told: refused, or nothing at all."""

    reason: str
    verdict: str
    kind: str = "triage"  # triage | rejected
    answer: str | None = None


def find_answered(
    session: Session, mail: Mail, *, office: Office, today: date
) -> OutgoingMessage | Refusal:
    """Return the message of ours that a mail answers.

    An address, In-Reply-To or a subject counts most and must not contradict each other; the
    References of a long thread and a mail forwarded whole only help where they are silent. A token
    in the words of a mail proves nothing: who can paste them has not been written to.
    """
    for texts in _places(mail, office):
        numbers = tokens_in(texts, office, today=today)
        if len(numbers) > 1:
            numbers = _of_one_matter(session, numbers)
        if len(numbers) > 1:
            return Refusal("邮件中的回复凭据互相矛盾", "conflicting")
        message = session.get(OutgoingMessage, numbers[0]) if numbers else None
        if message is not None:
            return message
    everything = [text for texts in _places(mail, office) for text in texts]
    if tokens_in(everything, office, today=date.min):
        return _unanswerable(session, mail, "回复凭据已过期")
    return _unanswerable(session, mail, "不是对本办邮件的回复")


def refuse_speaker(
    session: Session, mail: Mail, outgoing: OutgoingMessage, *, trusted: str
) -> Refusal | None:
    """Return why the sender is not believed, or None for a contact of that department."""
    if outgoing.department_id is None:
        return Refusal("所答复的不是发给责任单位的邮件", "unsigned")
    if len(mail.senders) > 1:
        return Refusal("发件人不止一个，身份可疑", "forged", kind="rejected")
    verdict = authentication_verdict(mail, trusted)
    if verdict == "fail":
        return Refusal("发件人身份验证未通过（SPF、DKIM 或 DMARC）", "forged", kind="rejected")
    departments = departments_of(session, mail.sender)
    if outgoing.department_id in departments and verdict == "unseen":
        return Refusal(
            "收信服务器没有验证发件人身份，已请单位联系人确认", "unsigned", answer="confirm"
        )
    if outgoing.department_id in departments:
        return None
    if departments:
        return Refusal("发件人是其他单位的联系人，不能替该单位答复", "stranger", answer="refused")
    return Refusal("发件人不在该单位的联系人之列，已请联系人确认", "stranger", answer="confirm")


def tokens_in(texts: Iterable[str], office: Office, *, today: date) -> list[int]:
    """Return the numbers of our messages that good tokens in `texts` name, in their order."""
    candidates = [candidate for text in texts for candidate in TOKEN.findall(text[:LOOKED_THROUGH])]
    read = (
        read_reply_token(office.keys, candidate, today=today)
        for candidate in dict.fromkeys(candidates[:MOST_TOKENS])
    )
    return list(dict.fromkeys(token.outgoing_id for token in read if token is not None))


def departments_of(session: Session, address: str) -> set[int]:
    """Return the departments that an address speaks for."""
    if not address:
        return set()
    return set(session.exec(SPEAKS_FOR, params={"address": address.lower()}))


def _places(mail: Mail, office: Office) -> list[list[str]]:
    """Return the texts in which a token may stand, the surest first."""
    inner = [
        raw_header(head, name)
        for head in mail.inner_heads
        for name in ("Reply-To", "Message-ID", "To", "In-Reply-To")
    ]
    ours = [address for address in mail.recipients if address.endswith(f"@{office.domain}")]
    strong = [*ours, *mail.in_reply_to, mail.subject]
    return [strong, *([one] for one in reversed(mail.references)), inner]


def _of_one_matter(session: Session, numbers: Sequence[int]) -> list[int]:
    """Return the newest of several messages if all ask one department about the same tasks."""
    messages = [session.get(OutgoingMessage, number) for number in numbers]
    matters = {
        (message.department_id, tuple(sorted(message.task_ids)), message.return_id)
        for message in messages
        if message is not None
    }
    return [max(numbers)] if len(matters) == 1 and all(messages) else list(numbers)


def _unanswerable(session: Session, mail: Mail, reason: str) -> Refusal:
    """A contact is told where answers go; to anybody else nothing is said."""
    if departments_of(session, mail.sender):
        return Refusal(reason, "contact", answer="refused")
    return Refusal(f"{reason}，发件人也不是联系人", "stranger")
