import json
from datetime import datetime

import httpx
import pytest
from sqlmodel import select

from actions.events import record_event
from actions.schedule import pause, request_run, set_time
from duban.engine.distributed import Distributed
from models import RunRequest
from runtime.events import unannounced
from runtime.timetable import get_entry, read_timetable
from runtime.wiring import Runtime
from tests.factories import make_department

NOW = datetime.fromisoformat("2024-03-04T09:00:00+08:00")
Asked = list[tuple[str, str, object]]


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def distributed(runtime: Runtime, asked: Asked) -> Distributed:
    """Talks to a Prefect server that notes what it is asked, and has every deployment."""

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        asked.append((request.method, request.url.path, body))
        return httpx.Response(200, json={"id": request.url.path.rpartition("/")[2]})

    runtime.settings = runtime.settings.model_copy(
        update={"prefect_api_url": "http://prefect.example/api/"}
    )
    return Distributed(runtime, httpx.AsyncClient(transport=httpx.MockTransport(answer)))


async def test_events_are_marked_after_the_server_has_them(
    distributed: Distributed, asked: Asked
) -> None:
    with distributed.runtime.transaction() as session:
        record_event(session, "notice.confirmed", make_department(session), now=NOW)

    assert await distributed.relay() == 1
    assert await distributed.relay() == 0

    assert [(method, path) for method, path, _ in asked] == [("POST", "/api/events")]


async def test_a_server_that_is_down_loses_no_event(distributed: Distributed) -> None:
    with distributed.runtime.transaction() as session:
        record_event(session, "notice.confirmed", make_department(session), now=NOW)
    distributed.http = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda request: httpx.Response(503))
    )

    with pytest.raises(httpx.HTTPStatusError):
        await distributed.relay()

    with distributed.runtime.reading() as session:
        assert len(unannounced(session)) == 1


async def test_run_now_becomes_one_run_however_often_it_is_told(
    distributed: Distributed, asked: Asked
) -> None:
    with distributed.runtime.transaction() as session:
        request_run(session, "send_reminders", by="王科长", now=NOW)

    await distributed.answer_requests()
    await distributed.answer_requests()

    assert asked == [
        ("GET", "/api/deployments/name/send-reminders/send-reminders", None),
        (
            "POST",
            "/api/deployments/send-reminders/create_flow_run",
            {"idempotency_key": "duban-request-1"},
        ),
    ]
    with distributed.runtime.reading() as session:
        assert session.exec(select(RunRequest)).one().taken_at == NOW


async def test_the_offices_changes_reach_the_server_once(
    distributed: Distributed, asked: Asked
) -> None:
    printed = get_entry(read_timetable(), "send_reminders").printed
    with distributed.runtime.transaction() as session:
        set_time(session, "send_reminders", "10:05", printed=printed, by="王科长", now=NOW)
        pause(session, "send_reminders", by="王科长", now=NOW)

    await distributed.send_changes()
    await distributed.send_changes()

    schedule = {"cron": "5 10 * * *", "timezone": "Asia/Shanghai"}
    assert asked[1:] == [
        (
            "PATCH",
            "/api/deployments/send-reminders",
            {"paused": True, "schedules": [{"schedule": schedule, "active": True}]},
        )
    ]
