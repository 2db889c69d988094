"""Days and moments in running text: 2026年6月底, 二〇二六年三月五日, “十五五”末."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from notices.numerals import number_of

_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
YEAR = r"(?P<year>20\d\d|二[〇○零][〇○零一二三四五六七八九]{2}) *年"
FULL_DATE = re.compile(
    rf"{YEAR} {{0,3}}(?P<month>{_N}) {{0,3}}月 {{0,3}}(?P<day>{_N}) {{0,3}}[日号]"
)
WHEN = re.compile(
    rf"(?:{YEAR}|(?P<plan>“?十[三四五六七八]五”?)|(?P<this>今年|本年度?|年内|当年)"
    rf"|(?P<next>明年|次年))? {{0,3}}"
    rf"(?:(?P<month>{_N}) {{0,3}}月(?:份)?(?: {{0,3}}(?P<day>{_N}) {{0,3}}[日号]"
    rf"|(?P<mpart>底|末|上旬|中旬|下旬|初))?"
    r"|第?(?P<quarter>[一二三四1-4]) *季度(?:末|底)?|(?P<half>上半年|下半年)"
    r"|(?:年)?(?P<end>底|末|期末|时期末|期间)|(?P<start>年初))?"
)
_PLAN_ENDS = {"三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040, "八": 2045}
_MONTH_PARTS = {"上旬": 10, "中旬": 20, "初": 5}
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in words: year None where none is printed."""

    year: int | None
    month: int
    day: int

    def resolve(self, year: int | None = None) -> date | None:
        """Return the day, clamped to the end of its month; None without a year."""
        chosen = self.year or year
        if chosen is None or not 1 <= self.month <= 12 or self.day < 1:
            return None
        last = calendar.monthrange(chosen, self.month)[1]
        if self.day > last and self.day != LAST_DAY:
            return None  # 2月30日 is passed over, never repaired
        return date(chosen, self.month, min(self.day, last))


def full_date(words: re.Match[str]) -> date | None:
    """Return the day of a `FULL_DATE` match, or None where no such day exists."""
    return Moment(year_of(words["year"]), _number(words["month"]), _number(words["day"])).resolve()


def plan_end(printed: str) -> int | None:
    """Return the last year of a five-year plan: “十四五” ends in 2025."""
    return _PLAN_ENDS.get(printed.strip("“”")[1])


def year_of(printed: str | None) -> int | None:
    """Return the year of 2026 or 二〇二六."""
    return number_of(printed.replace("○", "〇")) if printed else None


def moment_of(words: re.Match[str], *, issued_on: date | None) -> Moment | None:
    """Return the end of the period that a `WHEN` match names, or None where it names none."""
    if not words[0].strip():
        return None
    year = year_of(words["year"])
    if words["plan"]:
        year = plan_end(words["plan"])
    elif words["this"] and issued_on:
        year = issued_on.year
    elif words["next"] and issued_on:
        year = issued_on.year + 1
    return Moment(year, *_month_and_day(words))


def _month_and_day(words: re.Match[str]) -> tuple[int, int]:
    if words["month"]:
        month = _number(words["month"])
        if words["day"]:
            return month, _number(words["day"])
        return month, _MONTH_PARTS.get(words["mpart"] or "", LAST_DAY)
    if words["quarter"]:
        return 3 * _number(words["quarter"]), LAST_DAY
    if words["half"] == "上半年":
        return 6, LAST_DAY
    if words["start"]:
        return 1, LAST_DAY
    return 12, LAST_DAY


def _number(printed: str) -> int:
    return number_of(printed) or 0
