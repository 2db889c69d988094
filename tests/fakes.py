"""Stand-ins that behave like the real thing, only faster and in our hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Dialect, Engine

from notifiers import DeliveryFailed, Message, Receipt


class FakeClock:
    """A clock that moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> datetime:
        self.now += timedelta(**duration)
        return self.now

    def set(self, moment: str) -> datetime:
        """Move to an office-local moment such as 2024-03-04T09:00."""
        self.now = datetime.fromisoformat(moment + ":00+08:00")
        return self.now


class RecordingNotifier:
    """Keeps what it was given, and refuses the addresses it is told to refuse."""

    channel = "email"

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.refused: dict[str, bool] = {}  # address → permanently?
        self.unknown: set[str] = set()

    async def send(self, message: Message) -> Receipt:
        if message.recipient in self.refused:
            raise DeliveryFailed(self.channel, "refused", permanent=self.refused[message.recipient])
        if message.recipient in self.unknown:
            raise DeliveryFailed(
                self.channel, "550 User unknown", permanent=True, no_such_address=True
            )
        self.sent.append(message)
        return Receipt(self.channel)

    async def close(self) -> None:
        pass


@dataclass(slots=True)
class OneEngine:
    """One engine for all tests, so that a statement is compiled once and not once in each.

    The file it opens is the test's own.
    """

    engine: Engine
    file: Path

    def open(self, file: Path) -> Engine:
        """Turn to another file; who listens to what is returned listens to nothing later."""
        self.engine.dispose()
        self.file = file
        return self.engine.execution_options()

    def connect(self, _: Dialect, __: object, arguments: list[str], ___: object) -> None:
        """Tell SQLAlchemy what to open."""
        arguments[0] = str(self.file)
