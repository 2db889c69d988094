"""Where responsibility clauses stand.

In brackets of any kind (（…）, 【…】【…】 side by side are one, a bracket left open ends with its
paragraph), broken over lines, or a list of names alone; after a label, in a line of its own, in
several lines below one another, or behind a sentence; and as a sentence, or the end of one, that
says nothing but who does it (…，由市财政局牵头，市审计局配合。), also several in one paragraph.
"""

import re
from dataclasses import dataclass

from notices.brackets import MAX_CLAUSE, ROLE_WORDS, brackets_in, may_be_bare, side_by_side
from notices.owners import Owners, parse_owners
from notices.owners.labels import Label, label_at, labels_in
from notices.owners.vocabulary import DUE, Role
from notices.units import is_office

_BARE = re.compile(r"[^。:]{2,}$")
_SPEAKS = re.compile(
    r"(?:牵头|责任|配合|主办|协办|落实|承办)(?:单位|部门|主体|处室|科室)[:)]?"
    r"|[局委厅办部府会](?:牵头|负责|配合|主办|协办|按职责)"
)
_SPOKEN = re.compile(
    r"(?:牵头|负责|配合|落实|主办|协办|承办|实施|推进|参与|协助|职责|分工|支持|办理"
    r"|单位)[^,;。\n]{0,8}"
    r"(?:,[^,;。\n]{2,24})?$"
)
_SENTENCE = re.compile(r"[^。;\n]+")
_NOBODY = re.compile(
    r"^(?:各|有关|相关|所有|全)+.{0,2}?(?:有关|相关|责任|成员|职能)?(?:部门|单位|地区|地|方面|级)$"
)
_UNITS = (Role.LEAD, Role.SUPPORT, Role.OWNER)
MIN_CLAUSE = 3
_BY = re.compile(r"[ *#-]*(?P<by>由)(?=[省市区县州旗镇乡国各][^,。;]{1,60}(?:牵头|负责))")
_SAID_BY = re.compile(r"(?<=[\u3400-\u9fff])(?<![自理缘经])由(?=[省市区县州旗镇乡国各])")
_COMMA = re.compile(r"[,:]")
MOST_PARTS = 10  # of a sentence's end, parted by commas
LONGEST_TAIL = 200  # characters of a sentence that may be its clause

LONGEST = 2000  # characters of a labelled clause, so that no text is slow to read


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's own words (without brackets), where its brackets end, and what it says."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    owners: Owners
    form: str


def find_clauses(clean: str, folded: str, start: int, end: int) -> list[Clause]:
    """Return the clauses between `start` and `end`, in the order of the text."""
    found = _bracketed(clean, folded, start, end)
    found += _labelled(clean, folded, start, end, taken=found)
    found += _spoken(clean, folded, start, end, taken=found)
    return sorted(found, key=lambda clause: clause.start)


def find_unread(folded: str, start: int, end: int, *, taken: list[Clause]) -> list[tuple[int, int]]:
    """Return brackets and labelled lines that speak of units and were not understood."""
    found = [
        (opens, min(closes + 1, end))
        for opens, closes in brackets_in(folded, start, end)
        if closes - opens < MAX_CLAUSE and _SPEAKS.search(folded, opens, closes)
    ]
    for label in labels_in(folded, start, end):
        if label.role in _UNITS and not label.spoken and _is_line_start(folded, label.start):
            newline = folded.find("\n", label.end, end)
            found.append((label.start, end if newline < 0 else newline))
    return [place for place in found if not _covered(taken, *place)]


def _covered(taken: list[Clause], start: int, end: int) -> bool:
    return any(one.outer_start < end and start < one.outer_end for one in taken)


def _bracketed(clean: str, folded: str, start: int, end: int) -> list[Clause]:
    found = []
    for opens, closes in side_by_side(folded, brackets_in(folded, start, end)):
        words = folded[opens + 1 : closes]
        if not MIN_CLAUSE <= len(words) <= MAX_CLAUSE:
            continue
        bare = not ROLE_WORDS.search(words)
        if bare and not (_BARE.match(words) and may_be_bare(folded, start, opens, closes, end)):
            continue
        owners = parse_owners(clean[opens + 1 : closes], words, bare=bare)
        if owners.understood:
            outer_end = min(closes + 1, end)
            found.append(Clause(opens + 1, closes, opens, outer_end, owners, "bracket"))
    return found


def _labelled(
    clean: str, folded: str, start: int, end: int, *, taken: list[Clause]
) -> list[Clause]:
    """Return clauses outside brackets that begin with 责任单位: and the like."""
    found: list[Clause] = []
    place = start
    for label in labels_in(folded, start, end):
        begin = label.start
        while folded[begin] in " *#|-":
            begin += 1
        if begin < place or _within(taken, begin):
            continue
        if not _begins_clause(folded, start, begin, label):
            continue
        stop = min(_labelled_end(folded, begin, end), begin + LONGEST)
        owners = parse_owners(clean[begin:stop], folded[begin:stop])
        if owners.understood:
            found.append(Clause(begin, stop, begin, stop, owners, _form(folded, begin)))
        place = max(stop, label.end)
    return found


def _begins_clause(folded: str, start: int, begin: int, label: Label) -> bool:
    """Say whether a label opens a clause: at a line's start, or behind a sentence."""
    before = folded[begin - 1] if begin > start else "\n"
    if label.role not in _UNITS:
        return _is_line_start(folded, begin) and _next_is_label(folded, label.end)
    return before in ("\n。;" if label.spoken else "。;!?\n )*#|")


def _is_line_start(folded: str, begin: int) -> bool:
    return not folded[folded.rfind("\n", 0, begin) + 1 : begin].strip(" *#|-")


def _next_is_label(folded: str, place: int) -> bool:
    """Say whether the next line begins with a label of units: 责任人 may be printed first."""
    newline = folded.find("\n", place, place + 80)
    following = label_at(folded, newline + 1) if newline >= 0 else None
    return following is not None and following.role in _UNITS


def _within(taken: list[Clause], place: int) -> bool:
    return any(one.outer_start <= place < one.outer_end for one in taken)


def _form(folded: str, begin: int) -> str:
    return "line" if _is_line_start(folded, begin) else "inline"


def _labelled_end(folded: str, begin: int, end: int) -> int:
    """Return where a labelled clause ends: with its line and the label lines after it."""
    newline = folded.find("\n", begin, end)
    stop = end if newline < 0 else newline
    while stop < end:
        following = re.compile(r"\n[ \n]{0,6}").match(folded, stop, end)
        place = following.end() if following else end
        if place >= end or not (label_at(folded, place, end) or folded[stop - 1] == ":"):
            break
        newline = folded.find("\n", place, end)
        stop = end if newline < 0 else newline
    while stop > begin and folded[stop - 1] in " \n。;":
        stop -= 1
    return stop


def _spoken(clean: str, folded: str, start: int, end: int, *, taken: list[Clause]) -> list[Clause]:
    """Return sentences, or their ends, that only say who does it."""
    found = []
    for sentence in _SENTENCE.finditer(folded, start, end):
        begin, stop = sentence.span()
        clause = None
        if _SPOKEN.search(folded, max(begin, stop - 42), stop) and not _within(taken, stop - 1):
            clause = _tail(clean, folded, max(begin, stop - LONGEST_TAIL), stop)
        clause = clause or _opening(clean, folded, begin, stop)
        if clause and not _within(taken, clause.start):
            found.append(clause)
    return found


def _opening(clean: str, folded: str, begin: int, stop: int) -> Clause | None:
    """Return the clause that opens a sentence: 由A牵头，B配合，建设…"""
    first = _BY.match(folded, begin, stop)
    if first is None:
        return None
    last = min(stop, begin + LONGEST_TAIL)
    commas = [match.start() for match in _COMMA.finditer(folded, begin, last)][:MOST_PARTS]
    for end in reversed(commas):
        words = folded[first.start("by") : end]
        owners = parse_owners(clean[first.start("by") : end], words, strict=True)
        if owners.understood and owners.leads and not owners.lead_implied:
            at = first.start("by")
            return Clause(at, end, at, end + 1, owners, "opening")
    return None


def _tail(clean: str, folded: str, begin: int, stop: int) -> Clause | None:
    """Return the longest end of a sentence that is nothing but units and what they do."""
    commas = [match.end() for match in _COMMA.finditer(folded, begin, stop)]
    by = [match.start() for match in _SAID_BY.finditer(folded, begin, stop)]
    for at in [begin, *by[:MOST_PARTS], *commas[-MOST_PARTS:]]:
        while at < stop and folded[at] in " *#-":
            at += 1
        words = folded[at:stop]
        if len(words) < 6 or DUE.match(words):
            continue
        owners = parse_owners(clean[at:stop], words, strict=True)
        if owners.understood and owners.names and _names_someone(words, owners):
            if _cuts_a_list(folded, begin, at):
                return None
            outer_end = stop + (stop < len(folded) and folded[stop] in "。;")
            return Clause(at, stop, at, outer_end, owners, "sentence")
    return None


def _cuts_a_list(folded: str, begin: int, at: int) -> bool:
    """Say whether what stands before the words belongs to the same list, which was not read."""
    ahead = folded[begin:at].rstrip(" ,:")
    last = ahead[max(ahead.rfind(sign) for sign in ",:、") + 1 :]
    return is_office(last) or bool(
        re.search(r"[局委厅办部府会署](?:牵头|负责|主办)(?:组织|实施|落实|推进)?$", last)
    )


def _names_someone(words: str, owners: Owners) -> bool:
    """Say whether a sentence assigns: 各有关部门按职责分工落实 alone is a phrase."""
    return words.startswith("由") or not all(_NOBODY.match(name) for name in owners.names)
