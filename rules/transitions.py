"""One way to check a life cycle: a table of what may follow what."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import TypeVar

from rules.errors import TransitionNotAllowed

Status = TypeVar("Status", bound=StrEnum)


def check_transition(
    table: Mapping[Status, Set[Status]], current: Status, requested: Status
) -> None:
    """Raise `TransitionNotAllowed` unless `table` lets `current` become `requested`."""
    allowed = table[current]
    if requested not in allowed:
        raise TransitionNotAllowed(current, requested, allowed)
