"""TELL: one channel a file."""

from notifiers.base import Message, Notifier, Receipt
from notifiers.errors import DeliveryFailed

__all__ = ["DeliveryFailed", "Message", "Notifier", "Receipt"]
