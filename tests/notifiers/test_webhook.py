"""A signed call goes where it was allowed to, under an id that never changes."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from inbox.errors import WebhookRefused
from inbox.webhooks import verify_call
from notifiers import DeliveryFailed, Message, WebhookNotifier
from tests.fakes import FakeClock

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Calls = list[tuple[dict[str, str], bytes]]


class Door(BaseHTTPRequestHandler):
    """Keeps each call; answers with the status in its path."""

    calls: ClassVar[Calls] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def door() -> Iterator[str]:
    Door.calls = []
    server = HTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def call(url: str) -> Message:
    return Message(url, "提醒", "请填报", "<abc@linlan.example>", data={"kind": "reminder"},
                   headers={"X-Duban-Id": "abc"}, secret=SECRET)  # fmt: skip


async def test_a_call_is_signed_and_keeps_its_id(door: str, clock: FakeClock) -> None:
    notifier = WebhookNotifier(clock, allow_private=True)
    await notifier.send(call(f"{door}/200"))
    clock.advance(minutes=10)
    await notifier.send(call(f"{door}/200"))

    (first, body), (second, _) = Door.calls
    assert first["webhook-id"] == second["webhook-id"] == "msg_abc"
    assert verify_call([SECRET], second, body, now=clock()) == "msg_abc"
    with pytest.raises(WebhookRefused, match="时间戳"):
        verify_call([SECRET], first, body, now=clock())


@pytest.mark.parametrize(
    ("status", "permanent"), [(410, True), (404, True), (503, False), (429, False)]
)
async def test_an_answer_says_whether_to_try_again(
    door: str, clock: FakeClock, status: int, permanent: bool
) -> None:
    with pytest.raises(DeliveryFailed) as refused:
        await WebhookNotifier(clock, allow_private=True).send(call(f"{door}/{status}"))

    assert refused.value.permanent is permanent


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "http://[::1]/x", "http://169.254.169.254/"]
)
async def test_an_address_inside_is_refused(url: str, clock: FakeClock) -> None:
    with pytest.raises(DeliveryFailed, match="内部地址"):
        await WebhookNotifier(clock).send(call(url))
