"""Days as departments write them: 2024年11月15日, 十一月底, 今年年底, 下月底."""

import re
from calendar import monthrange
from datetime import date

from inbox.clauses import FULL_WIDTH

NUMERALS = {numeral: number for number, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0}
CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
CHINESE_DAY = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")
DAY = (
    r"(?:(?P<year>\d{4}|今|本|明|后)\s*[年./-]\s*)?(?:"
    r"(?P<month>\d{1,2})\s*[月./-]\s*份?(?:(?P<day>\d{1,2})\s*[日号]?|(?P<end>底|末))"
    r"|(?P<yearend>年?[底末])|第?(?P<quarter>[1-4一二三四])季度[底末]?|(?P<near>本月|这个?月|下个?月)(?:[底末]))"
)
FIRST_DAY = re.compile(DAY)
YEARS_ON = {"今": 0, "本": 0, "明": 1, "后": 2}


def arabic(text: str) -> str:
    """Return a text with its months and days in digits: 十一月十五日 → 11月15日."""
    with_years = CHINESE_YEAR.sub(
        lambda m: "".join(str(NUMERALS[mark]) for mark in m[0]), text.translate(FULL_WIDTH)
    )
    return CHINESE_DAY.sub(lambda m: str(numeral(m[1])), with_years)


def find_date(text: str, *, today: date) -> date | None:
    """Return the first day in `text`; without a year it is the next such day from `today` on."""
    match = FIRST_DAY.search(arabic(text))
    return read_day(match, today=today) if match else None


def read_day(match: re.Match[str], *, today: date) -> date | None:
    """Return the day that a match of `DAY` names, or None where there is no such day."""
    if match["near"]:
        month = today.month + (0 if match["near"][0] in "本这" else 1)
        year = today.year + (month > 12)
        return _last_day(year, (month - 1) % 12 + 1)
    stated = _year(match["year"], today)
    if match["yearend"]:
        return date(stated or today.year, 12, 31)
    if match["quarter"]:
        return _end_of_quarter(match["quarter"], stated, today)
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    for year in [stated] if stated else [today.year, today.year + 1]:
        try:
            found = _last_day(year, month) if match["end"] else date(year, month, int(match["day"]))
        except ValueError:
            return None
        if stated or found >= today:
            return found
    return None


def _end_of_quarter(words: str, stated: int | None, today: date) -> date:
    month = 3 * (int(words) if words.isdigit() else numeral(words))
    ending = _last_day(stated or today.year, month)
    return ending if stated or ending >= today else _last_day(today.year + 1, month)


def _year(words: str | None, today: date) -> int | None:
    if not words:
        return None
    year = today.year + YEARS_ON[words] if words in YEARS_ON else int(words)
    return year if 1990 <= year <= 2200 else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def numeral(words: str) -> int:
    """Return the number that 三, 十五 or 三十一 is."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return NUMERALS.get(words[-1], 0)
    return NUMERALS.get(tens, 1) * 10 + NUMERALS.get(ones, 0)
