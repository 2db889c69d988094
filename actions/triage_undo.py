"""撤销: takes back what a person did with a message of the triage list.

The log stays append-only: an update is superseded by a record of what stood before it. What was
already sent cannot be called back, and is told.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.readings import take_back_reading
from actions.traces import take_back
from models import (
    Contact,
    Event,
    Extension,
    InboundMessage,
    OutgoingMessage,
    StatusUpdate,
    TargetReading,
)
from rules.errors import NotAllowed

UNDOABLE = (
    "duban.inbound.assigned", "duban.inbound.accepted",
    "duban.inbound.rejected", "duban.inbound.resolved",
)  # fmt: skip
UNDONE = "duban.inbound.undone"
NOTHING_SAID = "undo"  # the channel of a record that says: nothing was said


@dataclass(slots=True)
class TakenBack:
    """What an undo did, and what stays."""

    updates: int = 0
    stays: list[str] = field(default_factory=list)


def undo(session: Session, inbound_id: int, *, actor: str, now: datetime) -> TakenBack:
    """Take back the last deed, and put the message on the list again."""
    inbound = session.get_one(InboundMessage, inbound_id)
    deed = last_deed(session, inbound_id)
    if deed is None:
        raise NotAllowed("这一来件没有可撤销的办理。")
    result = TakenBack()
    payload = deed.payload
    take_back(session, payload.get("changes", []))
    _supersede_updates(session, payload, result, actor=actor, now=now)
    _supersede_readings(session, payload, actor=actor, now=now)
    _withdraw_extensions(session, payload, result, actor=actor, now=now)
    _stop_messages(session, payload, result, actor=actor, now=now)
    for number in payload.get("contacts", []):
        session.get_one(Contact, number).active = False
    for name, value in payload.get("before", {}).items():
        setattr(inbound, name, value)
    inbound.status = "triage"
    record_event(
        session, "inbound.undone", inbound, now=now, actor=actor, undoes=deed.number,
        stays=result.stays,
        touched=sorted({f"{one['table']}:{one['id']}" for one in payload.get("changes", [])}),
    )  # fmt: skip
    return result


def last_deed(session: Session, inbound_id: int) -> Event | None:
    """Return the deed that an undo would take back, or None."""
    event = session.exec(
        select(Event)
        .where(
            Event.subject_kind == "inbound_message",
            Event.subject_id == inbound_id,
            col(Event.name).in_((*UNDOABLE, UNDONE)),
        )
        .order_by(col(Event.id).desc())
    ).first()
    return None if event is None or event.name == UNDONE else event


def _supersede_updates(
    session: Session, payload: dict[str, Any], result: TakenBack, *, actor: str, now: datetime
) -> None:
    made = payload.get("made", {}).get("status_update", [])
    wrong = [session.get_one(StatusUpdate, number) for number in made]
    last = {row.assignment_id: row for row in wrong}
    for row in last.values():
        if _newest(session, row.assignment_id) != row.number:
            raise NotAllowed(
                "该单位此后又报送了进展，不能撤销。", "以最后一次为准；请在任务页核对。"
            )
        before = _newest(session, row.assignment_id, until=min(made))
        session.add(_as_before(session, row, before, actor=actor, now=now))
        result.updates += 1


def _newest(session: Session, assignment_id: int, *, until: int | None = None) -> int | None:
    query = select(StatusUpdate.id).where(StatusUpdate.assignment_id == assignment_id)
    if until is not None:
        query = query.where(col(StatusUpdate.id) < until)
    return session.exec(query.order_by(col(StatusUpdate.id).desc())).first()


def _as_before(
    session: Session, wrong: StatusUpdate, before: int | None, *, actor: str, now: datetime
) -> StatusUpdate:
    """Return the record that supersedes: what stood before, or that nothing was said."""
    earlier = session.get_one(StatusUpdate, before) if before else None
    return StatusUpdate(
        assignment_id=wrong.assignment_id,
        return_item_id=earlier.return_item_id if earlier else wrong.return_item_id,
        inbound_id=wrong.inbound_id,
        corrects_id=wrong.number,
        percent=earlier.percent if earlier else None,
        state=earlier.state if earlier else None,
        narrative=earlier.narrative if earlier else "",
        problems=earlier.problems if earlier else "",
        next_steps=earlier.next_steps if earlier else "",
        channel=earlier.channel if earlier else NOTHING_SAID,
        said_by=f"{actor}撤销第{wrong.inbound_id}号来件的登记",
        said_at=now,
    )


def _supersede_readings(
    session: Session, payload: dict[str, Any], *, actor: str, now: datetime
) -> None:
    for number in payload.get("made", {}).get("target_reading", []):
        wrong = session.get_one(TargetReading, number)
        note = f"{actor}撤销第{wrong.inbound_id}号来件的登记"
        take_back_reading(session, wrong, note=note, now=now)


def _withdraw_extensions(
    session: Session, payload: dict[str, Any], result: TakenBack, *, actor: str, now: datetime
) -> None:
    for number in payload.get("made", {}).get("extension", []):
        asked = session.get_one(Extension, number)
        if asked.status != "asked":
            result.stays.append(f"延期至{asked.until_on}的申请已经答复")
            continue
        asked.status, asked.decided_by, asked.decided_at = "refused", actor, now
        asked.decision_reason = "登记有误，已撤销"
        session.add(asked)
        record_event(
            session, "extension.refused", asked, now=now, actor=actor, reason=asked.decision_reason
        )


def _stop_messages(
    session: Session, payload: dict[str, Any], result: TakenBack, *, actor: str, now: datetime
) -> None:
    for number in payload.get("sent", []):
        message = session.get_one(OutgoingMessage, number)
        if message.status == "pending" and message.claimed_by is None:
            message.status = "cancelled"
            session.add(message)
            record_event(session, "message.recalled", message, now=now, actor=actor)
        else:
            result.stays.append(f"“{message.subject}”已经发出")
