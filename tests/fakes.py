"""Stand-ins that behave like the real thing, only faster and in our hands."""

from datetime import datetime, timedelta

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
