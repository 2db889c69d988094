"""Numbered lines that a page ran together into one: where each begins again."""

import re

from notices.numerals import number_of

_HAN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?:(?<=[。;):\s])(?P<chapter>[{_HAN}]{{1,3}})、|\((?P<section>[{_HAN}]{{1,3}})\)"
    r"|(?<=[。;):\s])(?P<item>\d{1,2})(?:、|\.(?!\d)) ?|\((?P<sub>\d{1,2})\))(?=[\u3400-\u9fff“《])"
)
_ROLE = re.compile(r"牵头|负责|(?:责任|配合)单位|[部厅局委]\)")
_LEVELS = ("chapter", "section", "item", "sub")
LONG = 200  # characters: a shorter line is one paragraph
FEWEST = 3  # marks in sequence, and clauses, that show lines run together


def breaks_in(folded: str, start: int, end: int) -> list[int]:
    """Return where numbered lines begin inside one long line, or nothing where it is one."""
    if end - start < LONG or sum(1 for _ in _ROLE.finditer(folded, start, end)) < FEWEST:
        return []
    last = dict.fromkeys(_LEVELS, 0)
    found = []
    for match in _MARK.finditer(folded, start, end):
        level = match.lastgroup or ""
        number = number_of(match[level]) or 0
        if number not in (last[level] + 1, 1) or (number == 1 == last[level]):
            continue
        last[level] = number
        for deeper in _LEVELS[_LEVELS.index(level) + 1 :]:
            last[deeper] = last[deeper] if number > 1 else 0
        found.append(match.start())
    return [place for place in found if place > start] if len(found) >= FEWEST else []
