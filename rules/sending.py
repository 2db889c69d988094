"""When messages of our own accord may go out: a window of the day, less its quiet hours."""

from dataclasses import dataclass
from datetime import time

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Hours of a day in the office's zone. `closes` at midnight means: at the end of the day."""

    opens: time = MIDNIGHT
    closes: time = MIDNIGHT
    quiet: tuple[tuple[time, time], ...] = ()

    def is_open(self, at: time) -> bool:
        """Say whether something may go out at this time; at an end it may again, or no more."""
        if at < self.opens or (self.closes != MIDNIGHT and at >= self.closes):
            return False
        return not any(begins <= at < ends for begins, ends in self.quiet)


ALWAYS = SendWindow()
