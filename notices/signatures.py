"""Who issued a notice, and when: its signature, its title, or the table above a web page's text."""

import re
from dataclasses import dataclass
from datetime import date

from notices.dates import FULL_DATE, full_date
from notices.issuers import units_before_about, units_of_line
from notices.lines import Level, Line
from notices.titles import Title

_HAN = r"〇○零一二三四五六七八九"
_DATED = re.compile(
    r"^\(?(?:成文日期|发文日期|印发日期)? {0,3}[: ]? {0,3}(?P<date>(?:20\d\d|19\d\d"
    rf"|[一二][{_HAN}]{{3}}) {{0,3}}"
    r"年 {0,3}[\d一二三四五六七八九十]{1,3} {0,3}月 {0,3}"
    r"[\d一二三四五六七八九十]{1,3} {0,3}[日号])\)?$"
)
_SIGNED = re.compile(
    rf"^(?P<who>[\u3400-\u9fff()、 ]{{4,90}}?) +(?P<date>{FULL_DATE.pattern})(?P<printed> *印发)?$"
)
_NUMBERED = re.compile(rf"^\([^()]*?号\)? +(?P<date>{FULL_DATE.pattern})\)?$")
_DATE_LABEL = r"(?:成文日期|成文时间|发文日期|发文时间|印发日期|印发时间)"
_LABELLED_DATE = re.compile(
    rf"{_DATE_LABEL}[\])]?[:| \n]{{1,12}}(?P<y>20\d\d) *[-年/.] *"
    r"(?P<m>\d{1,2}) *[-月/.] *(?P<d>\d{1,2})"
)
_POSTED_LABEL = re.compile(r"(?:发布|更新|上传|录入|公开|时间|生成)[^\n]{0,6}[:| ]*$")
_LABELLED_ISSUER = re.compile(
    r"(?:发文机关|制定机关|发文单位|发布机构|发文机构"
    r"|发布机关) {0,3}[:| ]{1,4}(?P<who>[\u3400-\u9fff、 ]{4,60}?)(?= {0,3}(?:成文|发文"
    r"|发布|文号|文 {1,6}号|主题|名称|索引|日期|\||$))",
    re.MULTILINE,
)
_RED_HEAD = re.compile(r"^(?P<who>[\u3400-\u9fff ]{4,30}?)(?:文件|办公室文件)$")
_SIGNERS = 12  # lines above the date that may name joint issuers
LONGEST_LINE = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuers in the order printed, the day of issue, and where the signature begins and ends."""

    issuers: tuple[str, ...]
    issued_on: date | None
    start: int | None = None
    end: int | None = None


def find_signature(folded: str, lines: list[Line], title: Title | None) -> Signature:
    """Return issuers and date; never the day on which a page was posted."""
    begin = title.end if title else 0
    for index, line in enumerate(lines):
        if line.start < begin or line.level is not Level.BODY:
            continue
        if line.end - line.start <= LONGEST_LINE and (signed := _signed_at(folded, lines, index)):
            return signed
    return _without_signature(folded, lines, title)


def _signed_at(folded: str, lines: list[Line], index: int) -> Signature | None:
    """Return the signature whose date stands in this line, where units stand above it."""
    line = lines[index]
    words = folded[line.start : line.end]
    one = _SIGNED.match(words)
    if one and not one["printed"] and (names := units_of_line(one["who"])):
        return _joined_by(folded, lines, index, names, full_date(one))
    dated = _DATED.match(words)
    found = FULL_DATE.search(dated["date"]) if dated else None
    return _joined_by(folded, lines, index, (), full_date(found)) if found else None


def _joined_by(
    folded: str, lines: list[Line], index: int, names: tuple[str, ...], day: date | None
) -> Signature | None:
    """Return the signature with the units in the lines above its date, or None without any."""
    issuers, first = list(names), index
    while first > 0 and index - first < _SIGNERS:
        above = units_of_line(folded[lines[first - 1].start : lines[first - 1].end])
        if not above:
            break
        issuers[:0] = above
        first -= 1
    if not issuers:
        return None
    return Signature(tuple(dict.fromkeys(issuers)), day, lines[first].start, lines[index].end)


def _without_signature(folded: str, lines: list[Line], title: Title | None) -> Signature:
    head_end = lines[min(len(lines), 40) - 1].end if lines else 0
    head = folded[:head_end]
    alone = _date_alone(folded, lines, title)
    day = (alone[0] if alone else None) or _labelled_date(head) or _printed_on(folded, lines)
    issuers = _issuers_elsewhere(head, folded, lines, title)
    place = (alone[1].start, alone[1].end) if alone and _is_end(alone[1], title) else (None, None)
    return Signature(issuers, day, *place)


def _is_end(line: Line, title: Title | None) -> bool:
    """Say whether a date stands where a signature does, and not below the title."""
    return title is not None and title.issues_another and line.start > title.end


def _issuers_elsewhere(
    head: str, folded: str, lines: list[Line], title: Title | None
) -> tuple[str, ...]:
    """Return the units before 关于, in the red head, or behind 发文机关."""
    if title and (names := units_before_about(title.who)):
        return names
    for line in lines[:6]:
        red = _RED_HEAD.match(folded[line.start : line.end])
        if red and (names := units_of_line(red["who"])):
            return names
    labelled = _LABELLED_ISSUER.search(head)
    return units_of_line(labelled["who"]) if labelled else ()


def _labelled_date(head: str) -> date | None:
    match = _LABELLED_DATE.search(head)
    if not match:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _date_alone(
    folded: str, lines: list[Line], title: Title | None
) -> tuple[date | None, Line] | None:
    """Return a date that stands alone in a line: below the title in brackets, or at the end."""
    begin = title.end if title else 0
    below = [line for line in lines if line.start >= begin]
    for line in (*below, *(line for line in lines[:40] if line.start < begin)):
        if line.end - line.start > 60:
            continue
        words = folded[line.start : line.end]
        match = _DATED.match(words) or _NUMBERED.match(words)
        found = FULL_DATE.search(match["date"]) if match else None
        if found and not _POSTED_LABEL.search(folded, max(0, line.start - 12), line.start):
            return full_date(found), line
    return None


def _printed_on(folded: str, lines: list[Line]) -> date | None:
    """Return the day of 青湾市人民政府办公室 2026年4月7日印发, where nothing else is dated."""
    for line in reversed(lines[-20:]):
        match = _SIGNED.match(folded[line.start : line.end])
        if match and match["printed"]:
            return full_date(match)
    return None
