"""When a report is due, and how often: 每季度首月10日前, 每年11月底前, 6月30日和12月31日前."""

import re
from datetime import date
from typing import NamedTuple

from notices.moments import find_points
from notices.numerals import number_of

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
OFTEN = re.compile(
    r"(?P<annual>(?:每|逐|各|次)年度?(?!半)|年度(?=[^。]{0,6}(?:前|末|终了|结束))|每个?自然年)"
    r"|(?P<quarterly>(?:每|逐)(?:个)?季度?|按季度?|季度(?:末|初))"
    r"|(?P<monthly>(?:每|逐)(?:个)?月|按月|(?:次|下)月(?=[^。]{0,3}\d))"
    r"|(?P<half>(?:每|逐)半年|半年(?=一|报)|半年度)"
    r"|(?P<weekly>每(?:周|旬|日|天)|按周|逐周|周报)"
    r"|(?P<irregular>定期|不定期|及时|适时|随时|立即|第一时间)"
)
_DAY = re.compile(
    rf"(?P<day>{_N}) *[日号](?!内|以内)(?:之?前|以前)?|(?P<end>月?(?:底|末))(?:之?前|以前)?"
)
_DAYS_AFTER = re.compile(
    rf"(?:结束|终了|后)[^,。;]{{0,4}}?(?P<day>{_N}) *(?:个)?(?:日|天)(?:之?内|以内)"
)
_QUARTER_MONTH = re.compile(
    r"(?P<first>首月|第一个月|次月|下(?:一)?(?:个)?季度|结束后|终了后|后的?(?:首"
    r"|第一)个?月)|(?P<last>末月|最后一个?月|第三个月|(?:季)?(?:度)?(?:末|底)(?:月)?)"
)
_MONTH_DAY = re.compile(
    rf"第?(?P<q>[一二三四1-4]) {{0,3}}季度(?:末|底|结束)?|(?P<half>上半年|下半年)"
    rf"|(?P<m>{_N}) {{0,3}}月(?:份)?(?: {{0,3}}(?P<d>{_N}) {{0,3}}[日号]|(?P<part>底|末"
    rf"|上旬|中旬|下旬|初))?"
    r"|(?P<yearend>年(?:终|底|末|度末)|(?<=每)年(?:终|底|末))|(?P<yearstart>年初)"
)
_BEFORE_WORD = re.compile(r"(?:之?前|以前|底|末|日|号|旬|内|终|完成)")
_JOINS = re.compile(r" *(?:和|、|及|与|以及)(?:于|在)? *")
_BOUNDED = re.compile(r" {0,3}(?:之?前|以前|以?内|底|末)")
REACH = 24  # characters behind the frequency in which its day stands


class Time(NamedTuple):
    """How often, by which day, and in which month of the quarter (1: the one after it)."""

    frequency: str
    due: str | None
    quarter_month: int | None = None


def times_of(before: str, after: str, issued_on: date | None) -> list[Time]:
    """Return each time that the words before and after a report's verb state."""
    text = before + after
    often = None
    for match in OFTEN.finditer(text):
        if often is None or often.lastgroup == "irregular":
            often = match
    kind = often.lastgroup if often else None
    rest = text[often.end() :] if often else ""
    if kind == "annual":
        return [Time("annual", due) for due in _annual(text)]
    if kind == "quarterly":
        return [Time("quarterly", *_quarterly(rest))]
    if kind == "monthly":
        return [Time("monthly", _day(text[often.start() :] if often else ""))]
    if kind == "half":
        dues = [due for due in _annual(text) if due]
        return [Time("annual", due) for due in dues] or [Time("irregular", None)]
    if kind == "weekly":
        return [Time("irregular", None)]
    onces = _onces(before, issued_on) or _onces(after, issued_on)
    if onces:
        return [Time("once", once) for once in onces]
    return [Time("irregular", None)] if often and re.search("报送|上报|报告|汇报", text) else []


def _annual(words: str) -> list[str | None]:
    """Return each MM-DD that is stated; [None] where the words give no day."""
    dues: list[str | None] = []
    for match in _MONTH_DAY.finditer(words):
        month, day = _month_day(match)
        tail = words[match.end() : match.end() + 6]
        if not (
            match["d"]
            or match["part"]
            or match["q"]
            or match["yearend"]
            or _BEFORE_WORD.match(tail)
        ):
            continue
        if match["m"] and not match["d"] and not match["part"] and re.match(r"之?前|以前", tail):
            month, day = (month - 1 or 12), 31  # 11月前: before that month begins
        if 1 <= month <= 12 and 1 <= day <= 31:
            dues.append(f"{month:02d}-{min(day, _last(month)):02d}")
    return list(dict.fromkeys(dues)) or [None]


def _month_day(match: re.Match[str]) -> tuple[int, int]:
    if match["q"]:
        return 3 * (number_of(match["q"]) or 0), 31
    if match["half"]:
        return (6 if match["half"] == "上半年" else 12), 31
    if match["yearend"]:
        return 12, 31
    if match["yearstart"]:
        return 1, 31
    month = number_of(match["m"]) or 0
    if match["d"]:
        return month, number_of(match["d"]) or 0
    return month, {"上旬": 10, "初": 10, "中旬": 20}.get(match["part"] or "", 31)


def _last(month: int) -> int:
    return 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _quarterly(words: str) -> tuple[str | None, int | None]:
    which = _QUARTER_MONTH.search(words[:20])
    month = None if which is None else 1 if which["first"] else 3
    if days := _DAYS_AFTER.search(words[:REACH]):
        return str(number_of(days["day"])), 1
    day = _numbered(words[: REACH + 4]) or _day(words[:REACH])
    if day is None and month == 3:
        return "31", 3
    return day, month


def _numbered(words: str) -> str | None:
    """Return the day of a month that is printed as a number: 末月25日 is the 25th."""
    for match in _DAY.finditer(words):
        if match["day"] and 1 <= (number := number_of(match["day"]) or 0) <= 31:
            return str(number)
    return None


def _day(words: str) -> str | None:
    """Return the day of the month as a number; 31 is its last day."""
    match = _DAY.search(words[:REACH])
    if not match:
        return None
    day = 31 if match["end"] else number_of(match["day"]) or 0
    return str(day) if 1 <= day <= 31 else None


def _onces(words: str, issued_on: date | None) -> list[str]:
    """Return the first day that is set in the words, and those joined to it by 和 or 、."""
    found: list[str] = []
    last = 0
    for point in find_points(words, 0, len(words), issued_on=issued_on):
        printed = words[point.start : point.end]
        if point.whole_year or not (
            _BOUNDED.match(words, point.end) or printed[-1] in "底末日号旬"
        ):
            continue
        if found and not _JOINS.fullmatch(words, last, point.start):
            break
        bounded = _BOUNDED.match(words, point.end)
        last = bounded.end() if bounded else point.end
        if day := point.after(issued_on):
            found.append(day.isoformat())
    return found
