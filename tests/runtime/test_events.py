import json
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import Session

from actions.events import record_event
from runtime.events import BATCH, mark_announced, post_to_prefect, unannounced
from tests.factories import make_department

NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)


def test_an_event_is_told_until_it_is_marked(session: Session) -> None:
    department = make_department(session)
    events = [record_event(session, "task.closed", department, now=NOW) for _ in range(3)]
    session.flush()

    assert unannounced(session) == events
    mark_announced(session, [events[0], events[2]], now=NOW)
    session.flush()
    assert unannounced(session) == [events[1]]


def test_a_batch_is_at_most_a_hundred(session: Session) -> None:
    department = make_department(session)
    for _ in range(BATCH + 1):
        record_event(session, "task.closed", department, now=NOW)

    first = unannounced(session)
    mark_announced(session, first, now=NOW)
    session.flush()

    assert (len(first), len(unannounced(session))) == (BATCH, 1)


async def test_an_event_is_posted_under_its_own_id(session: Session) -> None:
    event = record_event(
        session, "task.closed", make_department(session), now=NOW, actor="王科长", task=42
    )
    session.flush()
    posted: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        posted.append(request)
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        await post_to_prefect(http, "http://prefect.example/api/", [event])

    assert str(posted[0].url) == "http://prefect.example/api/events"
    (body,) = json.loads(posted[0].content)
    assert body["id"] == event.uuid
    assert body["event"] == "duban.task.closed"
    assert body["payload"] == {"number": event.id, "actor": "王科长", "task": 42}
    assert body["resource"]["prefect.resource.id"].startswith("duban.department.")


async def test_a_server_that_refuses_is_an_error_and_not_a_loss(session: Session) -> None:
    event = record_event(session, "task.closed", make_department(session), now=NOW)
    session.flush()
    refuse = httpx.MockTransport(lambda request: httpx.Response(503))

    async with httpx.AsyncClient(transport=refuse) as http:
        with pytest.raises(httpx.HTTPStatusError):
            await post_to_prefect(http, "http://prefect.example/api", [event])

    assert unannounced(session) == [event]
