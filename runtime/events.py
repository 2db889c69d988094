"""The relay: tells the engine what happened, in rows that were committed, each under its own id.

Events make the work prompt, sweeps make it certain: an event that is told twice, or late, does
no harm.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
from sqlalchemy import func
from sqlmodel import Session, col, select

from models import Event, EventAnnouncement

BATCH = 100
LOOK_BACK = 1000  # with several writers a smaller number can be committed after a larger one


def unannounced(session: Session, *, limit: int = BATCH) -> list[Event]:
    """Return the oldest events that nobody was told about, in the order of their numbers."""
    told = select(EventAnnouncement.id).where(EventAnnouncement.event_id == Event.id).exists()
    return list(
        session.exec(
            select(Event)
            .where(col(Event.id) > _all_told_until(session), ~told)
            .order_by(col(Event.id))
            .limit(limit)
        )
    )


def mark_announced(session: Session, events: Sequence[Event], *, now: datetime) -> None:
    """Write down that these events were told."""
    session.add_all(EventAnnouncement(event_id=event.number, announced_at=now) for event in events)


async def post_to_prefect(http: httpx.AsyncClient, api_url: str, events: Sequence[Event]) -> None:
    """Post events under their own ids; the server drops repeats. Raises `httpx.HTTPError`."""
    body = [_as_prefect_has_it(event) for event in events]
    response = await http.post(f"{api_url.rstrip('/')}/events", json=body)
    response.raise_for_status()


def _all_told_until(session: Session) -> int:
    """Return a number up to which every event is known to be told, so that the log may grow.

    Events are told in order, so only the last thousand before the newest told can have gaps.
    """
    newest = session.exec(select(func.max(EventAnnouncement.event_id))).one()
    return (newest or 0) - LOOK_BACK


def _as_prefect_has_it(event: Event) -> dict[str, Any]:
    """Return the event in the form of Prefect's API."""
    return {
        "id": event.uuid,
        "event": event.name,
        "occurred": event.happened_at.astimezone(UTC).isoformat(),
        "resource": {"prefect.resource.id": f"duban.{event.subject_kind}.{event.subject_id}"},
        "related": [],
        "payload": {"number": event.id, "actor": event.actor, **event.payload},
    }
