"""Part of the auditor: is the record whole and unedited?"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.audit import verify
from actions.promised_days import Audit
from models import EscalationCase, Event


def record_broken(session: Session, _: Audit) -> Iterator[str]:
    """Every sealed event is as it was."""
    verdict = verify(session)
    if not verdict.ok:
        yield verdict.reason


def ladders_edited(session: Session, audit: Audit) -> Iterator[str]:
    """A climb keeps the ladder it began with; its opening holds the hash of it."""
    query = (
        rows_of(EscalationCase, col(Event.payload))
        .join(
            Event,
            (col(Event.subject_id) == col(EscalationCase.id))
            & (col(Event.name) == "duban.escalation.opened"),
        )
        .where(col(EscalationCase.opened_at) >= audit.since)
    )
    for case, payload in session.execute(query):
        if "ladder" in payload and payload["ladder"] != ladder_hash(case.ladder):
            yield f"督办{case.number}"


def ladder_hash(ladder: list[dict[str, Any]]) -> str:
    """Return the hash of a climb's own ladder."""
    text = json.dumps(ladder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
