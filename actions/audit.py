"""The chain over the event log: sealing committed events by hash, and proving it later.

A seal is sha256 over the seal before it and the event as canonical JSON. Changing, removing or
reordering an event breaks every seal after it; the last seal is printed in each report, so that
a chain rebuilt from scratch does not match what is already on paper. An event about what a
department said holds the hash of that row, so that the row cannot be edited quietly either.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.events import FINGERPRINT, RECORDS, fingerprint
from models import Event, EventAnnouncement, EventSeal, Report

KINDS = {"status_update": "进展反馈", "target_reading": "指标读数"}
FIRST = "0" * 64  # what the first event's seal stands on


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. `unsealed` are events the sealer has yet to take."""

    ok: bool
    sealed: int
    unsealed: tuple[int, ...]
    last_seal: str
    first_bad: int | None = None  # the number in the chain at which it breaks
    reason: str = ""


def seal_events(session: Session, *, now: datetime, limit: int = 1000) -> int:
    """Add the next events to the chain; return how many. Only the holder of the lease calls it."""
    last = session.exec(select(EventSeal).order_by(col(EventSeal.sequence).desc()).limit(1)).first()
    sequence, previous = (last.sequence, last.seal) if last else (0, FIRST)
    waiting = session.exec(_unsealed().limit(limit)).all()
    for event in waiting:
        sequence += 1
        seal = seal_of(event, previous)
        session.add(
            EventSeal(
                event_id=event.number,
                sequence=sequence,
                previous=previous,
                seal=seal,
                sealed_at=now,
            )
        )
        previous = seal
    return len(waiting)


def last_seal(session: Session) -> str:
    """Return the newest seal, for a report to print."""
    newest = select(EventSeal.seal).order_by(col(EventSeal.sequence).desc()).limit(1)
    return session.exec(newest).first() or FIRST


def seal_of(event: Event, previous: str) -> str:
    """Return the seal of an event that stands on `previous`."""
    content = {
        "id": event.id,
        "uuid": event.uuid,
        "name": event.name,
        "subject": [event.subject_kind, event.subject_id],
        "actor": event.actor,
        "payload": event.payload,
        "happened_at": event.happened_at.astimezone(UTC).isoformat(),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def verify(session: Session) -> Verdict:
    """Walk the whole chain; name the first place where it breaks, and the unsealed tail."""
    events = {event.number: event for event in session.exec(select(Event))}
    seals = session.exec(select(EventSeal).order_by(col(EventSeal.sequence))).all()
    sealed = {seal.event_id for seal in seals}
    unsealed = tuple(sorted(number for number in events if number not in sealed))
    newest = seals[-1].seal if seals else FIRST

    previous = FIRST
    for place, seal in enumerate(seals, start=1):
        reason = _fault(place, seal, previous, events.get(seal.event_id))
        if reason:
            return Verdict(False, len(seals), unsealed, newest, place, reason)
        previous = seal.seal
    reason = _missing(session, {seal.seal for seal in seals}, set(events)) or _changed(
        session, events.values()
    )
    return Verdict(
        not reason, len(seals), unsealed, newest, len(seals) + 1 if reason else None, reason
    )


def _fault(place: int, seal: EventSeal, previous: str, event: Event | None) -> str:
    if seal.sequence != place:
        return f"封印第{place}号缺失，其后为第{seal.sequence}号"
    if event is None:
        return f"事件{seal.event_id}已被删除"
    if seal.previous != previous:
        return f"第{place}号封印与前一封印不衔接"
    if seal.seal != seal_of(event, previous):
        return f"事件{event.id}（{event.name}）的内容与封印不符"
    return ""


def _changed(session: Session, events: Iterable[Event]) -> str:
    """Say which answer is no longer what its event sealed."""
    for table in RECORDS:
        kind = str(table.__tablename__)
        rows = {row.number: row for row in session.exec(select(table)).all()}
        for event in events:
            if event.subject_kind != kind or FINGERPRINT not in event.payload:
                continue
            row = rows.get(event.subject_id)
            if row is None or fingerprint(row) != event.payload[FINGERPRINT]:
                what = "已被删除" if row is None else "与登记时不符"
                return f"{KINDS[kind]}{event.subject_id}{what}（事件{event.id}）"
    return ""


def _missing(session: Session, seals: set[str], events: set[int]) -> str:
    """Say what points at a record that is gone: a cut-off tail leaves the chain itself whole."""
    for report in session.exec(select(Report).order_by(col(Report.id))):
        if report.last_seal and report.last_seal != FIRST and report.last_seal not in seals:
            return f"报告{report.id}印有的封印{report.last_seal[:12]}…不在链上"
    for announced in session.exec(select(EventAnnouncement.event_id)):
        if announced not in events:
            return f"事件{announced}曾经发布，现已不在记录中"
    return ""


def _unsealed() -> SelectOfScalar[Event]:
    sealed = select(EventSeal.id).where(EventSeal.event_id == Event.id).exists()
    return select(Event).where(~sealed).order_by(col(Event.id))
