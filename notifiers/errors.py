"""Why a channel did not take a message."""

from datetime import timedelta

from rules.errors import DubanError


class DeliveryFailed(DubanError):
    """The channel refused; `permanent` means: do not try again.

    `unreachable` means: it was not this message's fault, the next one would fare no better.
    `no_such_address` means: no message to this address would fare better.
    `retry_after` means: the channel asked to be left alone at least so long.
    """

    def __init__(
        self,
        channel: str,
        reason: str,
        *,
        permanent: bool = False,
        unreachable: bool = False,
        no_such_address: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        self.channel = channel
        self.reason = reason
        self.permanent = permanent
        self.unreachable = unreachable
        self.no_such_address = no_such_address
        self.retry_after = retry_after
        super().__init__(f"{channel}: {reason}" + (" (permanent)" if permanent else ""))
