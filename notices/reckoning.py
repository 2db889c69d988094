"""What a day without a year counts from."""

from dataclasses import dataclass
from datetime import date

from notices.moments import Point


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What days without a year count from: the day of issue and the one year of the title."""

    issued_on: date | None
    year: int | None = None

    def day(self, point: Point, year: int | None) -> date | None:
        """Return the day; `year` was printed just before it, in the same words."""
        if point.year is not None:
            return point.on()
        if year is not None and (found := point.on(year)):
            return found if self._lies_ahead(found) else None
        if self.year is not None and (found := point.on(self.year)) and self._lies_ahead(found):
            return found
        return point.after(self.issued_on)

    def _lies_ahead(self, day: date) -> bool:
        return self.issued_on is None or day >= self.issued_on
