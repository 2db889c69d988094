"""Hearing one message: who speaks, what is answered, what was said. Nothing is changed here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from actions.asked import AskedPart, as_asked, parts_of_department, parts_of_message
from inbox.attachments import judge
from inbox.errors import WebhookRefused
from inbox.heard import Heard, HeardSender, Item, Kind
from inbox.mail import Mail, read_mail
from inbox.meaning import understand
from inbox.reply import cut_reply
from inbox.senders import Machine, authentication_verdict, find_machine, token_places
from inbox.tokens import read_reply_token
from inbox.webhooks import Call, read_call
from models import Contact, InboundMessage, OutgoingMessage
from rules.office import Office

TOKEN = re.compile(r"(?<![0-9a-z])([0-9a-z]{1,13}-[0-9a-z]{1,6}-[a-z2-7]{20})(?![0-9a-z])", re.I)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One item and the parts it is about."""

    item: Item
    parts: tuple[AskedPart, ...]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was understood, and what is to be done about it."""

    heard: Heard
    status: str  # processed | triage | ignored
    subject: str = ""
    message_id: str | None = None
    outgoing: OutgoingMessage | None = None
    department_id: int | None = None
    return_id: int | None = None
    spoken: tuple[Spoken, ...] = ()
    readings: tuple[tuple[int, float, str], ...] = ()
    failed_addresses: tuple[str, ...] = ()
    answer: str | None = None  # receipt | question | refused


def hear(
    session: Session, inbound: InboundMessage, *, today: date, office: Office, trusted: str = ""
) -> Hearing:
    """Understand one stored message."""
    if inbound.channel == "email":
        return hear_mail(session, inbound.raw, today=today, office=office, trusted=trusted)
    return _hear_call(session, inbound)


def hear_mail(
    session: Session, raw: bytes, *, today: date, office: Office, trusted: str = ""
) -> Hearing:
    """Understand one mail; nothing from its quoted part, a stranger or a forger is taken."""
    mail = read_mail(raw)
    tokens = _find_tokens(mail, office, today)
    if machine := find_machine(mail):
        return _machine(session, mail, raw, machine, office=office, today=today)
    if len(tokens) != 1:
        return _without_token(session, mail, tokens)
    outgoing = session.get(OutgoingMessage, tokens[0])
    if outgoing is None or outgoing.department_id is None:
        return _triage(mail, "所答复的不是发给责任单位的邮件", outgoing=outgoing)
    if authentication_verdict(mail, trusted) == "fail":
        return _triage(mail, "发件人身份验证未通过（SPF、DKIM 或 DMARC）", kind="rejected",
                       verdict="forged", outgoing=outgoing)  # fmt: skip
    if not _is_contact(session, mail.sender, outgoing.department_id):
        return _triage(mail, "发件人不在该单位的联系人之列", verdict="stranger", outgoing=outgoing,
                       answer="refused")  # fmt: skip
    if mail.encrypted:
        return _triage(mail, "邮件已加密，无法读取", verdict="contact", outgoing=outgoing,
                       answer="question")  # fmt: skip
    return _answer(session, mail, outgoing, today=today)


def _find_tokens(mail: Mail, office: Office, today: date) -> list[int]:
    """Return the numbers of our messages that good tokens in this mail name.

    Addresses and In-Reply-To come first; References, which a thread piles up, only after them.
    """
    for texts in (mail.recipients, mail.references[:1], mail.references[::-1], token_places(mail)):
        found = _tokens_in(texts, office, today)
        if found:
            return found
    return []


def _tokens_in(texts: Sequence[str], office: Office, today: date) -> list[int]:
    read = (
        read_reply_token(office.keys, candidate, today=today)
        for text in texts
        for candidate in TOKEN.findall(text)
    )
    found = [token.outgoing_id for token in read if token is not None]
    return list(dict.fromkeys(found))


def _answer(session: Session, mail: Mail, outgoing: OutgoingMessage, *, today: date) -> Hearing:
    parts = parts_of_message(session, outgoing)
    sender = HeardSender(mail.sender, "contact")
    attachments = judge(mail.parts)
    if not parts:
        heard = Heard("triage", sender, (), attachments, ("所答复的任务已办结或已调整",))
        return _hearing(heard, "triage", mail, outgoing, answer="question")
    text = cut_reply(mail.text, outgoing.text)
    if not text and any(attachment.accepted for attachment in attachments):
        text = "详见附件。"
    understood = understand(text, as_asked(session, parts), today=today)
    items = tuple(item for item in understood.items if item.says_anything)
    kind: Kind = "update" if items else "triage"
    doubts = understood.doubts or (() if items else ("没有读出进展、签收、异议或延期申请",))
    heard = Heard(kind, sender, items, attachments, doubts)
    spoken = _match(items, parts)
    status = "triage" if doubts else "processed"
    answer = "receipt" if items else "question"
    return replace(_hearing(heard, status, mail, outgoing, answer=answer), spoken=spoken)


def _match(items: Sequence[Item], parts: Sequence[AskedPart]) -> tuple[Spoken, ...]:
    """Tie each item to the parts it names; one that names none is about all."""
    return tuple(
        Spoken(item, tuple(p for p in parts if item.task is None or p.task.key == item.task))
        for item in items
    )


def _machine(
    session: Session, mail: Mail, raw: bytes, machine: Machine, *, office: Office, today: date
) -> Hearing:
    kinds: dict[str, Kind] = {"bounce": "bounce", "auto_reply": "auto_reply"}
    kind = kinds.get(machine.kind, "ignored")
    heard = Heard(kind, HeardSender(mail.sender, "machine"), reasons=(machine.reason,))
    if kind != "bounce":
        return Hearing(heard, "ignored", mail.subject, mail.message_id or None)
    ours = _tokens_in([raw.decode("latin-1")], office, today)
    outgoing = session.get(OutgoingMessage, ours[0]) if ours else None
    if outgoing is None:
        return Hearing(heard, "triage", mail.subject, mail.message_id or None)
    failed = tuple(filter(None, machine.failed))
    return replace(
        _hearing(heard, "processed", mail, outgoing, answer=None), failed_addresses=failed
    )


def _without_token(session: Session, mail: Mail, tokens: Sequence[int]) -> Hearing:
    if tokens:
        return _triage(mail, "邮件中的回复凭据互相矛盾")
    known = session.exec(
        select(Contact.department_id).where(func.lower(Contact.address) == mail.sender)
    ).first()
    if known is None:
        return _triage(mail, "不是对本办邮件的回复，发件人也不是联系人", verdict="stranger")
    return _triage(
        mail, "不是对本办邮件的回复，或回复凭据已过期", verdict="contact", answer="refused"
    )


def _hear_call(session: Session, inbound: InboundMessage) -> Hearing:
    """Understand a webhook call or a form: signed by a department, so its words are its own."""
    sender = HeardSender(inbound.sender or inbound.mailbox, inbound.channel)
    try:
        call = read_call(inbound.raw)
    except WebhookRefused as refused:
        return Hearing(Heard("triage", sender, reasons=(refused.reason,)), "triage")
    if inbound.department_id is None:
        return Hearing(Heard("triage", sender, reasons=("来件没有单位",)), "triage")
    parts = parts_of_department(session, inbound.department_id, return_id=call.return_id)
    spoken, doubts = _match_call(call, parts)
    items = tuple(one.item for one in spoken)
    kind: Kind = "update" if items or call.readings else "triage"
    heard = Heard(kind, sender, items, judge(call.attachments), doubts)
    return Hearing(
        heard,
        "triage" if doubts or kind == "triage" else "processed",
        department_id=inbound.department_id,
        return_id=call.return_id,
        spoken=spoken,
        readings=call.readings,
        answer="receipt" if kind == "update" else None,
    )


def _match_call(
    call: Call, parts: Sequence[AskedPart]
) -> tuple[tuple[Spoken, ...], tuple[str, ...]]:
    spoken: list[Spoken] = []
    doubts: list[str] = []
    for one in call.items:
        found = [part for part in parts if part.assignment.id == one.assignment_id]
        if one.assignment_id is None and one.item.task is not None:
            found = [part for part in parts if part.task.key == one.item.task]
        elif one.assignment_id is None:
            found = [part for part in parts if part.awaited] if call.return_id else list(parts)
        named = one.assignment_id is not None or one.item.task is not None
        if not one.item.says_anything:
            continue
        if len(found) == 1:
            spoken.append(Spoken(replace(one.item, task=found[0].task.key), (found[0],)))
        elif not found:
            doubts.append(f"没有找到任务{one.item.task or ''}，或它不在该填报之列")
        else:
            which = (
                f"任务{one.item.task}在几个通知中都有，请注明 return" if named else "请注明 task"
            )
            doubts.append(which)
    return tuple(spoken), tuple(doubts)


def _is_contact(session: Session, address: str, department_id: int) -> bool:
    return (
        session.exec(
            select(Contact.id).where(
                Contact.department_id == department_id,
                func.lower(Contact.address) == address,
                col(Contact.active).is_(True),
            )
        ).first()
        is not None
    )


def _triage(
    mail: Mail,
    reason: str,
    *,
    kind: Kind = "triage",
    verdict: str = "unsigned",
    outgoing: OutgoingMessage | None = None,
    answer: str | None = None,
) -> Hearing:
    heard = Heard(kind, HeardSender(mail.sender, verdict), reasons=(reason,))
    hearing = _hearing(heard, "triage", mail, outgoing, answer=answer)
    return hearing if verdict == "contact" else replace(hearing, department_id=None)


def _hearing(
    heard: Heard, status: str, mail: Mail, outgoing: OutgoingMessage | None, *, answer: str | None
) -> Hearing:
    return Hearing(
        heard,
        status,
        subject=mail.subject,
        message_id=mail.message_id or None,
        outgoing=outgoing,
        department_id=outgoing.department_id if outgoing else None,
        return_id=outgoing.return_id if outgoing else None,
        answer=answer,
    )
