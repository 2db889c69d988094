"""WeCom (企业微信) group robot: 20 messages a minute, markdown of 4,096 bytes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from notifiers.base import Message, Receipt
from notifiers.errors import DeliveryFailed
from notifiers.robots import Door, address_of, brief_of, reason_of, written

OFFICIAL = ("qyapi.weixin.qq.com",)
LONGEST = 4096  # bytes of `content`
RATE_LIMITED = frozenset({45009, 45033})
PASSING = frozenset({-1, 42001, *RATE_LIMITED})  # -1: 系统繁忙
NO_SUCH_ROBOT = frozenset({93000, 93001, 93004, 40091})  # the key is none, or was withdrawn


@dataclass(frozen=True, slots=True)
class WeComNotifier:
    """Posts to a group through its robot's address, `…/webhook/send?key=…`."""

    door: Door
    channel: ClassVar[str] = "wecom"

    async def send(self, message: Message) -> Receipt:
        """Say which items, until when, and where to answer."""
        url, brief = address_of(self.channel, message), brief_of(self.channel, message)

        def write(lines: list[str], heading: str) -> dict[str, Any]:
            content = "\n".join([f"**{heading}**", *lines, f"[查看并办理]({brief.link})"])
            return {"msgtype": "markdown", "markdown": {"content": content}}

        body = written(self.channel, brief, write, limit=LONGEST, measure=_content_bytes)
        answer = await self.door.post(self.channel, url, body, official=OFFICIAL)
        if answer.get("errcode") != 0:
            raise self._refusal(answer.get("errcode"), answer, url.params.get("key"))
        return Receipt(self.channel)

    async def close(self) -> None:
        """Nothing stays open between calls."""

    def _refusal(self, code: object, answer: Any, key: str | None) -> DeliveryFailed:
        return DeliveryFailed(
            self.channel,
            reason_of(code, answer.get("errmsg"), key),
            permanent=code not in PASSING,
            no_such_address=code in NO_SUCH_ROBOT,
            retry_after=timedelta(minutes=1) if code in RATE_LIMITED else None,
        )


def _content_bytes(body: Any) -> int:
    return len(body["markdown"]["content"].encode("utf-8"))
