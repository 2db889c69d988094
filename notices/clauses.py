"""Where responsibility clauses stand: in brackets, in lines of their own, or in a last sentence."""

import re
from dataclasses import dataclass

from notices.owners import Owners, parse_owners

_WORDS = re.compile(r"牵头|配合|责任|负责|主办|协办|承办|落实|会同|职责|参与|分工|时限")
_LABEL = (
    r"(?:(?:总)?牵头|主办|主责|责任|配合|协办|协同|参与|参加|协助|承办|负责|落实|实施"
    r"|支持)(?:责任)?"
    r"(?:单位|部门|主体|处室|科室|分工)"
)
_LABELLED = re.compile(
    rf"(?:(?<=[。;!?\n ])|^)[(]?{_LABEL}(?:及[^:\n]{{1,8}})? {{0,3}}:", re.MULTILINE
)
_LABEL_LINE = re.compile(
    rf"\n[\s]*(?:{_LABEL}|(?:完成|办结)?(?:时限|时间|期限)|责任人|责任领导|分管领导) *:[^\n]*"
)
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[。;]))(?P<words>[^。;\n]{4,160})[。]?\Z")
_BARE = re.compile(r"(?:[省市区县州](?!场)|各|国家|中国)[^。:\d]{2,}$")  # （市财政局、市审计局）
_ENDS_HERE = re.compile(r"[)〕][。;]?[ ]*(?:\n|$|\Z)")
MIN_CLAUSE = 4
MAX_CLAUSE = 600


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
    if not found:
        found = _last_sentences(clean, folded, start, end)
    return sorted(found, key=lambda clause: clause.start)


def _bracketed(clean: str, folded: str, start: int, end: int) -> list[Clause]:
    found = []
    for opens, closes in _brackets(folded, start, end):
        words = folded[opens + 1 : closes]
        if MIN_CLAUSE <= len(words) <= MAX_CLAUSE:
            bare = not _WORDS.search(words)
            if bare and not (_BARE.match(words) and _ENDS_HERE.match(folded, closes, end)):
                continue
            owners = parse_owners(clean[opens + 1 : closes], words, bare=bare)
            if owners.understood:
                outer_end = min(closes + 1, end)
                found.append(Clause(opens + 1, closes, opens, outer_end, owners, "bracket"))
    return found


def _brackets(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return outermost pairs of brackets; one left open ends with its paragraph."""
    pairs, depth, opens = [], 0, 0
    for match in re.compile(r"[()〔〕\n]").finditer(folded, start, end):
        sign = match[0]
        if sign in "(〔":
            opens = match.start() if depth == 0 else opens
            depth += 1
        elif sign in ")〕" and depth:
            depth -= 1
            if depth == 0:
                pairs.append((opens, match.start()))
        elif sign == "\n" and depth and not _continues(folded, opens, match.end(), end):
            pairs.append((opens, match.start()))
            depth = 0
    if depth:
        pairs.append((opens, end))
    return pairs


def _continues(folded: str, opens: int, at: int, end: int) -> bool:
    """Say whether an open bracket closes in the next lines (a clause broken over lines)."""
    if at - opens > MAX_CLAUSE:
        return False
    closes = folded.find(")", at, min(end, at + MAX_CLAUSE))
    return closes >= 0 and "(" not in folded[at:closes] and "。" not in folded[at:closes]


def _labelled(
    clean: str, folded: str, start: int, end: int, *, taken: list[Clause]
) -> list[Clause]:
    """Return clauses outside brackets that begin with 责任单位: and the like."""
    found: list[Clause] = []
    place = start
    while match := _LABELLED.search(folded, place, end):
        begin = match.start()
        if any(one.outer_start <= begin < one.outer_end for one in taken) or match[0][0] == "(":
            place = match.end()
            continue
        stop = _labelled_end(folded, begin, end)
        owners = parse_owners(clean[begin:stop], folded[begin:stop])
        if owners.understood:
            found.append(Clause(begin, stop, begin, stop, owners, _form(folded, begin)))
        place = max(stop, match.end())
    return found


def _form(folded: str, begin: int) -> str:
    line_start = folded.rfind("\n", 0, begin) + 1
    return "line" if not folded[line_start:begin].strip() else "inline"


def _labelled_end(folded: str, begin: int, end: int) -> int:
    """Return where a labelled clause ends: with its line and the label lines after it."""
    newline = folded.find("\n", begin, end)
    stop = end if newline < 0 else newline
    while match := re.compile(r"\n {0,3}").match(folded, stop, end):
        following = _LABEL_LINE.match(folded, match.start(), end)
        if not following:
            blank = folded.find("\n", match.end(), end)
            if folded[stop : match.end()].strip() or blank != match.end():
                break
            stop = blank
            continue
        stop = following.end()
    while stop > begin and folded[stop - 1] in " \n。;":
        stop -= 1
    return stop


def _last_sentences(clean: str, folded: str, start: int, end: int) -> list[Clause]:
    """Return a last sentence that only says who does it: 由市财政局牵头,市审计局配合。"""
    match = _LAST_SENTENCE.search(folded, max(start, end - 240), end)
    if not match or not _WORDS.search(match["words"]):
        return []
    begin, stop = match.span("words")
    owners = parse_owners(clean[begin:stop], folded[begin:stop], strict=True)
    if not owners.understood or not owners.names:
        return []
    return [Clause(begin, stop, begin, match.end(), owners, "sentence")]
