"""A stored message heard again, when a person said whose it is and what it is about."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from actions.asked import AskedPart, as_asked, not_asked
from actions.hearing import Hearing, Spoken, by_task, match_call, match_items
from inbox.attachments import judge
from inbox.errors import WebhookRefused
from inbox.heard import Heard, HeardAttachment, HeardSender
from inbox.mail import read_mail
from inbox.returned_table import understand_with_tables
from inbox.subject_line import own_words
from inbox.webhooks import read_call
from models import InboundMessage, OutgoingMessage


def hear_again(
    session: Session,
    inbound: InboundMessage,
    parts: Sequence[AskedPart],
    *,
    department_id: int,
    today: date,
) -> Hearing:
    """Understand a message as an answer about these parts; what is quoted is cut all the same."""
    if inbound.channel == "email":
        return _mail(session, inbound, parts, department_id=department_id, today=today)
    return _call(inbound, parts, department_id=department_id)


def attachments_of(inbound: InboundMessage) -> tuple[HeardAttachment, ...]:
    """Return the files that came along, judged."""
    if inbound.channel == "email":
        return judge(read_mail(inbound.raw).parts)
    try:
        return judge(read_call(inbound.raw).attachments)
    except WebhookRefused:
        return ()


def _mail(
    session: Session,
    inbound: InboundMessage,
    parts: Sequence[AskedPart],
    *,
    department_id: int,
    today: date,
) -> Hearing:
    mail = read_mail(inbound.raw)
    outgoing = session.get(OutgoingMessage, inbound.outgoing_id or 0)
    words = (
        own_words(mail, text=outgoing.text, page=outgoing.html, subject=outgoing.subject)
        if outgoing
        else own_words(mail)
    )
    attachments = judge(mail.parts)
    understood = understand_with_tables(
        words,
        attachments,
        as_asked(session, parts),
        today=today,
        others=not_asked(session, parts),
    )
    items = by_task([item for item in understood.items if item.says_anything], parts)
    heard = Heard(
        "update", HeardSender(mail.sender, "office"), items, attachments, understood.doubts
    )
    return _hearing(heard, match_items(items, parts), department_id, mail.subject)


def _call(inbound: InboundMessage, parts: Sequence[AskedPart], *, department_id: int) -> Hearing:
    sender = HeardSender(inbound.sender or inbound.mailbox, inbound.channel)
    try:
        call = read_call(inbound.raw)
    except WebhookRefused as refused:
        return _hearing(Heard("triage", sender, reasons=(refused.reason,)), (), department_id)
    spoken, doubts = match_call(call, parts)
    items = tuple(one.item for one in spoken)
    heard = Heard("update", sender, items, judge(call.attachments), doubts)
    return _hearing(heard, spoken, department_id)


def _hearing(
    heard: Heard, spoken: tuple[Spoken, ...], department_id: int, subject: str = ""
) -> Hearing:
    return Hearing(
        heard,
        "processed",
        subject,
        department_id=department_id,
        spoken=spoken,
        answer="receipt",
    )
