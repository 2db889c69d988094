"""Brackets that may hold a clause: of any kind, left open, broken over lines, side by side."""

import re

from notices.owners.labels import label_at

ROLE_WORDS = re.compile(
    r"牵头|配合|责任|负责|主办|主责|协办|承办|落实|会同|职责|参与|分工|时限|协助|实施"
)
_ENDS_HERE = re.compile(
    r"[)〕\]][。;,]?[ ]*(?:\n|$|\Z|(?=[(（]?[一二三四五六七八九十\d]{1,3}[)、.是]))"
)
_SEAT = re.compile(r"[室班组局门心位台院会委厅处部站所口网馆库司团]")
_OFFICE = re.compile(  # not 工作格局, 年轻干部, 政务大厅, 法治政府, 统一部署
    r"[\u3400-\u9fff]{2}(?:(?<![格布大全开新结破])局|委|(?<![大客展餐])厅|(?<!部)署|办公室"
    r"|(?:组织|宣传|统战)部"
    r"|(?:人民|[省市县区州镇乡])政府"
    r"|[省市区县州][\u3400-\u9fff]{1,5}(?<![主承协督交举创开兴代申合联])办)$"  # 市低空办
)
_OPENS = "(〔["
_BRACKET = re.compile(r"[()〔〕\[\]\n]")
_SIDE_BY_SIDE = re.compile(r"[ 、,;]*\Z")
MAX_CLAUSE = 600


def may_be_bare(folded: str, start: int, opens: int, closes: int, end: int) -> bool:
    """Say whether names alone may be a clause: where a sentence, or a part of one, ends.

    领导小组办公室（市水利局）负责, 报市低空办（市发展改革委）: an office and its seat;
    设在市发展改革委（市能源局）: an alias.
    """
    if _OFFICE.search(folded, max(start, opens - 8), opens):
        return False
    if _ENDS_HERE.match(folded, closes, end):
        return True
    before, behind = folded[max(start, opens - 1) : opens], folded[closes + 1 : closes + 2]
    return before in ("。", ";") or (behind in (",", ";", "。") and not _SEAT.match(before))


def brackets_in(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return outermost pairs of brackets; one left open ends with its paragraph."""
    pairs, depth, opens = [], 0, 0
    for match in _BRACKET.finditer(folded, start, end):
        sign = match[0]
        if sign in _OPENS:
            opens = match.start() if depth == 0 else opens
            depth += 1
        elif sign != "\n" and depth:
            depth -= 1
            if depth == 0:
                pairs.append((opens, match.start()))
        elif sign == "\n" and depth and not _continues(folded, opens, match.end(), end):
            pairs.append((opens, match.start()))
            depth = 0
    if depth:
        pairs.append((opens, end))
    return pairs


def side_by_side(folded: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join 【牵头单位：A】【配合单位：B】: one clause in two brackets."""
    joined: list[tuple[int, int]] = []
    for opens, closes in pairs:
        if (
            joined
            and _SIDE_BY_SIDE.match(folded, joined[-1][1] + 1, opens)
            and ROLE_WORDS.search(folded, joined[-1][0], joined[-1][1])
            and label_at(folded, opens + 1, closes)
        ):
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return joined


def _continues(folded: str, opens: int, at: int, end: int) -> bool:
    """Say whether an open bracket closes in the next lines (a clause broken over lines)."""
    if at - opens > MAX_CLAUSE:
        return False
    stop = min(end, at + MAX_CLAUSE)
    if all(folded.find(sign, at, stop) < 0 for sign in ")〕]"):
        return False
    depth = 1
    for match in _BRACKET.finditer(folded, at, stop):
        if match[0] != "\n":
            depth += 1 if match[0] in _OPENS else -1
        if depth == 0:
            return "。" not in folded[at : match.start()]
    return False
