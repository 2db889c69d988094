"""The lines of a notice: where each stands, and which number it bears."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from notices.flattened import breaks_in


class Level(IntEnum):
    """How deep a numbered line stands; body lines bear no number."""

    PART = 0  # 第一章, 第一部分
    CHAPTER = 1  # 一、
    ARTICLE = 2  # 第一条, 任务一:
    SECTION = 3  # （一）
    ITEM = 4  # 1.
    SUB = 5  # （1）
    CIRCLE = 6  # ①
    BODY = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `text_start` is where its words begin, after number and spaces."""

    start: int
    end: int
    text_start: int
    level: Level
    no: str | None


_HAN = "一二三四五六七八九十百"
_A_DAY = r"(?=20\d\d *年|\d{1,2} *月(?!内|以))"  # 3.2026年6月底前, no decimal
_MARKS = (
    (Level.PART, re.compile(rf"(?P<no>第[{_HAN}]{{1,4}}(?:章|部分|编|篇|节))[ 、:]*")),
    (Level.CHAPTER, re.compile(rf"(?P<no>[{_HAN}]{{1,4}}) *[、.]")),
    (
        Level.ARTICLE,
        re.compile(
            rf"(?P<no>(?:任务|行动|工程|举措|措施|专项)(?:[{_HAN}]{{1,3}}|\d{{1,2}})) *[:、.]"
        ),
    ),
    (Level.SECTION, re.compile(rf"(?P<no>\( *[{_HAN}]{{1,4}} *\)|[㈠-㈩])[、.]?")),
    (Level.ARTICLE, re.compile(rf"(?P<no>第[{_HAN}]{{1,5}}条)[ 、:]*")),
    (
        Level.ITEM,
        re.compile(r"(?P<no>\d{1,3}) *(?:[、]|[.](?:(?!\d)|(?=20\d\d *年|\d{1,2} *月(?!内|以))))"),
    ),
    (Level.ITEM, re.compile(r"(?P<no>[⒈-⒛])")),
    (Level.SUB, re.compile(r"(?P<no>\d{1,2}\.\d{1,2}) +(?=[\u3400-\u9fff]{2})(?![亿万元个家])")),
    (Level.SUB, re.compile(r"(?P<no>\( *\d{1,2} *\)|\d{1,2}\)|[⑴-⒇])[、.]?")),
    (Level.CIRCLE, re.compile(r"(?P<no>[①-⑳❶-❿])")),
)
_FIRST = re.compile(rf"[第任行工举措专{_HAN}(\d①-⒛㈠-㈩❶-❿]")


def lines_of(folded: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the non-empty lines of `folded[start:end]`."""
    stop = len(folded) if end is None else end
    found: list[Line] = []
    while start < stop:
        line_end = folded.find("\n", start, stop)
        line_end = stop if line_end < 0 else line_end
        for begin, finish in pairwise([start, *breaks_in(folded, start, line_end), line_end]):
            if line := _line(folded, begin, finish):
                found[-1:] = _joined(found[-1:], line)
        start = line_end + 1
    return found


def _joined(last: list[Line], line: Line) -> list[Line]:
    """Join a number that stands alone in its line with the words of the next."""
    if last and last[0].text_start == last[0].end and line.level is Level.BODY:
        return [Line(last[0].start, line.end, line.start, last[0].level, last[0].no)]
    return [*last, line]


def _line(folded: str, start: int, end: int) -> Line | None:
    while start < end and folded[start] in " #>*":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    if start == end:
        return None
    if _FIRST.match(folded, start):
        for level, mark in _MARKS:
            if match := mark.match(folded, start, end):
                begin = match.end() + (match.end() < end and folded[match.end()] == " ")
                return Line(start, end, begin, level, match["no"].replace(" ", ""))
    return Line(start, end, start, Level.BODY, None)
