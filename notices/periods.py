"""By when: the days that govern the numbers after them (到2027年, 每年, “十五五”末)."""

import re
from dataclasses import dataclass
from datetime import date

from notices.dates import WHEN, moment_of
from notices.numerals import number_of

_RANGE = r"20\d\d {0,3}年? {0,3}(?:—{1,2}|-{1,2}|–|~|至|到) {0,3}(?P<last>20\d\d) {0,3}年"
_AHEAD = (
    r"20\d\d {0,3}年|二[〇○零][〇○零一二三四五六七八九]{2} {0,3}年"
    r"|“?十[四五六七八]五”?(?=末|期末|时期|期间|规划期末)"
    r"|今年|本年度|(?<!\d)年内|明年|年底|上半年|下半年"
    r"|\d{1,2} {0,3}月(?:份| {0,3}\d{1,2} {0,3}日|底|末|[上中下]旬)? {0,3}(?:之?前|以前)"
    r"|第?[一二三四1-4]季度(?:末|底)?(?:之?前|以前|末)"
)
_WITHIN = r"(?P<within>[一二两三四五六七八九十]|\d{1,2}) {0,2}年(?:内|时间|(?=累计|共|总计|合计))"
_PERIOD = re.compile(
    rf"(?P<range>{_RANGE})|(?P<each>每年度?(?!度?第)|(?P<mean>年均(?!浓度|气温|水平|值|径流|降[水雨]|相对)|逐年))"
    rf"|(?P<whole>(?<![一二三四五六七八九十\d])全年(?![龄级]))|{_WITHIN}"
    rf"|(?P<to>(?:力争)?(?:到|至|截至|截止))?(?P<when>(?={_AHEAD}){WHEN.pattern})"
)
_NOT_AHEAD = re.compile(r"^(?:以来|起|开始|基础|基数|水平|相比|度?(?:总结|报告)|\))")
_COMPARED = re.compile(r"(?:比|较|自|从|自从|相比|在)$")
_ON_BASIS = re.compile(r"^[^,。;]{0,8}(?:基础上|相比|的基数|水平上)")


@dataclass(frozen=True, slots=True)
class Period:
    """A day that governs what follows it; `by` is None for 每年. `aims`: 到2027年 goes on.

    `mean` is 年均: a rate, for whose day one looks further.
    """

    by: date | None
    start: int
    end: int
    aims: bool
    each: bool
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """The year of the notice's title, or its first and last: 2026年工作要点, (2026—2028年)."""

    first: int
    last: int


def find_periods(
    folded: str, start: int, end: int, *, issued_on: date | None, years: Years | None = None
) -> list[Period]:
    """Return the days between `start` and `end` that lie ahead of the day of issue."""
    found = []
    for match in _PERIOD.finditer(folded, start, end):
        if match["each"]:
            mean = match["mean"] is not None
            found.append(Period(None, *match.span(), aims=False, each=True, mean=mean))
            continue
        if _is_past(folded, start, end, match):
            continue
        by = _by(match, issued_on, years)
        if by and (issued_on is None or by >= issued_on):
            found.append(Period(by, *match.span(), aims=bool(match["to"]), each=False))
    return found


def _is_past(folded: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Say whether the year is a base line: 比2023年, 2020年以来, 在2024年基础上."""
    before = folded[max(start, match.start() - 2) : match.start()]
    after = folded[match.end() : min(end, match.end() + 14)]
    if _NOT_AHEAD.match(after):
        return True
    return bool(_COMPARED.search(before)) and (
        not before.endswith("在") or bool(_ON_BASIS.match(after))
    )


def _by(match: re.Match[str], issued_on: date | None, years: Years | None) -> date | None:
    if match["last"]:
        return date(int(match["last"]), 12, 31)
    if match["whole"] or match["within"]:
        return _whole_years(match, issued_on, years)
    words = WHEN.match(match["when"])
    moment = moment_of(words, issued_on=issued_on) if words else None
    return moment.resolve(issued_on.year if issued_on else None) if moment else None


def _whole_years(match: re.Match[str], issued_on: date | None, years: Years | None) -> date | None:
    """Return the end of 全年, or of 三年内: the last year of a plan for as many years."""
    if match["whole"]:
        one = years.first if years and years.first == years.last else None
        year = one or (issued_on.year if issued_on else None)
        return date(year, 12, 31) if year else None
    count = number_of(match["within"]) or 0
    if years and years.last - years.first + 1 == count:
        return date(years.last, 12, 31)
    return date(issued_on.year + count - 1, 12, 31) if issued_on and count else None
