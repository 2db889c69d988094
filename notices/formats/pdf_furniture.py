"""Page numbers and running headers: printed on the page, no part of the notice."""

import re
from collections import defaultdict
from collections.abc import Sequence

from notices.formats.pdf_lines import PrintedLine

_NUMBER = re.compile(
    r"^[-—–－·•~\s|]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})(?:\s*页)?"
    r"(?:\s*[/／,，共\s]\s*共?\s*\d{1,4}\s*页?)?[-—–－·•~\s|]*$"
)
_ENDS = re.compile(r"^[\W\d第页共]+|[\W\d第页共]+$")
EDGE = 0.14  # of a page's height, at the top and at the bottom
SAME_HEIGHT = 4.0  # points
LEAST = 3  # pages that must bear a line before it is a running header; of two, both


def without_furniture(
    pages: Sequence[tuple[float, list[PrintedLine]]],
) -> tuple[list[list[PrintedLine]], list[str]]:
    """Return each page's lines without page numbers and headers, and the words left out once.

    A page is (height, lines).
    """
    running = _running(pages)
    kept: list[list[PrintedLine]] = []
    left_out: dict[str, None] = {}
    for height, lines in pages:
        kept.append([])
        for line in lines:
            if _is_furniture(line, height, running):
                left_out.setdefault(line.words)
            else:
                kept[-1].append(line)
    return kept, list(left_out)


def _is_furniture(line: PrintedLine, height: float, running: dict[str, list[float]]) -> bool:
    if not _at_edge(line, height):
        return False
    if _NUMBER.match(line.words):
        return True
    places = running.get(_key(line.words), ())
    return any(abs(place - line.bottom) <= SAME_HEIGHT for place in places)


def _at_edge(line: PrintedLine, height: float) -> bool:
    return line.bottom > height * (1 - EDGE) or line.top < height * EDGE


def _key(words: str) -> str:
    """Return the words without blanks and without a page number at an end."""
    return _ENDS.sub("", re.sub(r"\s", "", words))


def _running(pages: Sequence[tuple[float, list[PrintedLine]]]) -> dict[str, list[float]]:
    """Return the words that stand at one height of several pages' edges, with that height."""
    seen: dict[str, list[float]] = defaultdict(list)
    for height, lines in pages:
        for line in lines:
            if _at_edge(line, height):
                seen[_key(line.words)].append(line.bottom)
    found: dict[str, list[float]] = {}
    for words, places in seen.items():
        for place in places:
            near = sum(abs(other - place) <= SAME_HEIGHT for other in places)
            if near >= min(LEAST, max(2, len(pages))) and near * 4 >= len(pages):
                found.setdefault(words, []).append(place)
                break
    return found
