"""Numbered lines that a page ran together into one: where each begins again."""

import re

from notices.numerals import number_of

_HAN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?:(?<=[。;):\s])(?P<chapter>[{_HAN}]{{1,3}})、|\((?P<section>[{_HAN}]{{1,3}})\)"
    r"|(?<=[。;):\s\u3400-\u9fff])(?P<item>\d{1,2})(?:、|\.(?!\d)) ?"
    r"|\((?P<sub>\d{1,2})\))(?=[\u3400-\u9fff“《])"
)
_ROLE = re.compile(r"牵头|负责|(?:责任|配合)单位|[部厅局委]\)")
_LEVELS = ("chapter", "section", "item", "sub")
_STOP = re.compile(r"[。;:,]")
HEADING = 40
LONG = 120  # characters: a shorter line is one paragraph
FEWEST = 3  # marks in sequence, and clauses, that show lines run together


def breaks_in(folded: str, start: int, end: int) -> list[int]:
    """Return where numbered lines begin inside one long line, or nothing where it is one."""
    if end - start < LONG or sum(1 for _ in _ROLE.finditer(folded, start, end)) < FEWEST:
        return []
    last = dict.fromkeys(_LEVELS, 0)
    found: list[int] = []
    for match in _MARK.finditer(folded, start, end):
        level = match.lastgroup or ""
        if level == "item" and not _begins(folded, match, found):
            continue
        number = number_of(match[level]) or 0
        if number not in (last[level] + 1, 1) or (number == 1 == last[level]):
            continue
        last[level] = number
        for deeper in _LEVELS[_LEVELS.index(level) + 1 :]:
            last[deeper] = last[deeper] if number > 1 else 0
        found.append(match.start())
    return [place for place in found if place > start] if len(found) >= FEWEST else []


def _begins(folded: str, match: re.Match[str], found: list[int]) -> bool:
    """Say whether a number stands behind a sentence, or right behind a heading."""
    if not "\u3400" <= folded[match.start() - 1] <= "\u9fff":
        return True
    heading = folded[found[-1] : match.start()] if found else "。"
    return len(heading) < HEADING and not _STOP.search(heading)
