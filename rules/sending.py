"""When messages of our own accord may go out, and how many a run may send without asking."""

from dataclasses import dataclass
from datetime import time

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Hours of a day in the office's zone. `closes` at midnight means: at the end of the day."""

    opens: time = MIDNIGHT
    closes: time = MIDNIGHT
    quiet: tuple[tuple[time, time], ...] = ()
    most: int | None = None  # a run that would send more stops and asks; 0: no limit
    times: int | None = None  # … or this many times the busiest of the last days; None: as set up

    def is_open(self, at: time) -> bool:
        """Say whether something may go out at this time; at an end it may again, or no more."""
        if at < self.opens or (self.closes != MIDNIGHT and at >= self.closes):
            return False
        return not any(begins <= at < ends for begins, ends in self.quiet)


ALWAYS = SendWindow()
