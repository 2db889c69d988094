"""Points in time as notices print them: 2026年6月底, 三季度末, 下半年, 年底, 本月底, 2026.12.31."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notices.dates import LAST_DAY, plan_end, year_of
from notices.numerals import number_of

_HAN_YEAR = r"二[〇○零][〇○零一二三四五六七八九]{2}"
_DAY = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MONTH = (
    rf"(?P<month>(?<!\d)\d{{1,2}}|[一二三四五六七八九十]{{1,3}}"
    rf"(?= {{0,3}}月(?:份|底|末|[上中下]旬|初|前| {{0,3}}(?:{_DAY}) {{0,3}}[日号])))"
    r" {0,3}月(?![度均报])份?"
    rf"(?: {{0,3}}(?P<day>{_DAY}) {{0,3}}[日号]|(?P<part>底|末|上旬|中旬|下旬|初|中(?=前|完成)))?"
)
_QUARTER = r"第?(?P<quarter>[一二三四1-4]) *季度?(?:末|底|内)?(?![排调报度]|通报)"
_INNER = rf"(?:{_MONTH}|{_QUARTER}|(?P<half>[上下]半年)(?:末|底|内)?)"
_END = r"底|末|终|内|中(?=[前,完]|之前)"
TIME = re.compile(
    rf"(?:(?P<year>(?<!\d)20\d\d|{_HAN_YEAR}) {{0,3}}年度?|(?P<plan>“?十[三四五六七八]五”?)"
    r"|(?P<this>今年|本年度?|当年)|(?P<next>明年|次年|下一?年度?)"
    r"|(?P<this_month>本月|当月)|(?P<next_month>下月|次月)) {0,3}"
    rf"(?:{_INNER}|(?:年)?(?P<end>{_END}|初|期末|时期末|规划期末)(?![尾次]))?"
    rf"|{_INNER.replace('P<', 'P<lone_')}"
    rf"|(?<![\d每整全去历逐近半])年(?P<lone_end>{_END})(?![尾次])"
    r"|(?<![\d.])(?P<numeric>20\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?)(?![\d.%])"
)
_MONTH_PARTS = {"上旬": 10, "中旬": 20, "初": 5, "中": 15}


@dataclass(frozen=True, slots=True)
class Point:
    """The last day of a printed time; `year` is None where none is printed or implied.

    `whole_year` is true where nothing but a year is printed (2026年), which is seldom a deadline.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    whole_year: bool = False

    def on(self, year: int | None = None) -> date | None:
        """Return the day; 2月30日 is passed over, never repaired."""
        chosen = self.year or year
        if chosen is None or not 1 <= self.month <= 12 or self.day < 1:
            return None
        last = calendar.monthrange(chosen, self.month)[1]
        if self.day > last and self.day != LAST_DAY:
            return None
        return date(chosen, self.month, min(self.day, last))

    def after(self, first: date | None) -> date | None:
        """Return the day; without a year, its next occurrence on or after `first`."""
        if self.year is not None or first is None:
            return self.on()
        this_year = self.on(first.year)
        return this_year if this_year and this_year >= first else self.on(first.year + 1)


def find_points(folded: str, start: int, end: int, *, issued_on: date | None) -> Iterator[Point]:
    """Yield the points in time between `start` and `end`, in the order of the text."""
    for match in TIME.finditer(folded, start, end):
        point = _numeric(match) if match["numeric"] else _worded(match, issued_on)
        if point:
            yield point


def _numeric(match: re.Match[str]) -> Point:
    parts = [int(part) for part in re.split(r"[-./]", match["numeric"])]
    day = parts[2] if len(parts) > 2 else LAST_DAY
    return Point(*match.span(), parts[0], parts[1], day)


def _worded(match: re.Match[str], issued_on: date | None) -> Point | None:
    if match["this_month"] or match["next_month"]:
        return _month_of_issue(match, issued_on)
    month, day = _month_and_day(match)
    within = match["half"] or match["lone_half"] or match["quarter"] or match["lone_quarter"]
    whole = not (match["month"] or match["lone_month"] or within or match["end"])
    year = _year(match, issued_on)
    return Point(*match.span(), year, month, day, whole and not match["lone_end"])


def _month_of_issue(match: re.Match[str], issued_on: date | None) -> Point | None:
    if issued_on is None or match["end"] is None:
        return None
    month = issued_on.month + bool(match["next_month"])
    return Point(*match.span(), issued_on.year + (month > 12), (month - 1) % 12 + 1, LAST_DAY)


def _year(match: re.Match[str], issued_on: date | None) -> int | None:
    if match["plan"]:
        return plan_end(match["plan"])
    if issued_on and (match["this"] or match["lone_end"]):
        return issued_on.year
    if issued_on and match["next"]:
        return issued_on.year + 1
    return year_of(match["year"])


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    if printed := match["month"] or match["lone_month"]:
        month = number_of(printed) or 0
        if day := match["day"] or match["lone_day"]:
            return month, number_of(day) or 0
        return month, _MONTH_PARTS.get(match["part"] or match["lone_part"] or "", LAST_DAY)
    if quarter := match["quarter"] or match["lone_quarter"]:
        return 3 * (number_of(quarter) or 0), LAST_DAY
    if half := match["half"] or match["lone_half"]:
        return (6 if half[0] == "上" else 12), LAST_DAY
    end = match["end"] or match["lone_end"]
    return {"初": (1, LAST_DAY), "中": (6, 30)}.get(end or "", (12, LAST_DAY))
