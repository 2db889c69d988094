"""The ways to reach a department (渠道), and what an address of each looks like."""

from collections.abc import Mapping
from enum import StrEnum
from re import compile as pattern
from urllib.parse import parse_qs, urlsplit


class Channel(StrEnum):
    """A way to reach people; a notifier has the same name."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    WECOM = "wecom"  # 企业微信
    DINGTALK = "dingtalk"  # 钉钉
    FEISHU = "feishu"  # 飞书


LABELS: Mapping[Channel, str] = {
    Channel.EMAIL: "邮件",
    Channel.WEBHOOK: "系统接口",
    Channel.WECOM: "企业微信",
    Channel.DINGTALK: "钉钉",
    Channel.FEISHU: "飞书",
}
OTHER_WORDS = {
    "mail": Channel.EMAIL, "邮箱": Channel.EMAIL, "电子邮件": Channel.EMAIL,
    "电子邮箱": Channel.EMAIL, "接口": Channel.WEBHOOK, "企微": Channel.WECOM,
    "钉钉机器人": Channel.DINGTALK, "飞书机器人": Channel.FEISHU, "企业微信机器人": Channel.WECOM,
}  # fmt: skip
WORDS: Mapping[str, Channel] = {
    **{label: channel for channel, label in LABELS.items()},
    **{channel.value: channel for channel in Channel},
    **OTHER_WORDS,
}
ROBOTS = frozenset({Channel.WECOM, Channel.DINGTALK, Channel.FEISHU})

MAIL_ADDRESS = pattern(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
KEY_NAMES = {Channel.WECOM: "key", Channel.DINGTALK: "access_token"}
FEISHU_PATH = "/open-apis/bot/"
LONG_ENOUGH = 16  # characters of a key of which the last four may be shown


def channel_named(words: str) -> Channel | None:
    """Return the channel an office means, or None for a word that is none."""
    return WORDS.get(words.strip().lower())


def channel_of(name: str, address: str) -> str:
    """Return by which channel a contact is reached: an address of the web is no mailbox."""
    return Channel.WEBHOOK if name == Channel.EMAIL and is_url(address) else name


def is_url(address: str) -> bool:
    """Tell an address of the web from a mailbox."""
    return address.startswith(("http://", "https://"))


def why_unfit(channel: Channel, address: str) -> str:
    """Return why `address` cannot be reached by `channel`, without showing its key; or nothing."""
    if channel is Channel.EMAIL:
        return "" if MAIL_ADDRESS.fullmatch(address) else f"“{shown(address)}”不是电子邮箱地址"
    if not is_url(address):
        return f"{LABELS[channel]}的地址须是以 http(s):// 开头的 webhook 地址"
    parts = urlsplit(address)
    key = KEY_NAMES.get(channel)
    if key and not parse_qs(parts.query).get(key):
        return f"{LABELS[channel]}群机器人的地址里没有 {key}=…，请从群里复制完整的 webhook 地址"
    if channel is Channel.FEISHU and FEISHU_PATH not in parts.path:
        return f"飞书群机器人的地址里没有 {FEISHU_PATH}…，请从群里复制完整的 webhook 地址"
    return ""


def shown(address: str) -> str:
    """Return an address as it may be printed: that of a robot carries its key, so only its end."""
    if not is_url(address):
        return address
    parts = urlsplit(address)
    end = f"（尾号{address[-4:]}）" if len(parts.path) + len(parts.query) >= LONG_ENOUGH else ""
    return f"{parts.scheme}://{parts.hostname or ''}/…{end}"
