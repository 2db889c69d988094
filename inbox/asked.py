"""What a reply is read against: the tasks that were asked about."""

from dataclasses import dataclass
from datetime import date

from inbox.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Asked:
    """One task that was asked about, and the indicators its department gives values of."""

    key: str
    title: str = ""
    indicators: tuple[Indicator, ...] = ()
    awaited: bool = True  # an answer about it is owed now
    due_on: date | None = None  # what 延期一个月 counts from
