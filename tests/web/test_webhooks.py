"""Signed calls from a department's system: stored before they are answered, and once."""

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import select
from standardwebhooks import Webhook

from actions.webhook_keys import make_webhook_key, revoke_webhook_key
from models import Department, InboundMessage, WebhookKey
from runtime.wiring import Runtime
from tests.factories import make_department
from tests.web.conftest import TestClient

BODY = json.dumps({"task": "1", "status": "正常推进", "percent": 60}).encode()


def make_caller(runtime: Runtime) -> tuple[Department, WebhookKey]:
    with runtime.transaction() as session:
        department = make_department(session, "市大数据局")
        key = make_webhook_key(session, department.number, now=runtime.clock(), actor="周宁")
        return department, key


def signed(key: WebhookKey, at: datetime, body: bytes = BODY, number: str = "msg_1"):  # type: ignore[no-untyped-def]
    return {
        "webhook-id": number,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key.secret).sign(number, at.astimezone(UTC), body.decode()),
    }


def stored(runtime: Runtime) -> list[InboundMessage]:
    with runtime.reading() as session:
        return list(session.exec(select(InboundMessage)))


def test_a_signed_call_is_committed_before_it_is_answered(
    client: TestClient, runtime: Runtime
) -> None:
    department, key = make_caller(runtime)
    headers = signed(key, runtime.clock()) | {"webhook-department": department.code}

    answer = client.post("/webhooks/updates", content=BODY, headers=headers)

    assert answer.status_code == 202
    (row,) = stored(runtime)
    assert (row.raw, row.department_id, row.status) == (BODY, department.id, "stored")


def test_a_repeated_id_is_answered_like_the_first_and_stored_once(
    client: TestClient, runtime: Runtime
) -> None:
    _, key = make_caller(runtime)  # no department in the headers: found by its key
    headers = signed(key, runtime.clock())

    first, second = (
        client.post("/webhooks/updates", content=BODY, headers=headers) for _ in range(2)
    )

    assert first.json() == second.json()
    assert len(stored(runtime)) == 1


def test_a_call_that_is_wrong_is_refused_and_not_kept(client: TestClient, runtime: Runtime) -> None:
    department, key = make_caller(runtime)
    good = signed(key, runtime.clock()) | {"webhook-department": department.code}
    wrong = {
        "changed body": (BODY + b" ", good),
        "no signature": (BODY, {"webhook-id": "msg_1"}),
        "another's name": (BODY, good | {"webhook-department": "nobody"}),
        "old": (BODY, signed(key, runtime.clock() - timedelta(minutes=6))),
    }
    for body, headers in wrong.values():
        answer = client.post("/webhooks/updates", content=body, headers=headers)
        assert answer.status_code in (400, 401)
        assert answer.json()["error"]

    assert stored(runtime) == []


def test_a_revoked_key_opens_nothing(client: TestClient, runtime: Runtime) -> None:
    _, key = make_caller(runtime)
    with runtime.transaction() as session:
        revoke_webhook_key(session, key.number, now=runtime.clock(), actor="周宁")

    answer = client.post("/webhooks/updates", content=BODY, headers=signed(key, runtime.clock()))

    assert answer.status_code == 401


def test_a_call_that_is_too_large_is_refused(client: TestClient, runtime: Runtime) -> None:
    answer = client.post("/webhooks/updates", content=b"x" * (30 * 1024 * 1024 + 1))

    assert answer.status_code == 413


def test_the_door_is_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert set(paths) == {"/webhooks/updates", "/healthz"}
    assert set(paths["/webhooks/updates"]["post"]["responses"]) >= {"202", "400", "401", "413"}
