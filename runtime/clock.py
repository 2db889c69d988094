"""The only file that reads the clock.

A demo folder holds its clock in a file, so that every process of the demo sees the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class HeldClock:
    """A clock that stands still until its file is written again (`duban clock set`)."""

    path: Path

    def __call__(self) -> datetime:
        """Return the moment in the file, in UTC."""
        return datetime.fromisoformat(self.path.read_text("utf-8").strip()).astimezone(UTC)

    def set(self, moment: datetime) -> None:
        """Write `moment` (aware), whole or not at all; folders may share a clock by a link."""
        path = self.path.resolve()
        draft = path.with_suffix(".new")
        draft.write_text(moment.astimezone(UTC).isoformat(), "utf-8")
        draft.replace(path)
