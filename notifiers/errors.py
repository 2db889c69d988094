"""Why a channel did not take a message."""

from rules.errors import DubanError


class DeliveryFailed(DubanError):
    """The channel refused; `permanent` means: do not try again.

    `unreachable` means: it was not this message's fault, the next one would fare no better.
    """

    def __init__(
        self, channel: str, reason: str, *, permanent: bool = False, unreachable: bool = False
    ) -> None:
        self.channel = channel
        self.reason = reason
        self.permanent = permanent
        self.unreachable = unreachable
        super().__init__(f"{channel}: {reason}" + (" (permanent)" if permanent else ""))
