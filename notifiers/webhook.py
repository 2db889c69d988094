"""Webhooks out: a signed POST (Standard Webhooks) to a department's system."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import ClassVar

import httpx
from standardwebhooks import Webhook

from notifiers.base import Message, Receipt
from notifiers.errors import DeliveryFailed

TRY_AGAIN = frozenset({408, 425, 429})  # client errors that pass


@dataclass(slots=True)
class WebhookNotifier:
    """Posts JSON; `webhook-id` is the message's own and never changes on a retry."""

    clock: Callable[[], datetime]
    timeout: float = 10.0  # seconds
    allow_private: bool = False
    channel: ClassVar[str] = "webhook"

    async def send(self, message: Message) -> Receipt:
        """Post one message; any 2xx is the receipt."""
        if not message.secret:
            raise DeliveryFailed(self.channel, "该单位没有可用的签名密钥", permanent=True)
        body = json.dumps(_payload(message), ensure_ascii=False)
        url, headers = await self._addressed(message)
        headers |= _signed(message, body, now=self.clock().astimezone(UTC))  # sign() assumes UTC
        try:
            async with httpx.AsyncClient(timeout=self.timeout, trust_env=False) as http:
                answer = await http.post(
                    url,
                    content=body.encode(),
                    headers=headers,
                    extensions={"sni_hostname": httpx.URL(message.recipient).host},
                )
        except httpx.HTTPError as error:
            raise DeliveryFailed(self.channel, f"{type(error).__name__}: {error}") from error
        return self._read(answer)

    async def close(self) -> None:
        """Nothing stays open between calls."""

    def _read(self, answer: httpx.Response) -> Receipt:
        if answer.is_success:
            return Receipt(self.channel, answer.headers.get("x-request-id"))
        permanent = answer.status_code < 500 and answer.status_code not in TRY_AGAIN
        raise DeliveryFailed(
            self.channel, f"对方系统应答 {answer.status_code}", permanent=permanent
        )

    async def _addressed(self, message: Message) -> tuple[httpx.URL, dict[str, str]]:
        """Return the URL with its host resolved, so that what was checked is what is called."""
        try:
            url = httpx.URL(message.recipient)
        except httpx.InvalidURL as error:
            raise DeliveryFailed(self.channel, f"地址无效：{error}", permanent=True) from error
        if url.scheme not in ("http", "https") or not url.host:
            raise DeliveryFailed(self.channel, "地址须以 http(s):// 开头", permanent=True)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                url.host, url.port, type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise DeliveryFailed(self.channel, f"找不到主机 {url.host}：{error}") from error
        addresses = [str(info[4][0]).partition("%")[0] for info in found]
        if not self.allow_private and not all(ip_address(a).is_global for a in addresses):
            raise DeliveryFailed(
                self.channel, f"{url.host} 是内部地址，未获准向其发送", permanent=True
            )
        return url.copy_with(host=addresses[0]), {"host": url.netloc.decode("ascii")}


def _payload(message: Message) -> dict[str, object]:
    return {
        "type": "duban.message",
        "id": message.message_id,
        "subject": message.subject,
        "text": message.text,
        "data": dict(message.data),
    }


def _signed(message: Message, body: str, *, now: datetime) -> dict[str, str]:
    """Return the three headers of Standard Webhooks."""
    webhook_id = f"msg_{message.headers.get('X-Duban-Id') or message.message_id.strip('<>')}"
    return {
        "content-type": "application/json; charset=utf-8",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(message.secret or "").sign(webhook_id, now, body),
    }
