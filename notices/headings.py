"""A heading broken over lines, put together: as printed and as folded, with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notices.doc_numbers import NUMBER
from notices.lines import Level, Line

_LABEL = re.compile(r"^[ |]*(?:标 {0,3}题|名 {0,3}称|文件名称) {0,3}[: |] {0,3}")
_NUMBER = re.compile(rf"[ (]*{NUMBER}[ )]*(?=.{{6}})")
MAX_TITLE = 160
MAX_LINES = 5  # a title is broken over at most so many lines


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines of one heading, joined by a space, as printed and as folded."""

    clean: str
    folded: str
    start: int
    end: int


def headings_at(clean: str, folded: str, lines: list[Line]) -> Iterator[Heading]:
    """Yield the first line, the first two, and so on, without a label or a number before them."""
    for count in range(1, MAX_LINES + 1):
        parts = lines[:count]
        if len(parts) < count or any(part.level is not Level.BODY for part in parts):
            return
        printed = " ".join(clean[part.start : part.end] for part in parts)
        words = " ".join(folded[part.start : part.end] for part in parts)
        if len(words) > MAX_TITLE or "。" in words:
            return
        begin = _prelude(words)
        stop = len(words.rstrip(" |*"))
        yield Heading(printed[begin:stop], words[begin:stop], parts[0].start, parts[-1].end)


def _prelude(words: str) -> int:
    """Return where a title's own words begin behind 标题: or a document number."""
    place = 0
    if label := _LABEL.match(words):
        place = label.end()
    if number := _NUMBER.match(words, place):
        place = number.end()
    return place
