"""Days set for a task itself (2026年6月底前完成); days that belong to a target are none."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from notices.dates import WHEN, Moment, moment_of

_BEFORE = re.compile(
    rf"(?P<lead>于|在|确保|力争|争取|到|至|截至)?(?P<when>{WHEN.pattern})(?:之?前|以前)"
)
_DONE = re.compile(
    rf"(?:于|在|确保|力争)(?P<when>{WHEN.pattern})[,]?(?:全面|基本|正式|如期|全部)?"
    r"(?:完成|建成|投产|竣工|开工|启用|出台|印发|投用|实现)"
)
_EACH = re.compile(r"(?:每|各|逐|次|第)(?:年|季|月|半)?(?:度)?(?:的)?\s*$")
_DUTY = re.compile(r"报送|上报|报告|报备|备案|反馈")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day set for the task, and its words in the shadow copy."""

    day: date
    start: int
    end: int
    sure: bool = True


def find_deadlines(
    folded: str, start: int, end: int, *, issued_on: date | None, taken: Set[int]
) -> list[Deadline]:
    """Return the deadlines between `start` and `end`; `taken` are the places of targets' days."""
    found = []
    for rule in (_BEFORE, _DONE):
        for match in rule.finditer(folded, start, end):
            place = match.start("when"), match.end("when")
            if place[0] in taken or _is_other(folded, start, match):
                continue
            day = _day(match, issued_on)
            if day and (issued_on is None or day >= issued_on):
                found.append(Deadline(day, match.start(), match.end()))
    return found


def _is_other(folded: str, start: int, match: re.Match[str]) -> bool:
    """Say whether the day is one of each year, or that of a report."""
    if not match["when"].strip() or _EACH.search(folded, start, match.start("when")):
        return True
    return bool(
        _EACH.search(folded[max(start, match.start("when") - 6) : match.start("when")])
    ) or bool(_DUTY.search(folded, match.end(), min(len(folded), match.end() + 24)))


def _day(match: re.Match[str], issued_on: date | None) -> date | None:
    words = WHEN.fullmatch(match["when"])
    if words is None:
        return None
    moment = moment_of(words, issued_on=issued_on)
    year_end = bool(words["end"]) and words[0].startswith("年")
    if moment is None or (moment.year is None and not words["month"] and not year_end):
        return None
    if words["year"] and not words["month"] and words[0].endswith("年"):
        moment = Moment((moment.year or 0) - 1, 12, 31)  # 2027年前: before that year begins
    return _next(moment, issued_on)


def _next(moment: Moment, issued_on: date | None) -> date | None:
    """Return the day; without a printed year its next occurrence on or after the day of issue."""
    if moment.year is not None:
        return moment.resolve()
    if issued_on is None:
        return None
    this_year = moment.resolve(issued_on.year)
    return this_year if this_year and this_year >= issued_on else moment.resolve(issued_on.year + 1)


def stated_deadline(words: str | None, *, issued_on: date | None) -> date | None:
    """Return the day behind a label (完成时限:2026年12月底前), or None (长期坚持)."""
    if not words or re.search(r"每年|每月|每季|长期|持续|常态", words):
        return None
    for match in WHEN.finditer(words):
        if not match[0].strip():
            continue
        moment = moment_of(match, issued_on=issued_on)
        if moment and (moment.year is not None or match["month"]):
            return _next(moment, issued_on)
    return None
