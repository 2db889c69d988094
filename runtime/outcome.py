"""The outcome of a sweep: every item is tried; the failures are told afterwards, all of them."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rules.errors import DubanError

Item = TypeVar("Item")
log = logging.getLogger(__name__)
_watched: ContextVar["list[Outcome] | None"] = ContextVar("watched", default=None)


class SweepFailed(DubanError):
    """Some items of a sweep failed; the others are done."""

    def __init__(self, name: str, failures: dict[Any, str]) -> None:
        self.name = name
        self.failures = failures
        first = "; ".join(f"{key}: {why}" for key, why in list(failures.items())[:5])
        super().__init__(f"{name}: {len(failures)} failed: {first}")


@dataclass(slots=True)
class Outcome:
    """What a sweep did: `done` counts things by kind, `failures` holds why an item failed."""

    name: str
    done: dict[str, int] = field(default_factory=dict)
    failures: dict[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (watched := _watched.get()) is not None:
            watched.append(self)

    def count(self, kind: str, number: int = 1) -> None:
        """Add to what was done."""
        if number:
            self.done[kind] = self.done.get(kind, 0) + number

    @contextmanager
    def attempt(self, item: object) -> Iterator[None]:
        """Try one item; note its failure instead of stopping the others."""
        try:
            yield
        except Exception as error:  # the one boundary where a sweep meets any fault
            log.exception("%s: %s failed", self.name, item)
            self.failures[item] = f"{type(error).__name__}: {error}"

    def in_batches(
        self, items: Sequence[Item], work: Callable[[Sequence[Item]], None], *, size: int
    ) -> None:
        """Do `work`, a transaction of its own, for batches; where one fails, for each item alone.

        So a fault in one item holds back no other.
        """
        for start in range(0, len(items), size):
            some = items[start : start + size]
            try:
                work(some)
            except Exception:  # told of each item that fails alone
                log.exception("%s: a batch of %d failed; each is tried alone", self.name, len(some))
                for item in some:
                    with self.attempt(item):
                        work([item])

    def raise_if_any_failed(self) -> None:
        """Raise `SweepFailed` if any item failed."""
        if self.failures:
            raise SweepFailed(self.name, self.failures)


@contextmanager
def watching() -> Iterator[list[Outcome]]:
    """Collect the outcomes that come into being inside: a flow's own, which returns nothing."""
    watched: list[Outcome] = []
    token = _watched.set(watched)
    try:
        yield watched
    finally:
        _watched.reset(token)
