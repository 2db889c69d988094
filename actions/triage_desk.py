"""The desk: which messages wait for a person, and whose each of them is."""

from datetime import datetime

from sqlmodel import Session

from actions.events import record_event
from models import InboundMessage
from rules.errors import NotAllowed, NotFound


def take(session: Session, inbound_id: int, *, actor: str, now: datetime) -> InboundMessage:
    """Take a message on: the others see whose it is."""
    inbound = in_triage(session, inbound_id)
    if inbound.taken_by not in (None, actor):
        raise NotAllowed(f"这一来件已由{inbound.taken_by}领办。", "如需接手，请先请其放回。")
    inbound.taken_by, inbound.taken_at = actor, now
    record_event(session, "inbound.taken", inbound, now=now, actor=actor)
    return inbound


def release(session: Session, inbound_id: int, *, actor: str, now: datetime) -> InboundMessage:
    """Put a message back for the others."""
    inbound = in_triage(session, inbound_id)
    inbound.taken_by = inbound.taken_at = None
    record_event(session, "inbound.released", inbound, now=now, actor=actor)
    return inbound


def in_triage(session: Session, inbound_id: int) -> InboundMessage:
    """Return a message that waits for a person, or raise."""
    inbound = session.get(InboundMessage, inbound_id, with_for_update=True)
    if inbound is None:
        raise NotFound("inbound message", inbound_id)
    if inbound.status != "triage":
        raise NotAllowed("这一来件不在待处理之列。", "它已由别人办结；如需重办，请先撤销。")
    return inbound
