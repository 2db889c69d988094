"""Schemathesis at the doors that strangers can reach: whatever is sent, never a fault of ours.

Half of the calls carry a good signature, a good link and a good nonce, so that they get inside.
"""

import json
import os
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import select
from standardwebhooks import Webhook

from actions.links import department_link, get_link
from actions.webhook_keys import make_webhook_key
from duban.web.app import create_app
from duban.web.doors import Door, make_nonce
from flows.process_inbound import sweep
from models import InboundMessage
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import TestClient

if TYPE_CHECKING:
    from schemathesis import Case

pytestmark = pytest.mark.slow
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))  # more by hand: others each time
TRIED = ("/webhooks", "/d/{token}")


class Insider:
    """Somebody with a key and a link, who sends nonsense."""

    def __init__(self, runtime: Runtime, city: City) -> None:
        self.runtime = runtime
        department = city.departments["市科技局"]
        with runtime.transaction() as session:
            self.secret = make_webhook_key(
                session, department.number, now=runtime.clock(), actor="x"
            ).secret
            url = department_link(
                session, department.number, office=runtime.office, now=runtime.clock()
            )
        self.token = url.rpartition("/")[2]
        with runtime.reading() as session:
            link = get_link(session, self.token, office=runtime.office, now=runtime.clock())
            session.expunge(link)
        self.door = Door(self.token, link)
        self.part = city.parts[0].number

    def arm(self, case: "Case[Any]") -> None:
        """Give a generated case what gets it inside."""
        if "token" in case.path_parameters:
            case.path_parameters["token"] = self.token
        if "assignment_id" in case.path_parameters:
            case.path_parameters["assignment_id"] = self.part
        if isinstance(case.body, dict) and "nonce" in case.body:
            case.body["nonce"] = make_nonce(self.runtime.office, self.door)

    def sign(self, body: bytes, number: str) -> dict[str, str]:
        at = self.runtime.clock()
        return {
            "webhook-id": number,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(
                number, at.astimezone(UTC), body.decode()
            ),
        }


async def test_nothing_sent_to_our_doors_is_a_fault_of_ours(
    runtime: Runtime, city: City, client: TestClient
) -> None:
    import schemathesis  # a second to import, which the fast tests need not spend
    from schemathesis.core.result import Ok

    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(runtime))
    insider, tried = Insider(runtime, city), set()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if not operation.path.startswith(TRIED):
            continue
        tried.add(f"{operation.method.upper()} {operation.path}")
        _try(operation, insider, client)

    assert {"POST /webhooks/updates", "POST /d/{token}/return", "GET /d/{token}"} <= tried
    outcome = await sweep(runtime, now=runtime.clock())
    assert outcome.failures == {}
    with runtime.reading() as session:
        assert all(row.status != "stored" for row in session.exec(select(InboundMessage)))


def _try(operation: Any, insider: Insider, client: TestClient) -> None:
    count = iter(range(10**6))

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), derandomize=EXAMPLES <= 25,
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def attempt(case: "Case[Any]") -> None:
        outside = case.call()
        assert outside.status_code < 500, outside.text
        insider.arm(case)
        inside = case.call()
        assert inside.status_code < 500, inside.text
        if operation.path.startswith("/webhooks"):
            body = json.dumps(case.body if isinstance(case.body, dict | list) else None).encode()
            headers = insider.sign(body, f"m{next(count)}")
            sent = client.post("/webhooks/updates", content=body, headers=headers)
            assert sent.status_code in (202, 400, 422), sent.text

    attempt()
