"""Hearing one message: who speaks, what is answered, what was said. Nothing is changed here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from actions.asked import (
    AskedPart,
    as_asked,
    in_order_of,
    not_asked,
    parts_of_department,
    parts_of_message,
)
from actions.speaking import Refusal, find_answered, refuse_speaker, tokens_in
from inbox.absence import says_only_away, says_only_moved
from inbox.attachments import judge
from inbox.charsets import is_unreadable
from inbox.errors import WebhookRefused
from inbox.headers import whole_head
from inbox.heard import Heard, HeardSender, Item, Kind
from inbox.machines import Machine, find_machine
from inbox.mail import Mail, read_mail
from inbox.returned_table import understand_with_tables
from inbox.subject_line import own_words
from inbox.webhooks import Call, read_call
from models import InboundMessage, OutgoingMessage
from rules.office import Office

ONLY_ATTACHMENTS = "来信没有正文，只有附件，附件已收存，由办公室查阅后登记"
NOTHING_READ = "没有读出进展、签收、异议或延期申请"


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
    if machine := find_machine(mail, own_address=office.email):
        return _machine(session, mail, raw, machine, office=office, today=today)
    outgoing = find_answered(session, mail, office=office, today=today)
    if isinstance(outgoing, Refusal):
        return _refused(mail, outgoing, None)
    if refusal := refuse_speaker(session, mail, outgoing, trusted=trusted):
        return _refused(mail, refusal, outgoing)
    if mail.encrypted:
        return _encrypted(mail, outgoing)
    return _answer(session, mail, outgoing, today=today)


def _answer(session: Session, mail: Mail, outgoing: OutgoingMessage, *, today: date) -> Hearing:
    parts = parts_of_message(session, outgoing)
    sender = HeardSender(mail.sender, "contact")
    attachments = judge(mail.parts)
    if not parts:
        heard = Heard("triage", sender, (), attachments, ("所答复的任务已办结或已调整",))
        return _hearing(heard, "triage", mail, outgoing, answer="question")
    text = own_words(mail, text=outgoing.text, page=outgoing.html, subject=outgoing.subject)
    if is_unreadable(text):
        return _refused(mail, Refusal("来信的文字无法辨认", "contact", answer="question"), outgoing)
    if not attachments and (nobody := _not_about_work(text, sender)):
        return _hearing(nobody, "triage", mail, outgoing, answer=None)
    asked = in_order_of(outgoing.text, as_asked(session, parts))
    understood = understand_with_tables(
        text, attachments, asked, today=today, others=not_asked(session, parts)
    )
    said = [item for item in understood.items if item.says_anything]
    ambiguous = _ambiguous(said, parts)
    items = () if ambiguous else by_task(said, parts)
    kind: Kind = "update" if items else "triage"
    doubts = ambiguous or understood.doubts or (() if items else (NOTHING_READ,))
    if not text and not items and any(attachment.accepted for attachment in attachments):
        doubts = (ONLY_ATTACHMENTS,)
    heard = Heard(kind, sender, items, attachments, doubts)
    status = "triage" if doubts else "processed"
    hearing = _hearing(heard, status, mail, outgoing, answer="receipt" if items else "question")
    return replace(hearing, spoken=match_items(items, parts))


def _not_about_work(text: str, sender: HeardSender) -> Heard | None:
    """Return what a letter is that only says that nobody is there; the office sees it."""
    if says_only_away(text):
        return Heard("auto_reply", sender, reasons=("来信只说联系人外出，没有提到工作",))
    if says_only_moved(text):
        return Heard("triage", sender, reasons=("来信说联系人或邮箱已变动，请更新联系人",))
    return None


def by_task(items: Sequence[Item], parts: Sequence[AskedPart]) -> tuple[Item, ...]:
    """Return an item for each task: words that name none are about all that was asked.

    Values of targets that name no task stand once: they belong to the department.
    """
    keys = list(dict.fromkeys(part.task.key for part in parts))
    return tuple(
        replace(item, task=key)
        for item in items
        for key in ([item.task] if item.task or item.targets else keys)
    )


def match_items(items: Sequence[Item], parts: Sequence[AskedPart]) -> tuple[Spoken, ...]:
    """Tie each item to the parts it names; one that names none is about all."""
    return tuple(
        Spoken(item, tuple(p for p in parts if item.task is None or p.task.key == item.task))
        for item in items
    )


def _ambiguous(items: Sequence[Item], parts: Sequence[AskedPart]) -> tuple[str, ...]:
    """Return a question for each number that several notices use, where the words name it."""
    keys = [part.task.key for part in parts]
    named = {item.task for item in items if item.task and keys.count(item.task) > 1}
    return tuple(f"任务{key}在几个通知中都有，请注明是哪个通知的任务" for key in sorted(named))


def _machine(
    session: Session, mail: Mail, raw: bytes, machine: Machine, *, office: Office, today: date
) -> Hearing:
    kinds: dict[str, Kind] = {"bounce": "bounce", "auto_reply": "auto_reply"}
    kind = kinds.get(machine.kind, "ignored")
    heard = Heard(kind, HeardSender(mail.sender, "machine"), reasons=(machine.reason,))
    if kind != "bounce":
        return Hearing(heard, "ignored", mail.subject, mail.message_id or None)
    texts = [raw.decode("latin-1"), mail.text, *map(whole_head, mail.inner_heads)]
    ours = tokens_in(texts, office, today=today)
    outgoing = session.get(OutgoingMessage, ours[0]) if ours else None
    if outgoing is None:
        return Hearing(heard, "triage", mail.subject, mail.message_id or None)
    failed = tuple(filter(None, machine.failed))
    return replace(
        _hearing(heard, "processed", mail, outgoing, answer=None), failed_addresses=failed
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
    spoken, doubts = match_call(call, parts)
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


def match_call(
    call: Call, parts: Sequence[AskedPart]
) -> tuple[tuple[Spoken, ...], tuple[str, ...]]:
    """Tie each item of a call to the one part it names; what names none or several is asked."""
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


def _refused(mail: Mail, refusal: Refusal, outgoing: OutgoingMessage | None) -> Hearing:
    """Nothing is taken; the department is noted only where its own contact wrote."""
    kind: Kind = "rejected" if refusal.kind == "rejected" else "triage"
    heard = Heard(kind, HeardSender(mail.sender, refusal.verdict), reasons=(refusal.reason,))
    hearing = _hearing(heard, "triage", mail, outgoing, answer=refusal.answer)
    return replace(hearing, department_id=None)


def _encrypted(mail: Mail, outgoing: OutgoingMessage) -> Hearing:
    heard = Heard(
        "triage",
        HeardSender(mail.sender, "contact"),
        reasons=("来信已加密，无法读取，请以不加密的邮件重发，或打开链接填报",),
    )
    return _hearing(heard, "triage", mail, outgoing, answer="question")


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
