"""Who issued a notice, and when: its signature, its title, or the table above a web page's text."""

import re
from dataclasses import dataclass
from datetime import date

from notices.dates import FULL_DATE, full_date
from notices.lines import Level, Line
from notices.names import STRONG_END

_ISSUER = re.compile(r"^[\u3400-\u9fff()·、 ]{2,60}$")
_ISSUER_END = re.compile(rf"(?:{STRONG_END}|[会院室社行])$")
_DATED = re.compile(
    r"^\(?(?:成文日期|发文日期|印发日期)? {0,3}[: ]? {0,3}(?P<date>(?:20\d\d"
    r"|二[〇○零][〇○零一二三四五六七八九]{2}) {0,3}"
    r"年 {0,3}[\d一二三四五六七八九十]{1,3} {0,3}月 {0,3}"
    r"[\d一二三四五六七八九十]{1,3} {0,3}[日号])\)?$"
)
_SIGNED = re.compile(rf"^(?P<who>[\u3400-\u9fff() ]{{4,50}}?) +(?P<date>{FULL_DATE.pattern})$")
_LABELLED_DATE = re.compile(
    r"(?:成文日期|发文日期"
    r"|印发日期) *[: ] *(?P<date>(?P<y>20\d\d)[-年/.](?P<m>\d{1,2})[-月/.](?P<d>\d{1,2}))"
)
_LABELLED_ISSUER = re.compile(
    r"(?:发文机关|制定机关|发文单位|发布机构"
    r"|发布机关) {0,3}[: ] {0,3}(?P<who>[\u3400-\u9fff、 ]{4,60}?)(?= {0,3}(?:成文|发文"
    r"|发布|文号|主题|名称|索引|日期|$))",
    re.MULTILINE,
)
_TITLE_ISSUER = re.compile(r"^(?P<who>[\u3400-\u9fff、 ]{3,60}?)关于")
_RED_HEAD = re.compile(r"^(?P<who>[\u3400-\u9fff ]{4,30}?)(?:文件|办公室文件)$")
_SIGNERS = 8  # lines above the date that may name joint issuers


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuers in the order printed, the day of issue, and where the signature begins and ends."""

    issuers: tuple[str, ...]
    issued_on: date | None
    start: int | None = None
    end: int | None = None


def find_signature(folded: str, lines: list[Line], title_line: str) -> Signature:
    """Return issuers and date; never the day on which a page was posted."""
    for index, line in enumerate(lines):
        if line.level is not Level.BODY or line.end - line.start > 60:
            continue
        signed = _signed_at(folded, lines, index)
        if signed:
            return signed
    return _without_signature(folded, lines, title_line)


def _signed_at(folded: str, lines: list[Line], index: int) -> Signature | None:
    """Return the signature whose date stands in this line, where units stand above it."""
    line = lines[index]
    words = folded[line.start : line.end]
    if (one := _SIGNED.match(words)) and (names := _issuers(one["who"])):
        return Signature(names, full_date(one), line.start, line.end)
    dated = _DATED.match(words)
    if not dated:
        return None
    found = FULL_DATE.search(dated["date"])
    issuers: list[str] = []
    first = index
    while first > 0 and index - first < _SIGNERS:
        names = _issuers(folded[lines[first - 1].start : lines[first - 1].end])
        if not names:
            break
        issuers[:0] = names
        first -= 1
    if not issuers or found is None:
        return None
    return Signature(tuple(issuers), full_date(found), lines[first].start, line.end)


def _issuers(words: str) -> tuple[str, ...]:
    """Return the units of a signature line, or nothing where it is another kind of line."""
    if not _ISSUER.match(words) or "关于" in words:
        return ()
    parts = re.split(r" {1,}|、", words.strip())
    if all(len(part) >= 3 and _ISSUER_END.search(part) for part in parts):
        return tuple(parts)
    whole = re.sub(r" +", "", words)
    return (whole,) if len(whole) <= 30 and _ISSUER_END.search(whole) and len(whole) >= 4 else ()


def _without_signature(folded: str, lines: list[Line], title_line: str) -> Signature:
    head_end = lines[min(len(lines), 40) - 1].end if lines else 0
    head = folded[:head_end]
    issued_on = _labelled_date(head) or _date_alone(folded, lines)
    if (match := _TITLE_ISSUER.match(title_line)) and (names := _issuers(match["who"])):
        return Signature(names, issued_on)
    for line in lines[:6]:
        red = _RED_HEAD.match(folded[line.start : line.end])
        if red and (names := _issuers(red["who"])):
            return Signature(names, issued_on)
    if (labelled := _LABELLED_ISSUER.search(head)) and (names := _issuers(labelled["who"])):
        return Signature(names, issued_on)
    return Signature((), issued_on)


def _labelled_date(head: str) -> date | None:
    match = _LABELLED_DATE.search(head)
    if not match:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _date_alone(folded: str, lines: list[Line]) -> date | None:
    """Return a date that stands alone in a line: below the title in brackets, or at the end."""
    for line in lines:
        if line.end - line.start <= 40 and (match := _DATED.match(folded[line.start : line.end])):
            found = FULL_DATE.search(match["date"])
            return full_date(found) if found else None
    return None
