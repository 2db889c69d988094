"""Lines that hold nothing but an asked indicator and its value, wherever in a reply they stand.

A department lists its figures at the end of a mail, below the last task it wrote about; each of
them is told about the task that owns the indicator, not about the one it happens to stand below.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from inbox.heard import Item, TargetValue
from inbox.indicators import Indicator, read_value

LINE = re.compile(
    r"^[ \t\u3000]*(?:[（(]?\d{1,2}[)）.、．][ \t]*)?"
    r"(?P<name>[^：:\n]{2,60}?)[ \t]*[：:][ \t]*"
    r"(?P<figure>[^，。；：:\n]*\d[^。；：:\n]*)[。；;]?[ \t]*$",
    re.MULTILINE,
)
QUOTES = re.compile(r"[“”\"‘’'「」《》\s]")


class AskedTask(Protocol):
    """A task that was asked about, as far as its figures go."""

    @property
    def key(self) -> str:
        """The task's key."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators whose values its department gives."""


def take_value_lines(
    text: str, asked: Sequence[AskedTask]
) -> tuple[str, tuple[tuple[str, TargetValue], ...]]:
    """Return `text` without its value lines, and (key of the owning task, value) for each.

    A line counts where it names an indicator exactly and its figure, in its unit, comes first.
    """
    owners = _owners(asked)
    taken: list[tuple[str, TargetValue]] = []

    def take(match: re.Match[str]) -> str:
        owner = owners.get(_plain(match["name"]))
        found = read_value(match["figure"], owner[1]) if owner else None
        if owner is None or found is None:
            return match[0]
        taken.append((owner[0], found[0]))
        return match[0] if found[1] else ""  # 677家，同比增长5% says more than the value

    return LINE.sub(take, text).strip(), tuple(taken)


def _owners(asked: Sequence[AskedTask]) -> dict[str, tuple[str, Indicator]]:
    """Return each indicator's task by its name; of several the one with the fewest others."""
    by_number = sorted(asked, key=lambda task: len(task.indicators), reverse=True)
    return {_plain(one.name): (task.key, one) for task in by_number for one in task.indicators}


def _plain(name: str) -> str:
    """Return a name without quotation marks and blanks, which people add and leave out."""
    return QUOTES.sub("", name)


def with_values(
    items: Sequence[Item], values: Sequence[tuple[str, TargetValue]]
) -> tuple[Item, ...]:
    """Return `items` with each value at the item of its task; a task not yet told gets one."""
    told = list(items)
    for key, value in values:
        place = next((i for i, item in enumerate(told) if item.task in (key, None)), None)
        if place is None:
            told.append(Item(task=key, targets=(value,)))
            continue
        kept = tuple(one for one in told[place].targets if one.indicator != value.indicator)
        told[place] = replace(told[place], targets=(*kept, value))
    return tuple(told)
