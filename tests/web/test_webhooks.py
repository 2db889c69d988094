"""Signed calls from a department's system: stored before they are answered, and once."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select
from standardwebhooks import Webhook

from actions.webhook_intake import Kept, SignedCall
from actions.webhook_keys import make_webhook_key, revoke_webhook_key
from duban.web.intake import Intake
from flows.process_inbound import sweep
from inbox.errors import WebhookRefused
from models import Department, Event, InboundMessage, WebhookKey
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_department, make_task
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


def call(client: TestClient, key: WebhookKey, at: datetime, body: bytes, number: str = "msg_1"):  # type: ignore[no-untyped-def]
    headers = signed(key, at, body, number)
    return client.post("/webhooks/updates", content=body, headers=headers)


@pytest.mark.parametrize("body", [b"", b"x", b"{", b'{"a":', b"[" * 5000, b"1" * 9999])
def test_what_is_no_json_is_refused_at_once_with_an_example(
    client: TestClient, runtime: Runtime, body: bytes
) -> None:
    _, key = make_caller(runtime)

    answer = call(client, key, runtime.clock(), body)

    assert answer.status_code == 400
    assert "正常推进" in answer.json()["error"]
    assert stored(runtime) == []


@pytest.mark.parametrize("name", ["targets", "steps", "attachments", "items"])
@pytest.mark.parametrize("value", [True, -1, 1e300, "x", {"a": 1}, [1], [None], [[]]])
def test_a_field_of_the_wrong_kind_is_refused_at_once(
    client: TestClient, runtime: Runtime, name: str, value: object
) -> None:
    _, key = make_caller(runtime)
    body = json.dumps({"task": "1", "percent": 61, name: value}).encode()

    answer = call(client, key, runtime.clock(), body)

    assert answer.status_code == 422
    assert name in answer.json()["error"]
    assert stored(runtime) == []


@pytest.mark.parametrize("body", [b"{}", b'{"task": "1"}', b'{"items": []}', b"null", b"[]", b"1"])
def test_a_call_that_says_nothing_is_refused_with_an_example(
    client: TestClient, runtime: Runtime, body: bytes
) -> None:
    _, key = make_caller(runtime)

    answer = call(client, key, runtime.clock(), body)

    assert answer.status_code == 422
    assert "正常推进" in answer.json()["error"]


def test_half_characters_and_nul_reach_no_table(client: TestClient, runtime: Runtime) -> None:
    department, key = make_caller(runtime)
    with runtime.transaction() as session:
        make_assignment(session, make_task(session, key="1"), department)
    body = b'{"task": "1", "percent": 61, "narrative": "a\\u0000b\\ud800c"}'

    assert call(client, key, runtime.clock(), body).status_code == 202
    outcome = asyncio.run(sweep(runtime, now=runtime.clock()))

    assert outcome.failures == {}
    (row,) = stored(runtime)
    assert row.raw == body
    assert row.heard is not None
    assert row.heard["items"][0]["narrative"] == "ab\ufffdc"


def test_another_body_under_a_used_id_is_told_and_kept_for_a_person(
    client: TestClient, runtime: Runtime
) -> None:
    _, key = make_caller(runtime)
    other = BODY.replace(b"60", b"99")

    first = call(client, key, runtime.clock(), BODY)
    answers = [call(client, key, runtime.clock(), other) for _ in range(2)]

    assert first.status_code == 202
    assert [answer.status_code for answer in answers] == [409, 409]
    assert {answer.json()["number"] for answer in answers} == {stored(runtime)[1].id}
    assert [(row.raw, row.status) for row in stored(runtime)] == [
        (BODY, "stored"),
        (other, "triage"),
    ]


async def test_calls_that_come_together_are_committed_together_and_each_hears_its_own(
    runtime: Runtime,
) -> None:
    department, key = make_caller(runtime)
    intake = Intake(runtime)
    commits = []
    event.listen(runtime.engine, "commit", lambda _: commits.append(1))

    def one(number: int, body: bytes = BODY) -> SignedCall:
        return SignedCall(department.code, signed(key, runtime.clock(), body, f"m{number}"), body)

    wrong = SignedCall("", signed(key, runtime.clock()), b"{}")
    calls = [*(one(n) for n in range(20)), one(3), wrong, one(4, BODY + b" ")]
    answers = await asyncio.gather(*(intake.keep(c) for c in calls), return_exceptions=True)

    rows = {row.key: row.id for row in stored(runtime)}
    assert len(rows) == 21
    kept = [answer for answer in answers if isinstance(answer, Kept)]
    assert [k.number for k in kept[:21]] == [rows[f"m{n}"] for n in (*range(20), 3)]
    assert isinstance(answers[21], WebhookRefused)
    assert kept[-1].conflict
    with runtime.reading() as session:
        events = session.exec(select(Event).where(Event.name == "duban.inbound.received")).all()
    assert sorted(e.subject_id for e in events) == sorted(number or 0 for number in rows.values())
    assert len(commits) <= 3


def test_the_doors_are_described_and_every_reference_resolves(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    paths = described["paths"]

    assert set(paths) >= {"/webhooks/updates", "/healthz"}
    assert set(paths["/webhooks/updates"]["post"]["responses"]) >= {
        "202", "400", "401", "409", "413", "422",
    }  # fmt: skip
    for name in re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(described)):
        assert name in described["components"]["schemas"]
    assert "#/$defs" not in json.dumps(described)
