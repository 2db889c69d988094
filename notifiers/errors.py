"""Why a channel did not take a message."""

from rules.errors import DubanError


class DeliveryFailed(DubanError):
    """The channel refused; `permanent` means: do not try again."""

    def __init__(self, channel: str, reason: str, *, permanent: bool = False) -> None:
        self.channel = channel
        self.reason = reason
        self.permanent = permanent
        super().__init__(f"{channel}: {reason}" + (" (permanent)" if permanent else ""))
