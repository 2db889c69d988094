"""The triage list (待人工): what a person makes of a message that duban could not take by itself.

Each deed is an event that carries what it changed; `actions.triage_undo` takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from actions.applying import Applied, apply
from actions.asked import AskedPart, parts_of_department
from actions.events import record_event
from actions.hearing import Hearing, Spoken
from actions.inbound import Surroundings, keep_evidence
from actions.receipts import send_answer
from actions.rehearing import attachments_of, hear_again
from actions.traces import changes, picture
from actions.triage_desk import in_triage
from inbox.heard import Heard, HeardSender, Item
from models import (
    Contact,
    Evidence,
    Extension,
    InboundMessage,
    Milestone,
    OutgoingMessage,
    ReturnItem,
    Row,
    StatusUpdate,
    TargetReading,
)
from rules.audiences import Audience
from rules.channels import MAIL_ADDRESS
from rules.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Deed:
    """Who of the office acts, when, and with what."""

    actor: str
    now: datetime
    around: Surroundings


def assign(
    session: Session,
    inbound_id: int,
    *,
    department_id: int,
    task_ids: Sequence[int] = (),
    add_sender: bool = False,
    deed: Deed,
) -> Applied:
    """Say whose answer a message is, and about what: it is applied as if it had come right.

    `add_sender` makes who wrote a contact of the department, so that the next mail needs nobody.
    """
    inbound = _not_yet_applied(session, inbound_id)
    parts = _parts(session, department_id, task_ids)
    hearing = hear_again(
        session, inbound, parts, department_id=department_id,
        today=deed.around.calendar.office_day(deed.now),
    )  # fmt: skip
    if not (hearing.spoken or hearing.readings):
        raise NotAllowed(
            "从这一来件中没有读出进展、签收、异议或延期申请。",
            "请用“更正后采用”填写，或退回并请其重报。",
        )
    contacts = [add_contact(session, inbound, department_id, deed=deed)] if add_sender else []
    return _apply(
        session, inbound, hearing, parts, deed=deed, event="inbound.assigned", contacts=contacts
    )


def add_contact(
    session: Session, inbound: InboundMessage, department_id: int, *, deed: Deed
) -> int:
    """Make the sender of a mail a 联络员 of the department; return the contact's number."""
    address = inbound.sender.strip()
    if inbound.channel != "email" or not MAIL_ADDRESS.fullmatch(address):
        raise NotAllowed("这一来件没有可用的发件人地址。", "请在“联系人”中登记。")
    contact = session.exec(
        select(Contact).where(
            Contact.department_id == department_id,
            Contact.audience == Audience.LIAISON,
            Contact.address == address,
        )
    ).first() or Contact(department_id=department_id, audience=Audience.LIAISON, address=address)
    contact.active, contact.undeliverable_reason = True, None
    session.add(contact)
    record_event(
        session, "contact.added", contact, now=deed.now, actor=deed.actor, inbound=inbound.number
    )
    return contact.number


def accept(
    session: Session,
    inbound_id: int,
    *,
    department_id: int,
    items: Sequence[Item],
    deed: Deed,
) -> Applied:
    """Take a message as a person read it: `items` name their tasks; the office is named with it."""
    inbound = in_triage(session, inbound_id)
    parts = _parts(session, department_id, ())
    spoken = tuple(_spoken(item, parts) for item in items if item.says_anything)
    if not spoken:
        raise NotAllowed("没有填写任何一项。", "请至少填写一项任务的进展、状态或数值。")
    sender = HeardSender(f"{inbound.sender or '来件'}，{deed.actor}代录", "office")
    known = session.exec(select(Evidence.id).where(Evidence.inbound_id == inbound_id)).first()
    attachments = () if known else attachments_of(inbound)
    heard = Heard("update", sender, tuple(one.item for one in spoken), attachments)
    hearing = Hearing(
        heard, "processed", inbound.subject,
        department_id=department_id, spoken=spoken, answer="receipt",
    )  # fmt: skip
    return _apply(session, inbound, hearing, parts, deed=deed, event="inbound.accepted")


def _not_yet_applied(session: Session, inbound_id: int) -> InboundMessage:
    inbound = in_triage(session, inbound_id)
    said = session.exec(
        select(StatusUpdate.id).where(StatusUpdate.inbound_id == inbound_id)
    ).first()
    if said is not None and inbound.kind == "update":
        raise NotAllowed(
            "这一来件中读懂的部分已经登记。", "请用“更正后采用”改正，或核对无误后办结。"
        )
    return inbound


def _parts(session: Session, department_id: int, task_ids: Sequence[int]) -> list[AskedPart]:
    parts = parts_of_department(session, department_id)
    chosen = [part for part in parts if not task_ids or part.task.number in task_ids]
    if not chosen:
        raise NotAllowed("该单位没有承担所选的任务。", "请核对单位和任务。")
    return chosen


def _spoken(item: Item, parts: Sequence[AskedPart]) -> Spoken:
    found = [part for part in parts if str(part.task.number) == item.task]
    if len(found) != 1:
        raise NotAllowed("该单位没有承担所选的任务。", "请核对单位和任务。")
    return Spoken(replace(item, task=found[0].task.key), (found[0],))


def _apply(
    session: Session,
    inbound: InboundMessage,
    hearing: Hearing,
    parts: Sequence[AskedPart],
    *,
    deed: Deed,
    event: str,
    contacts: Sequence[int] = (),
) -> Applied:
    """Do what the message says, and write down what that changed."""
    session.flush()
    rows = _touched(session, parts)
    before, newest = picture(rows), {t: _last(session, t) for t in MADE}
    applied = apply(session, inbound, hearing, now=deed.now, calendar=deed.around.calendar)
    if applied.problems and not (applied.lines or applied.readings):
        raise NotAllowed("；".join(applied.problems), "请改正后再试。")
    keep_evidence(session, inbound, hearing, now=deed.now, store_bytes=deed.around.store_bytes)
    session.flush()
    sent = send_answer(
        session, inbound, hearing, applied, now=deed.now, office=deed.around.office,
        today=deed.around.calendar.office_day(deed.now), to_contacts=True,
    )  # fmt: skip
    made = {
        str(table.__tablename__): _since(session, table, start, inbound.number)
        for table, start in newest.items()
    }
    _finish(
        session, inbound, event, deed=deed, status="processed", department_id=hearing.department_id,
        kind="update", changes=changes(before, picture(rows)), made=made,
        sent=[sent.number] if sent else [], problems=applied.problems,
        contacts=list(contacts),
    )  # fmt: skip
    return applied


MADE: tuple[Any, ...] = (StatusUpdate, TargetReading, Extension)


def _touched(session: Session, parts: Sequence[AskedPart]) -> list[Row]:
    """Return every row that an answer about these parts may move."""
    numbers = [part.assignment.number for part in parts]
    tasks = [part.task.number for part in parts]
    items = session.exec(select(ReturnItem).where(col(ReturnItem.assignment_id).in_(numbers)))
    steps = session.exec(select(Milestone).where(col(Milestone.task_id).in_(tasks)))
    return [
        *(part.assignment for part in parts), *(part.task for part in parts), *items, *steps,
    ]  # fmt: skip


def _last(session: Session, table: Any) -> int:
    return session.exec(select(func.max(table.id))).one() or 0


def _since(session: Session, table: Any, start: int, inbound_id: int) -> list[int]:
    return list(
        session.exec(select(table.id).where(table.id > start, table.inbound_id == inbound_id))
    )


def _finish(
    session: Session,
    inbound: InboundMessage,
    event: str,
    *,
    deed: Deed,
    status: str,
    department_id: int | None,
    kind: str | None,
    **payload: object,
) -> None:
    """Take the message off the list; the event holds how it stood before."""
    names = ("status", "kind", "department_id", "taken_by")
    before = {name: getattr(inbound, name) for name in names}
    inbound.status, inbound.kind = status, kind or inbound.kind
    inbound.department_id = department_id or inbound.department_id
    inbound.taken_by = inbound.taken_by or deed.actor
    record_event(session, event, inbound, now=deed.now, actor=deed.actor, before=before, **payload)


def close_with(
    session: Session,
    inbound_id: int,
    *,
    deed: Deed,
    event: str,
    message: OutgoingMessage | None = None,
    note: str = "",
) -> InboundMessage:
    """Take a message off the list without applying it: resolved by other means, or rejected."""
    inbound = in_triage(session, inbound_id)
    _finish(
        session, inbound, event, deed=deed, status="resolved", department_id=None, kind=None,
        changes=[], made={}, sent=[message.number] if message else [], note=note,
    )  # fmt: skip
    return inbound
