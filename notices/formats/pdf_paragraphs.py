"""Which printed lines of a PDF are one paragraph.

A paragraph goes on where a line is full and the next is not indented; a title where centred lines
of one size follow each other. What stands at the left edge with a number begins a paragraph.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from notices.formats.pdf_lines import PrintedLine

_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]{1,5}[章条节部篇编]|[一二三四五六七八九十]{1,4}[、．.]"
    r"|[（(][一二三四五六七八九十\d]{1,4}[）)]|\d{1,3}[、．.](?!\d)|[①-⑳]|附件?[:：\d一二三])"
)
_STOPS = tuple("。！？；：.!?;:”」…")
_TITLE_ENDS = re.compile(
    r"(?:通知|意见|方案|办法|规定|计划|规划|要点|措施|决定|批复|函|清单|细则|通报|公告|任务|分工|表|纲要|安排)"
    r"(?:[（(].{1,20}[）)])?$"
)
FULL = 1.7  # glyphs that may lack at a line's end: punctuation must not begin the next line
FEW_LINES = 8  # of a page: with more, one line further left than all others is no margin
INDENT = 1.2  # glyphs: a line that begins further right begins a paragraph
FAR = 4.5  # glyphs: what begins further right than this is no hanging paragraph
PART = 1.7  # of the usual distance of two lines: a wider gap parts paragraphs


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page begins and ends."""

    left: float
    right: float
    step: float  # the usual distance from one line to the next
    indents: bool = False  # paragraphs begin with an indent, as far as lines show


def margins_of(lines: Sequence[PrintedLine], width: float) -> Margins | None:
    """Return the margins by the long lines, None where there are too few."""
    long = [line for line in lines if line.right - line.left > 0.55 * width]
    if len(long) < 3:
        return None
    lefts = Counter(round(line.left) for line in lines)
    rights = sorted(line.right for line in long)
    usual = [left for left, count in lefts.items() if count > 1 or len(lines) < FEW_LINES]
    steps = sorted(one.bottom - two.bottom for one, two in pairwise(lines))
    left = min(usual, default=min(lefts))
    begun = sum(left + INDENT * line.size < line.left < left + FAR * line.size for line in long)
    return Margins(
        left, rights[len(rights) * 3 // 4], steps[len(steps) // 2], begun * 8 >= len(long)
    )


def goes_on(one: PrintedLine, two: PrintedLine, margins: Margins, *, apart: float | None) -> bool:
    """Say whether line `two` continues the paragraph of line `one`.

    `apart` is the distance between them, None where a page's end lies between.
    """
    size = max(one.size, two.size)
    if abs(one.size - two.size) > 0.3 * size:
        return False
    if apart is not None and apart > PART * max(margins.step, size):
        return False
    if one.right < margins.right - FULL * size:
        return False
    ended = one.words.endswith(_STOPS)
    if _NUMBERED.match(two.words) and (ended or two.left > margins.left + INDENT * size):
        return False
    if two.left <= margins.left + INDENT * size:
        return not (ended and one.left <= margins.left + size / 2 and _NUMBERED.match(two.words))
    hangs = two.left < margins.left + FAR * size and one.left < margins.left + FAR * size
    return hangs and not ended and not margins.indents


def is_title_pair(one: PrintedLine, two: PrintedLine, margins: Margins, body: float) -> bool:
    """Say whether two centred lines may be one title: larger than the text, or wide above."""
    centre = (margins.left + margins.right) / 2
    size = min(one.size, two.size)
    if max(one.size, two.size) > 1.1 * size or not all(
        abs((line.left + line.right) / 2 - centre) < 1.5 * size for line in (one, two)
    ):
        return False
    if size > 1.12 * body:
        return True
    wide = one.right - one.left > 0.6 * (margins.right - margins.left)
    indented = two.left > margins.left + 3 * size and two.right < margins.right - 3 * size
    return wide and indented and not one.words.endswith(_STOPS)


def title_joined(lines: list[str]) -> list[str]:
    """Join the lines of a title; names of several issuers in a red head stay apart."""
    whole = "".join(lines)
    return [whole] if _TITLE_ENDS.search(whole) else lines


def body_size(lines: Sequence[PrintedLine]) -> float:
    """Return the size in which most is printed."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0
