"""What departments say: taken as the house takes a message that it has understood."""

import json

from sqlmodel import Session, col, select

from actions.applying import apply
from actions.asked import AskedPart, parts_of_department
from actions.hearing import Hearing, Spoken
from actions.inbound import record_inbound
from actions.receipts import send_answer
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import Ack, Extend, FromDepartment, Object, Submit, Update
from duban.replay.house import DOMAIN, House
from inbox.heard import Heard, HeardSender, Item
from models import (
    Contact,
    Department,
    InboundMessage,
    Notice,
    OutgoingMessage,
    ReportingPeriod,
    Return,
    Target,
)


def answer(
    house: House,
    event: FromDepartment,
    *,
    number: int,
    notice_id: int | None,
    department_id: int | None = None,
) -> None:
    """Let a department answer, object, ask for time or report its task done.

    Who has looked the department up already gives its number; a name may be that of several.
    """
    with house.runtime.transaction() as session:
        if department_id is not None:
            department = session.get_one(Department, department_id)
        else:
            place = place_of(session, notice_id)
            department = department_named(session, house, event.department, place=place)
        parts = _parts_meant(session, department, event, notice_id)
        sender = _mail_address(session, department)
        channel = event.channel or ("email" if sender else "form")
        inbound = record_inbound(
            session, channel=channel, mailbox="replay", key=f"event-{number}",
            raw=json.dumps(event.model_dump(mode="json"), ensure_ascii=False).encode(),
            now=house.now, department_id=department.number, sender=sender,
        )  # fmt: skip
        session.flush()
        hearing = _hearing(session, event, department, parts, sender=sender, number=number)
        _take(session, house, inbound, hearing)


def _take(session: Session, house: House, inbound: InboundMessage, hearing: Hearing) -> None:
    calendar = house.runtime.calendar
    applied = apply(session, inbound, hearing, now=house.now, calendar=calendar)
    inbound.kind, inbound.heard = hearing.heard.kind, hearing.heard.as_data()
    inbound.status = "triage" if applied.problems else "processed"
    inbound.reasons = applied.problems
    session.add(inbound)
    send_answer(
        session, inbound, hearing, applied,
        now=house.now, today=calendar.office_day(house.now), office=house.runtime.office,
    )  # fmt: skip


def _hearing(
    session: Session,
    event: FromDepartment,
    department: Department,
    parts: list[AskedPart],
    *,
    sender: str,
    number: int,
) -> Hearing:
    item = _item(event)
    outgoing = session.exec(
        select(OutgoingMessage)
        .where(OutgoingMessage.department_id == department.number)
        .order_by(col(OutgoingMessage.id).desc())
    ).first()
    if outgoing is None:
        raise ScenarioInvalid("", f"{event.department} was not told of anything yet")
    return Hearing(
        Heard("update", HeardSender(sender, "contact"), items=(item,)),
        "processed",
        message_id=f"<event-{number}@{DOMAIN}>",
        outgoing=outgoing,
        department_id=department.number,
        return_id=_return_named(session, event, department),
        spoken=tuple(Spoken(item, (part,)) for part in parts),
        readings=_readings(session, event, department),
        answer="receipt",
    )


def _item(event: FromDepartment) -> Item:
    match event:
        case Ack():
            return Item(acknowledged=True)
        case Object():
            return Item(objection=event.reason)
        case Extend():
            return Item(extension_until=event.until, extension_reason=event.reason)
        case Submit():
            return Item(status="申请办结", narrative=event.narrative, closure_requested=True)
        case Update():
            said = (event.percent, event.state, event.narrative, event.problems, event.next_steps)
            plain = all(word is None for word in said)
            return Item(
                status=event.state,
                percent=event.percent,
                narrative="工作按计划推进。" if plain else event.narrative,
                problems=event.problems,
                next_steps=event.next_steps,
                closure_requested=event.done,
            )
    raise ScenarioInvalid("", f"no department says {type(event).__name__}")


def _parts_meant(
    session: Session, department: Department, event: FromDepartment, notice_id: int | None
) -> list[AskedPart]:
    parts = [
        part
        for part in parts_of_department(session, department.number)
        if notice_id is None or part.task.notice_id == notice_id
    ]
    if event.tasks is not None:
        missing = set(event.tasks) - {part.task.key for part in parts}
        if missing:
            keys = "、".join(part.task.key for part in parts) or "none"
            raise ScenarioInvalid(
                "tasks", f"{event.department} has no part in {'、'.join(sorted(missing))}: {keys}"
            )
        parts = [part for part in parts if part.task.key in event.tasks]
    if not parts:
        raise ScenarioInvalid("department", f"{event.department} has no part in any task yet")
    return parts


def _return_named(session: Session, event: FromDepartment, department: Department) -> int | None:
    if not isinstance(event, Update) or event.period is None:
        return None
    found = session.exec(
        select(Return.id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(Return.department_id == department.number, ReportingPeriod.label == event.period)
        .order_by(col(Return.id).desc())
    ).first()
    if found is None:
        raise ScenarioInvalid("period", f"{event.department} has no return of {event.period}")
    return found


def _readings(
    session: Session, event: FromDepartment, department: Department
) -> tuple[tuple[int, float, str], ...]:
    if not isinstance(event, Update):
        return ()
    found = []
    for indicator, value in event.values.items():
        targets = session.exec(
            select(Target)
            .where(Target.owner_id == department.number, Target.indicator == indicator)
            .order_by(col(Target.by))
        ).all()
        if not targets:
            raise ScenarioInvalid("values", f"{event.department} answers for no {indicator!r}")
        found += [(target.number, value, target.unit) for target in targets]
    return tuple(found)


def _mail_address(session: Session, department: Department) -> str:
    """Return the address its answers come from; empty where it has none."""
    contacts = session.exec(
        select(Contact)
        .where(Contact.department_id == department.number, col(Contact.active).is_(True))
        .order_by(col(Contact.id))
    )
    return next((c.address for c in contacts if "@" in c.address), "")


def place_of(session: Session, notice_id: int | None) -> str | None:
    """Return the place of a notice, or of the only one."""
    if notice_id is None:
        return session.exec(select(Notice.place).order_by(col(Notice.id))).first()
    return session.get_one(Notice, notice_id).place
