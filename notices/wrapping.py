"""What a page's layout put between words: hard line breaks, page numbers, running heads.

A text is wrapped where a good part of its lines end in the same columns. Then a full line that
does not end a sentence goes on in the next one, unless that is indented or bears a number.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_PAGE = re.compile(
    r"[ \t\u3000]*(?:[—–\-－·•]{1,3}[ \u3000]*[\d０-９]{1,3}[ \u3000]*[—–\-－·•]{1,3}"
    r"|第[ \u3000]*[\d０-９]{1,3}[ \u3000]*页"
    r"(?:[ \u3000]*[,，/]?[ \u3000]*共[ \u3000]*[\d０-９]{1,3}[ \u3000]*页)?)"
    r"[ \t\u3000\r]*"
)
_ENDS = tuple("。；：！？;:!?")
_NEW = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|第[一二三四五六七八九十百]{1,4}[条章]|[\d０-９]{1,2}[、.．](?![\d０-９])|[①-⑳]|附件|(?:牵头|责任|配合)单位|完成时限)"
)
_GLOSS = re.compile(r"[(（][a-zü\u00e0-\u01dc]{1,6}(?:[)）]|$)|^[a-zü\u00e0-\u01dc]{1,6}[)）]")
_COLUMNS = re.compile(r"\t|[|│]|\S(?: {3,}|\u3000{2,})\S")  # a row of a table
_SPACE = re.compile(r"[ \t\u3000\r]*")
NARROWEST, WIDEST = 30, 120  # columns of a wrapped text
SHARE = 0.3  # of the lines of a wrapped text end in its last columns
FEWEST = 6
PARAGRAPH = 2  # characters of indent that begin one
SLACK = 3  # columns: a mark that may not begin a line, or half a character, ends it early


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # of its words, without the break
    stop: int  # of the line, the break included


def layout_of(text: str) -> list[tuple[int, int]]:
    """Return what is no part of the wording: page numbers, running heads, breaks in sentences."""
    pages = [match.span() for match in _pages(text)]
    if not pages and not _may_be_wrapped(text):
        return []
    lines = [line for line in _lines(text) if not _inside(line, pages)]
    heads = _running_heads(text, lines, pages)
    lines = [line for line in lines if line.start not in heads]
    dropped = [*pages, *((start, stop) for start, stop in heads.items())]
    measure = _measure(text, lines)
    for line, following in pairwise(lines):
        if _goes_on(text, line, following, measure, cut=following.start > line.stop):
            first = _SPACE.match(text, following.start)
            dropped.append((line.end, line.stop))
            dropped.append((following.start, first.end() if first else following.start))
    return sorted(span for span in dropped if span[0] < span[1])


def _pages(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?m)^{_PAGE.pattern}(?:\n|\Z)", text)


def _may_be_wrapped(text: str) -> bool:
    """Say so cheaply: half of the text in lines of a narrow page."""
    return text.count("\n") * WIDEST > len(text) and text.count("\n") >= FEWEST


def _lines(text: str) -> list[_Line]:
    found, place = [], 0
    for raw in text.split("\n"):
        stop = min(place + len(raw) + 1, len(text))
        found.append(_Line(place, place + len(raw.rstrip()), stop))
        place = stop
    return found


def _inside(line: _Line, spans: list[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (line.start, line.start))
    return index < len(spans) and spans[index][0] == line.start


def _running_heads(text: str, lines: list[_Line], pages: list[tuple[int, int]]) -> dict[int, int]:
    """Return the lines that stand below two page numbers or more, alike each time."""
    starts = {line.start: line for line in lines}
    below = [starts[stop] for _, stop in pages if stop in starts]
    counts = Counter(text[line.start : line.end].strip() for line in below)
    return {
        line.start: line.stop
        for line in below
        if counts[text[line.start : line.end].strip()] > 1 and line.end > line.start
    }


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long a full line is, counted in columns or in characters."""

    of: Callable[[str], int]
    full: int
    slack: int

    def fills(self, words: str) -> bool:
        return self.of(words) >= self.full - self.slack


def _measure(text: str, lines: list[_Line]) -> _Measure | None:
    """Return how the text is wrapped, or None where it is not."""
    for of, least, most, slack in ((_columns, NARROWEST, WIDEST, SLACK), (len, 20, 80, 1)):
        lengths = Counter(of(text[line.start : line.end]) for line in lines)
        del lengths[0]
        total = sum(lengths.values())
        common = max((n for n in lengths if n >= least), key=lambda n: (lengths[n], n), default=0)
        full = max((n for n in lengths if n <= common + slack), default=0)
        near = sum(count for n, count in lengths.items() if full - slack <= n <= full)
        wider = sum(count for n, count in lengths.items() if n > full)
        if least <= full <= most and wider <= total * 0.03 and near >= max(FEWEST, total * SHARE):
            return _Measure(of, full, slack)
    return None


def _columns(words: str) -> int:
    """Return the width as printed; a pinyin gloss was put in later."""
    if "(" in words or "（" in words:
        words = _GLOSS.sub("", words)
    return len(words.encode("gb18030", "replace"))


def _goes_on(
    text: str, line: _Line, following: _Line, measure: _Measure | None, *, cut: bool
) -> bool:
    """Say whether a sentence goes on in the next line; `cut` is true where a page ended between."""
    words, rest = text[line.start : line.end], text[following.start : following.end]
    if not words.strip() or not rest or words.endswith(_ENDS) or _NEW.match(rest):
        return False
    if _COLUMNS.search(words) or _COLUMNS.search(rest):
        return False
    indent = rest[: len(rest) - len(rest.lstrip())]
    if len(indent) >= PARAGRAPH and not words.startswith(indent):
        return False
    if cut:
        return "。" in words + rest and len(words) > SLACK
    return measure is not None and measure.fills(text[line.start : line.stop].rstrip("\r\n"))
