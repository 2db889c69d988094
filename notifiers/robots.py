"""What the group robots share: a letter cut to their length, and a call that shows no key."""

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from notifiers.base import Brief, BriefLine, Message
from notifiers.errors import DeliveryFailed

LONGEST_HEADING = 60  # characters
LONGEST_TITLE = 40
LONGEST_REASON = 160
TRY_AGAIN = frozenset({408, 425, 429})  # client errors that pass
MARKUP = str.maketrans(  # what a robot would read as markup, or as calling everybody
    {"<": "＜", ">": "＞", "[": "［", "]": "］", "*": "＊", "`": "｀", "#": "＃", "@": "＠",
     "_": "＿", "\\": "＼"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """How robots are called, and which hosts may be."""

    hosts: frozenset[str] = frozenset()  # besides the official ones: private installations
    timeout: float = 10.0  # seconds
    proxy: str | None = None
    loopback_only: bool = False  # a demo cannot send outside

    async def post(
        self, channel: str, url: httpx.URL, body: bytes, *, official: Sequence[str]
    ) -> Mapping[str, Any]:
        """Post JSON and return the answer's; refusals come with HTTP 200, so the caller judges.

        httpx's client would log the address, which carries the robot's key; its transport
        logs nothing.
        """
        self._check(channel, url, official)
        request = httpx.Request(
            "POST",
            url,
            content=body,
            headers={"content-type": "application/json; charset=utf-8"},
            extensions={"timeout": httpx.Timeout(self.timeout).as_dict()},
        )
        try:
            async with httpx.AsyncHTTPTransport(proxy=self.proxy) as transport:
                answer = await transport.handle_async_request(request)
                content = await answer.aread()
        except (httpx.HTTPError, OSError) as error:
            raise DeliveryFailed(channel, f"连不上机器人：{type(error).__name__}") from None
        return _read(channel, answer.status_code, content)

    def _check(self, channel: str, url: httpx.URL, official: Sequence[str]) -> None:
        if self.loopback_only and url.host not in ("localhost", "127.0.0.1", "::1"):
            raise DeliveryFailed(channel, f"演示环境不向外发信（{url.host}）", permanent=True)
        if url.host in self.hosts and url.scheme in ("http", "https"):
            return
        if url.host not in official or url.scheme != "https":
            raise DeliveryFailed(
                channel,
                f"{url.host or '空'} 不是已知的机器人地址；专有部署请写入 DUBAN_ROBOT_HOSTS",
                permanent=True,
            )


def address_of(channel: str, message: Message) -> httpx.URL:
    """Return the robot's address, or refuse one that is none."""
    try:
        return httpx.URL(message.recipient)
    except httpx.InvalidURL:
        raise DeliveryFailed(channel, "机器人地址无效", permanent=True) from None


def brief_of(channel: str, message: Message) -> Brief:
    """Return what may be said in a group; a message without it goes by mail."""
    if message.brief is None:
        raise DeliveryFailed(channel, "这类消息不发到群里", permanent=True)
    return message.brief


def written(
    channel: str, brief: Brief, write: Callable[[list[str], str], Any], *, limit: int,
    measure: Callable[[Any], int] | None = None,
) -> bytes:  # fmt: skip
    """Return the body with as many items as fit into `limit` bytes; the rest is in the link.

    Items are left out whole, from the end. `measure` counts what the limit is about, where that
    is not the whole body.
    """
    count = measure or (lambda body: len(_encoded(body)))
    total = len(brief.lines)
    lines = [_line(number, line) for number, line in enumerate(brief.lines, 1)]
    heading = clean(brief.heading, LONGEST_HEADING)

    def body_with(shown: int) -> Any:
        rest = [f"其余{total - shown}项见链接"] if shown < total else []
        return write([*lines[:shown], *rest], heading)

    if count(body_with(total)) <= limit:
        return _encoded(body_with(total))
    shown = bisect_right(range(total), limit, key=lambda number: count(body_with(number))) - 1
    if shown < 0:
        raise DeliveryFailed(channel, f"链接和标题就超过了 {limit} 字节", permanent=True)
    return _encoded(body_with(shown))


def clean(text: str, longest: int) -> str:
    """Return one line without markup, cut to `longest` characters."""
    line = " ".join(text.split()).translate(MARKUP)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def reason_of(code: object, said: object, *secrets: str | None) -> str:
    """Return the refusal in words; whatever secret the robot repeats is struck out."""
    words = " ".join(str(said or "").split())
    for secret in secrets:
        if secret:
            words = words.replace(secret, "…")
    return f"错误码 {code}：{words[:LONGEST_REASON]}"


def _line(number: int, line: BriefLine) -> str:
    day = f"　{line.due_on.month}月{line.due_on.day}日前" if line.due_on else ""
    key = f"〔{clean(line.number, LONGEST_TITLE)}〕" if line.number else ""
    return f"{number}. {key}{clean(line.title, LONGEST_TITLE)}{day}"


def _encoded(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8")


def _read(channel: str, status: int, content: bytes) -> Mapping[str, Any]:
    """Return the answer, or say what HTTP alone tells."""
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and (status < 300 or "code" in answer or "errcode" in answer):
        return answer
    permanent = 400 <= status < 500 and status not in TRY_AGAIN
    what = f"应答 {status}" if status >= 300 else "应答不是 JSON"
    raise DeliveryFailed(channel, f"机器人{what}", permanent=permanent)
