"""What every notifier promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    filename: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One item of a brief: which, and until when. Never what anybody reported about it."""

    number: str  # 7.2
    title: str  # short
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a group chat is told: its members are many, and the chat is not ours."""

    heading: str
    lines: tuple[BriefLine, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message for one address. `message_id` never changes on a retry."""

    recipient: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    sender: str = ""
    sender_name: str = ""
    reply_to: str | None = None
    in_reply_to: str | None = None
    to: tuple[str, ...] = ()  # shown as To; empty: the recipient
    copies: tuple[str, ...] = ()  # shown as Cc; each is a delivery of its own
    attachments: tuple[Attachment, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    written_at: datetime | None = None  # the Date header
    data: Mapping[str, object] = field(default_factory=dict)  # what a program reads
    secret: str | None = field(default=None, repr=False)  # signs a webhook, or a robot's call
    brief: Brief | None = None  # what a group robot says instead of the text


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a channel accepted a message."""

    channel: str
    provider_id: str | None = None


class Notifier(Protocol):
    """A way to reach people.

    `send` returns a `Receipt`, or raises `DeliveryFailed`. It neither retries nor
    logs: the action that calls it decides about both.
    """

    @property
    def channel(self) -> str:
        """The name used in settings and stored with each receipt."""
        ...

    async def send(self, message: Message) -> Receipt:
        """Hand the message to the channel."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
