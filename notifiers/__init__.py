"""TELL: one channel a file."""

from notifiers.base import Attachment, Brief, BriefLine, Message, Notifier, Receipt
from notifiers.console import ConsoleNotifier
from notifiers.dingtalk import DingTalkNotifier
from notifiers.email import EmailNotifier, SmtpServer
from notifiers.errors import DeliveryFailed
from notifiers.feishu import FeishuNotifier
from notifiers.robots import Door
from notifiers.webhook import WebhookNotifier
from notifiers.wecom import WeComNotifier

__all__ = [
    "Attachment",
    "Brief",
    "BriefLine",
    "ConsoleNotifier",
    "DeliveryFailed",
    "DingTalkNotifier",
    "Door",
    "EmailNotifier",
    "FeishuNotifier",
    "Message",
    "Notifier",
    "Receipt",
    "SmtpServer",
    "WeComNotifier",
    "WebhookNotifier",
]
