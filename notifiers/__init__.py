"""TELL: one channel a file."""

from notifiers.base import Attachment, Message, Notifier, Receipt
from notifiers.console import ConsoleNotifier
from notifiers.email import EmailNotifier, SmtpServer
from notifiers.errors import DeliveryFailed
from notifiers.webhook import WebhookNotifier

__all__ = [
    "Attachment",
    "ConsoleNotifier",
    "DeliveryFailed",
    "EmailNotifier",
    "Message",
    "Notifier",
    "Receipt",
    "SmtpServer",
    "WebhookNotifier",
]
