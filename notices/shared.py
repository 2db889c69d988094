"""A clause printed once behind the measures it is about.

（以上三项由省委网信办牵头，省政府办公厅配合） names the three above it; 上述任务责任单位：… all of
its section; 本部分工作由…负责 all of its chapter. A measure with a clause of its own keeps that.
"""

import re
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
    for match in _SHARED.finditer(shadow.folded):
        clause = _clause(shadow, match)
        if clause is not None:
            drafts = _give(drafts, clause, match)
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


def _give(drafts: list[Draft], clause: Clause, match: re.Match[str]) -> list[Draft]:
    before = [draft for draft in drafts if draft.start < clause.outer_start]
    wide = match["part"] in ("本部分", "本章")
    if not before:
        return drafts
    meant = _meant(before, number_of(match["count"] or ""), wide=wide)
    return [_with(draft, clause, draft in meant) for draft in drafts]


def _meant(before: list[Draft], count: int | None, *, wide: bool) -> list[Draft]:
    if count:
        return before[-count:]
    last = before[-1]
    if wide or last.section is None:
        return [draft for draft in before if draft.chapter is last.chapter]
    return [draft for draft in before if draft.section is last.section]


def _with(draft: Draft, clause: Clause, meant: bool) -> Draft:
    """Return the measure without the line that is about several, and with its units if meant."""
    begin, stop = clause.outer_start, clause.outer_end
    own = [each for each in draft.clauses if each.start < begin or each.start >= stop]
    end = draft.end
    if draft.start < begin < draft.end <= stop:
        end = begin
    changed = replace(draft, clauses=own, end=end)
    if meant and not own:
        changed = replace(changed, shared=clause)
    return changed
