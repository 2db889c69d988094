"""Webhook calls and forms: the signature (Standard Webhooks) and the shape of what they say."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

from inbox.charsets import without_surrogates
from inbox.errors import WebhookRefused
from inbox.heard import STATES, Item, Step, TargetValue
from inbox.mail import Part

FRESH_FOR = timedelta(minutes=5)
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class CallItem:
    """One item of a call, and the row it names, where it names one."""

    item: Item
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What a department's system or a form says."""

    return_id: int | None
    items: tuple[CallItem, ...]
    readings: tuple[tuple[int, float, str], ...] = ()  # target's number, value, unit
    attachments: tuple[Part, ...] = ()


def verify_call(
    secrets: Sequence[str], headers: Mapping[str, str], body: bytes, *, now: datetime
) -> str:
    """Return the webhook's id, or raise `WebhookRefused`: 400 for a stale time stamp, else 401.

    The library compares with the real clock; we compare with `now`, which a demo may hold.
    """
    known = {name.lower(): value for name, value in headers.items()}
    webhook_id, stamp = known.get("webhook-id", ""), known.get("webhook-timestamp", "")
    signatures = known.get("webhook-signature", "")
    if not (webhook_id and stamp and signatures) or len(webhook_id) > LONGEST_ID:
        raise WebhookRefused("缺少 webhook-id、webhook-timestamp 或 webhook-signature")
    moment = _moment(stamp)
    if abs(now - moment) > FRESH_FOR:
        raise WebhookRefused("时间戳已过期或超前，请核对系统时钟", status=400)
    text = body.decode("utf-8", errors="surrogateescape")
    given = [one.encode() for one in signatures.split(" ")]
    for secret in secrets:
        expected = _signature(secret, webhook_id, moment, text)
        if any(hmac.compare_digest(expected, one) for one in given):
            return webhook_id
    raise WebhookRefused("签名不符")


def read_call(body: bytes) -> Call:
    """Read the payload: one item, or `items`; raise `WebhookRefused` (422) when it has no shape.

    `{"task": "7", "return": 12, "status": "正常推进", "percent": 60, "narrative": "…", …}`
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookRefused(f"不是有效的 JSON：{error}", status=422) from error
    if not isinstance(data, dict):
        raise WebhookRefused("内容须是一个 JSON 对象", status=422)
    whole = data.get("items")
    items = whole if isinstance(whole, list) else [data]
    readings = _list(data, "targets") if isinstance(whole, list) else []
    return Call(
        return_id=_whole_number(data.get("return", data.get("return_id")), "return"),
        items=tuple(_call_item(item) for item in items),
        readings=tuple(_reading(reading) for reading in readings),
        attachments=tuple(_attachment(file) for file in _list(data, "attachments")),
    )


def _signature(secret: str, webhook_id: str, moment: datetime, text: str) -> bytes:
    try:
        return Webhook(secret).sign(webhook_id, moment, text).encode()
    except UnicodeEncodeError as error:
        raise WebhookRefused("内容须是 UTF-8 编码", status=422) from error


def _moment(stamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(stamp), tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WebhookRefused("webhook-timestamp 须是秒数") from error


def _call_item(data: object) -> CallItem:
    if not isinstance(data, dict):
        raise WebhookRefused("items 的每一项须是 JSON 对象", status=422)
    status = _text(data, "status") or _text(data, "state")
    if status and status not in STATES:
        raise WebhookRefused(f"status 须是以下之一：{'、'.join(STATES)}", status=422)
    item = Item(
        task=_text(data, "task"),
        status=status,
        percent=_percent(data.get("percent")),
        narrative=_text(data, "narrative"),
        problems=_text(data, "problems"),
        next_steps=_text(data, "next_steps"),
        extension_until=_day(data.get("extension_until"), "extension_until"),
        extension_reason=_text(data, "reason"),
        closure_requested=status == "申请办结" or data.get("closure_requested") is True,
        acknowledged=data.get("acknowledged") is True,
        objection=_text(data, "objection"),
        targets=tuple(_target(target) for target in _list(data, "targets")),
        steps=tuple(_step(step) for step in _list(data, "steps")),
    )
    return CallItem(item, _whole_number(data.get("assignment_id"), "assignment_id"))


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if value is None or isinstance(value, list):
        return value or []
    raise WebhookRefused(f"{name} 须是列表", status=422)


def _text(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return without_surrogates(str(value)).replace("\0", "").strip() or None
    if value is None:
        return None
    raise WebhookRefused(f"{name} 须是文字", status=422)


def _number(value: object, name: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15:
        return float(value)
    raise WebhookRefused(f"{name} 须是数字", status=422)


def _percent(value: object) -> float | None:
    if value is None:
        return None
    percent = _number(value, "percent")
    if not 0 <= percent <= 100:
        raise WebhookRefused("percent 须在 0 到 100 之间", status=422)
    return percent


def _whole_number(value: object, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    raise WebhookRefused(f"{name} 须是编号", status=422)


def _day(value: object, name: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise WebhookRefused(f"{name} 须是 2024-10-20 这样的日期", status=422) from error


def _target(data: object) -> TargetValue:
    if not isinstance(data, dict) or not isinstance(data.get("indicator"), str):
        raise WebhookRefused("targets 的每一项须有 indicator、value、unit", status=422)
    value = _number(data.get("value"), "value")
    return TargetValue(data["indicator"], value, _text(data, "unit") or "")


def _reading(data: object) -> tuple[int, float, str]:
    number = _whole_number(data.get("target_id"), "target_id") if isinstance(data, dict) else None
    if number is None or not isinstance(data, dict):
        raise WebhookRefused("targets 的每一项须有 target_id、value、unit", status=422)
    return number, _number(data.get("value"), "value"), _text(data, "unit") or ""


def _step(data: object) -> Step:
    day = _day(data.get("due_on"), "due_on") if isinstance(data, dict) else None
    title = _text(data, "title") if isinstance(data, dict) else None
    if day is None or title is None:
        raise WebhookRefused("steps 的每一项须有 title、due_on", status=422)
    return Step(title, day)


def _attachment(data: object) -> Part:
    if not isinstance(data, dict):
        raise WebhookRefused("attachments 的每一项须有 name、content", status=422)
    try:
        content = base64.b64decode(str(data.get("content", "")), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WebhookRefused("附件内容须是 base64", status=422) from error
    kind = _text(data, "media_type") or "application/octet-stream"
    return Part(_text(data, "name") or "附件", kind, content)
