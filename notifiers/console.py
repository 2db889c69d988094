"""Console: prints messages, for a first look without a mail server."""

import sys
from dataclasses import dataclass, field
from typing import ClassVar, TextIO

from notifiers.base import Message, Receipt


@dataclass(frozen=True, slots=True)
class ConsoleNotifier:
    """Writes each message to a stream; standard output unless told otherwise."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)
    channel: ClassVar[str] = "console"

    async def send(self, message: Message) -> Receipt:
        """Print the letter."""
        self.stream.write(f"→ {message.recipient}\n{message.subject}\n\n{message.text}\n")
        self.stream.flush()
        return Receipt(self.channel)

    async def close(self) -> None:
        """Leave the stream open: it is not ours."""
