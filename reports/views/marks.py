"""Cuts a notice's text where findings begin and end, so that a page can colour them in place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what was found there; `ref` is what on the page it leads to."""

    start: int
    end: int
    kind: str  # measure | clause | deadline | target | duty | doubt | cleaned
    ref: str = ""
    label: str = ""  # how the page calls that: 任务3


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two neighbouring borders; `start` is its anchor on the page."""

    start: int
    text: str
    kinds: tuple[str, ...]
    ref: str = ""  # of the narrowest mark that leads anywhere
    label: str = ""
    begins: tuple[tuple[str, str], ...] = ()  # (ref, label) of the measures that begin here


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return the whole text in pieces; together they are the text, unchanged."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    borders = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    opening = sorted(inside, key=lambda mark: mark.start)
    kinds: Counter[str] = Counter()
    live: list[Mark] = []
    pieces, index = [], 0
    for start, end in pairwise(borders):
        for mark in live:
            if mark.end <= start:
                kinds[mark.kind] -= 1
        live = [mark for mark in live if mark.end > start]
        begun = []
        while index < len(opening) and opening[index].start == start:
            begun.append(opening[index])
            kinds[opening[index].kind] += 1
            index += 1
        live += begun
        leading = min(
            (mark for mark in live if mark.ref and mark.kind != "measure"),
            key=lambda mark: mark.end - mark.start,
            default=None,
        )
        pieces.append(
            Piece(
                start,
                text[start:end],
                tuple(sorted(kind for kind, count in kinds.items() if count)),
                leading.ref if leading else "",
                leading.label if leading else "",
                tuple((m.ref, m.label) for m in begun if m.kind == "measure" and m.ref),
            )
        )
    return pieces
