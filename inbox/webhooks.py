"""Webhook calls and forms: the signature (Standard Webhooks) and the shape of what they say."""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

from inbox.errors import WebhookRefused
from inbox.heard import STATES, Item, Step, TargetValue
from inbox.mail import Part

FRESH_FOR = timedelta(minutes=5)
LONGEST_ID = 200
LONGEST_TEXT = 50_000  # characters of one field
MOST = 1000  # entries of one list
EXAMPLE = '{"task": "7", "status": "正常推进", "percent": 60, "narrative": "…"}'
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONE = re.compile("[\ud800-\udfff]")  # half a character: no file and no database takes it


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
    data = _object(body)
    several = data.get("items") is not None
    items = _list(data, "items") if several else [data]
    return Call(
        return_id=_whole_number(data.get("return", data.get("return_id")), "return"),
        items=tuple(_call_item(item) for item in items),
        readings=tuple(map(_reading, _list(data, "targets"))) if several else (),
        attachments=tuple(map(_attachment, _list(data, "attachments"))),
    )


def check_call(body: bytes) -> None:
    """Raise `WebhookRefused` where a payload cannot be read, or says nothing: the sender hears."""
    call = read_call(body)
    if not (call.readings or call.attachments or any(c.item.says_anything for c in call.items)):
        raise WebhookRefused(f"没有可登记的内容。例如：{EXAMPLE}", status=422)


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except UnicodeDecodeError:
        raise WebhookRefused("内容须是 UTF-8 编码", status=400) from None
    except (ValueError, RecursionError) as error:
        raise WebhookRefused(f"不是有效的 JSON：{error}。例如：{EXAMPLE}", status=400) from None
    if not isinstance(data, dict):
        raise WebhookRefused(f"内容须是一个 JSON 对象。例如：{EXAMPLE}", status=422)
    return data


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise WebhookRefused(f"{name} 须是列表", status=422)
    if len(value) > MOST:
        raise WebhookRefused(f"{name} 一次不超过{MOST}项", status=422)
    return value


def _signature(secret: str, webhook_id: str, moment: datetime, text: str) -> bytes:
    try:
        return Webhook(secret).sign(webhook_id, moment, text).encode()
    except UnicodeEncodeError as error:
        raise WebhookRefused("内容须是 UTF-8 编码", status=400) from error


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
        targets=tuple(map(_target, _list(data, "targets"))),
        steps=tuple(map(_step, _list(data, "steps"))),
    )
    return CallItem(item, _whole_number(data.get("assignment_id"), "assignment_id"))


def _text(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise WebhookRefused(f"{name} 须是文字", status=422)
    text = UNSTORABLE.sub("", LONE.sub("\ufffd", str(value))).strip()
    if len(text) > LONGEST_TEXT:
        raise WebhookRefused(f"{name} 超过{LONGEST_TEXT}字，请改用附件", status=422)
    return text or None


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
    indicator = _text(data, "indicator") if isinstance(data, dict) else None
    if indicator is None or not isinstance(data, dict):
        raise WebhookRefused("targets 的每一项须有 indicator、value、unit", status=422)
    value = _number(data.get("value"), "value")
    return TargetValue(indicator, value, _text(data, "unit") or "")


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
