"""Only a fresh call that a department signed is taken."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from inbox.errors import WebhookRefused
from inbox.webhooks import read_call, verify_call

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2024, 9, 11, 2, 0, tzinfo=UTC)
BODY = b'{"task": "7", "percent": 60}'


def signed(body: bytes = BODY, *, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    return {
        "Webhook-Id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, body.decode()),
    }


def test_a_good_call_gives_its_id() -> None:
    assert verify_call([SECRET], signed(), BODY, now=NOW) == "msg_1"


def test_an_older_key_is_still_good_until_it_is_revoked() -> None:
    newer = "whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert verify_call([newer, SECRET], signed(), BODY, now=NOW) == "msg_1"
    with pytest.raises(WebhookRefused, match="签名"):
        verify_call([newer], signed(), BODY, now=NOW)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_early_call_is_refused(minutes: int) -> None:
    headers = signed(at=NOW + timedelta(minutes=minutes))
    with pytest.raises(WebhookRefused, match="时间戳") as refused:
        verify_call([SECRET], headers, BODY, now=NOW)
    assert refused.value.status == 400


def test_a_changed_body_is_refused() -> None:
    with pytest.raises(WebhookRefused, match="签名"):
        verify_call([SECRET], signed(), BODY.replace(b"60", b"99"), now=NOW)


@pytest.mark.parametrize("missing", ["Webhook-Id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(missing: str) -> None:
    headers = {name: value for name, value in signed().items() if name != missing}
    with pytest.raises(WebhookRefused, match="缺少"):
        verify_call([SECRET], headers, BODY, now=NOW)


@pytest.mark.parametrize("stamp", ["x", "99999999999999999999", "", "-1e9"])
def test_a_senseless_time_stamp_is_refused(stamp: str) -> None:
    with pytest.raises(WebhookRefused):
        verify_call([SECRET], signed() | {"webhook-timestamp": stamp}, BODY, now=NOW)


@pytest.mark.parametrize(
    "payload",
    [[], "x", {"percent": 120}, {"percent": "60"}, {"status": "还行"}, {"items": [1]},
     {"extension_until": "明天"}, {"targets": [{"value": 1}]}, {"return": "x"},
     {"attachments": [{"name": "a", "content": "***"}]}, {"percent": True}],
)  # fmt: skip
def test_a_payload_without_its_shape_is_refused(payload: Any) -> None:
    with pytest.raises(WebhookRefused) as refused:
        read_call(json.dumps(payload).encode())
    assert refused.value.status == 422


def test_a_call_is_read_whole() -> None:
    payload = {"task": 7, "return": 3, "status": "正常推进", "percent": 60.5, "acknowledged": True,
               "targets": [{"indicator": "高企数量", "value": 512, "unit": "家"}]}  # fmt: skip

    call = read_call(json.dumps(payload).encode())

    (one,) = call.items
    assert (call.return_id, one.item.task, one.item.percent) == (3, "7", 60.5)
    assert one.item.targets[0].value == 512
