"""Cuts a notice's text where findings begin and end, so that a page can colour them in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what was found there: measure, clause, target, duty or doubt."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two neighbouring borders; `start` is its anchor on the page."""

    start: int
    text: str
    kinds: tuple[str, ...]


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return the whole text in pieces; together they are the text, unchanged."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    borders = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    pieces = []
    for start, end in pairwise(borders):
        kinds = sorted({mark.kind for mark in inside if mark.start <= start < mark.end})
        pieces.append(Piece(start, text[start:end], tuple(kinds)))
    return pieces
