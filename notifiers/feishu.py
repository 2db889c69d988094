"""Feishu (飞书) group robot: 100 messages a minute, 5 a second, 20 KB, calls signed with a time."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from notifiers.base import Message, Receipt
from notifiers.errors import DeliveryFailed
from notifiers.robots import Door, address_of, brief_of, reason_of, written

OFFICIAL = ("open.feishu.cn", "open.larksuite.com")
LONGEST = 20 * 1024 - 200  # bytes of the body; the rest is for the time and the signature
TOO_MANY = 9499  # also said of a body it cannot read, then as “Bad Request”
RATE_LIMITED = frozenset({TOO_MANY, 11232, 11233, 99991400})
PASSING = frozenset({-1, 10003, 10101, *RATE_LIMITED})
NO_SUCH_ROBOT = frozenset({19001, 19007})  # the address is none; the robot was switched off


@dataclass(frozen=True, slots=True)
class FeishuNotifier:
    """Posts to a group through its robot's address, `…/open-apis/bot/v2/hook/…`."""

    clock: Callable[[], datetime]
    door: Door
    channel: ClassVar[str] = "feishu"

    async def send(self, message: Message) -> Receipt:
        """Say which items, until when, and where to answer."""
        url, brief = address_of(self.channel, message), brief_of(self.channel, message)
        signature = sign(message.secret, now=self.clock()) if message.secret else {}

        def write(lines: list[str], heading: str) -> dict[str, Any]:
            rows: list[list[dict[str, str]]] = [[{"tag": "text", "text": line}] for line in lines]
            rows.append([{"tag": "a", "text": "查看并办理", "href": brief.link}])
            post = {"zh_cn": {"title": heading, "content": rows}}
            return {**signature, "msg_type": "post", "content": {"post": post}}

        body = written(self.channel, brief, write, limit=LONGEST)
        answer = await self.door.post(self.channel, url, body, official=OFFICIAL)
        code = answer.get("code", answer.get("StatusCode"))  # the older answer has only the latter
        if code != 0:
            raise self._refusal(code, answer, url.path.rpartition("/")[2], message.secret)
        return Receipt(self.channel)

    async def close(self) -> None:
        """Nothing stays open between calls."""

    def _refusal(self, code: object, answer: Any, *secrets: str | None) -> DeliveryFailed:
        said = str(answer.get("msg") or answer.get("StatusMessage") or "")
        unreadable = code == TOO_MANY and "bad request" in said.lower()
        return DeliveryFailed(
            self.channel,
            reason_of(code, said, *secrets),
            permanent=unreadable or code not in PASSING,
            no_such_address=code in NO_SUCH_ROBOT,
            retry_after=timedelta(minutes=1) if code in RATE_LIMITED and not unreadable else None,
        )


def sign(secret: str, *, now: datetime) -> dict[str, str]:
    """Return the time in seconds and its signature: the key is both, the message is empty."""
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}
