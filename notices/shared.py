"""A clause printed once behind the measures it is about.

（以上三项由省委网信办牵头，省政府办公厅配合） names the three above it; 上述任务责任单位：… all of
its section; 本部分工作由…负责 all of its chapter. A measure with a clause of its own keeps that.
"""

import re
from bisect import bisect_left
from dataclasses import replace

from notices.clauses import Clause
from notices.measures import Draft
from notices.numerals import number_of
from notices.owners.parsing import parse_owners
from notices.shadow import Shadow

_SHARED = re.compile(
    r"(?:^|\n)[ \n]{0,8}(?P<open>[(\[]?)"
    r"(?:(?:以上|上述|前述)(?P<count>[两一二三四五六七八九十\d]{0,3})个?(?:各?项|各?条|点|款|方面|部分)?"
    r"|(?P<part>本部分|本章|本节|本条|本项|本类|本大?项))"
    r"(?:重点|主要|具体)?(?:工作|任务|措施|内容|事项|要求){0,2}[,:]?(?:均|都|统一){0,2}"
    r"(?=由|[\u3400-\u9fff]{2})"
)
_ELSEWHERE = re.compile(r"不再|下同|列第?一?首?位")  # a default: read by another rule
LONGEST = 240  # characters of such a clause
FORM = "shared"


def share_clauses(shadow: Shadow, drafts: list[Draft]) -> list[Draft]:
    """Return the measures with the clauses printed behind them; the words lose that line."""
    starts = [draft.start for draft in drafts]
    for match in _SHARED.finditer(shadow.folded):
        clause = _clause(shadow, match)
        if clause is not None:
            _give(drafts, bisect_left(starts, clause.outer_start), clause, match)
    return drafts


def _clause(shadow: Shadow, match: re.Match[str]) -> Clause | None:
    start = match.end()
    line_end = shadow.folded.find("\n", start, start + LONGEST)
    end = line_end if line_end >= 0 else min(len(shadow.folded), start + LONGEST)
    words = shadow.folded[start:end]
    if _ELSEWHERE.search(words):
        return None
    stop = start + len(words.rstrip(" 。;)]"))
    owners = parse_owners(shadow.clean[start:stop], shadow.folded[start:stop])
    if not owners.understood:
        return None
    begin = match.start() + (len(match[0]) - len(match[0].lstrip(" \n")))
    return Clause(start, stop, begin, end, owners, FORM)


def _give(drafts: list[Draft], stop: int, clause: Clause, match: re.Match[str]) -> None:
    """Give the measures before `stop` that are meant the clause; the last loses its line."""
    wide = match["part"] in ("本部分", "本章")
    first = _first_meant(drafts, stop, number_of(match["count"] or ""), wide=wide)
    for index in range(first, stop):
        drafts[index] = _with(drafts[index], clause)


def _first_meant(drafts: list[Draft], stop: int, count: int | None, *, wide: bool) -> int:
    """Return the first of the measures that are meant: so many, or all of one part."""
    if count:
        return max(0, stop - count)
    first = stop
    while first and _same_part(drafts[first - 1], drafts[stop - 1], wide=wide):
        first -= 1
    return first


def _same_part(one: Draft, last: Draft, *, wide: bool) -> bool:
    if wide or last.section is None:
        return one.chapter is last.chapter
    return one.section is last.section


def _with(draft: Draft, clause: Clause) -> Draft:
    """Return the measure without the line that is about several, and with its units."""
    begin, stop = clause.outer_start, clause.outer_end
    own = [each for each in draft.clauses if each.start < begin or each.start >= stop]
    end = draft.end
    if draft.start < begin < draft.end <= stop:
        end = begin
    changed = replace(draft, clauses=own, end=end)
    if not own:
        changed = replace(changed, shared=clause)
    return changed
