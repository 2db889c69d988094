"""Distributed mode: Prefect's server and workers do the work; here they are told what to do."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlmodel import col, select

from models import RunRequest
from runtime.events import mark_announced, post_to_prefect, unannounced
from runtime.timetable import Entry, current_timetable, get_entry
from runtime.wiring import Runtime


@dataclass(slots=True)
class Distributed:
    """Hands events, requests and changes of the timetable to the Prefect server."""

    runtime: Runtime
    http: httpx.AsyncClient
    sent: dict[str, Entry] = field(default_factory=dict, init=False)

    async def relay(self) -> int:
        """Post what is new; events are marked after the server has them. Returns how many."""
        with self.runtime.reading() as session:
            events = unannounced(session)
        if events:
            await post_to_prefect(self.http, self._api, events)
            await asyncio.to_thread(self._mark, events)
        return len(events)

    async def answer_requests(self) -> None:
        """Start a run for each request; the request's number keeps a repeat from being a second."""
        waiting = select(RunRequest).where(col(RunRequest.taken_at).is_(None))
        with self.runtime.reading() as session:
            requests = session.exec(waiting).all()
            entries = current_timetable(session)
        for request in requests:
            deployment = await self._deployment(get_entry(entries, request.flow))
            body = {"idempotency_key": f"duban-request-{request.id}"}
            await self._send("POST", f"/deployments/{deployment}/create_flow_run", body)
            await asyncio.to_thread(self._note_taken, request.number)

    async def send_changes(self) -> None:
        """Bring pauses and times of day that the office changed to the server."""
        with self.runtime.reading() as session:
            entries = current_timetable(session)
        for entry in entries:
            if entry.changed_by and self.sent.get(entry.flow) != entry:
                await self._send(
                    "PATCH", f"/deployments/{await self._deployment(entry)}", _change(entry)
                )
                self.sent[entry.flow] = entry

    @property
    def _api(self) -> str:
        return self.runtime.settings.prefect_api_url.rstrip("/")

    async def _deployment(self, entry: Entry) -> str:
        name = entry.flow.replace("_", "-")  # a flow and its deployment are called the same
        found = await self._send("GET", f"/deployments/name/{name}/{name}")
        return str(found.json()["id"])

    async def _send(self, method: str, path: str, body: object = None) -> httpx.Response:
        response = await self.http.request(method, self._api + path, json=body)
        return response.raise_for_status()

    def _mark(self, events: list[Any]) -> None:
        with self.runtime.transaction() as session:
            mark_announced(session, events, now=self.runtime.clock())

    def _note_taken(self, request_id: int) -> None:
        with self.runtime.transaction() as session:
            session.get_one(RunRequest, request_id).taken_at = self.runtime.clock()


def _change(entry: Entry) -> dict[str, Any]:
    schedule = {"cron": entry.cron.text, "timezone": entry.cron.zone.key}
    return {"paused": entry.paused, "schedules": [{"schedule": schedule, "active": True}]}
