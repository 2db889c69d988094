"""DingTalk (钉钉) group robot: 20 messages a minute, 20,000 bytes, calls signed with a time."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import httpx

from notifiers.base import Message, Receipt
from notifiers.errors import DeliveryFailed
from notifiers.robots import Door, address_of, brief_of, reason_of, written

OFFICIAL = ("oapi.dingtalk.com",)
LONGEST = 20_000  # bytes of the body
RATE_LIMITED = frozenset({130101, 410100, 90018})
PASSING = frozenset({-1, 88, *RATE_LIMITED})  # -1: 系统繁忙
NO_SUCH_ROBOT = frozenset({300001, 400013, 400101, 400102, 400106})  # token, group or robot is gone
PENALTY = timedelta(minutes=10)  # how long a robot that said too much is not heard


@dataclass(frozen=True, slots=True)
class DingTalkNotifier:
    """Posts to a group through its robot's address, `…/robot/send?access_token=…`."""

    clock: Callable[[], datetime]
    door: Door
    channel: ClassVar[str] = "dingtalk"

    async def send(self, message: Message) -> Receipt:
        """Say which items, until when, and where to answer."""
        url, brief = address_of(self.channel, message), brief_of(self.channel, message)

        def write(lines: list[str], heading: str) -> dict[str, Any]:
            text = "\n\n".join([f"**{heading}**", *lines, f"[查看并办理]({brief.link})"])
            return {"msgtype": "markdown", "markdown": {"title": heading, "text": text}}

        body = written(self.channel, brief, write, limit=LONGEST)
        token = url.params.get("access_token")
        if message.secret:
            url = sign(url, message.secret, now=self.clock())
        answer = await self.door.post(self.channel, url, body, official=OFFICIAL)
        if answer.get("errcode") != 0:
            raise self._refusal(answer.get("errcode"), answer, token, message.secret)
        return Receipt(self.channel)

    async def close(self) -> None:
        """Nothing stays open between calls."""

    def _refusal(self, code: object, answer: Any, *secrets: str | None) -> DeliveryFailed:
        return DeliveryFailed(
            self.channel,
            reason_of(code, answer.get("errmsg"), *secrets),
            permanent=code not in PASSING,
            no_such_address=code in NO_SUCH_ROBOT,
            retry_after=PENALTY if code in RATE_LIMITED else None,
        )


def sign(url: httpx.URL, secret: str, *, now: datetime) -> httpx.URL:
    """Add the time in milliseconds and its signature, as 加签 wants them."""
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return url.copy_merge_params(
        {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}
    )
