"""When a reporting duty (报送要求) falls due: the periods of 每年9月30日前 and the like."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.errors import NotAllowed

QUARTERS = "一二三四"
LOOKS_BACK_UNTIL_MONTH = 3  # 每年1月31日前: about the year that has just ended
LOOKS_BACK_UNTIL_DAY = 15  # 每月5日前: about the month that has just ended
MONTH_AFTER = 1  # quarter_month of 每季度首月10日前: the month after the quarter it is about
MONTH_END = 30  # of 6月30日和12月31日: both are the end of a half
HALVES = ("上半年", "下半年")


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a duty: what it covers, and its day as the notice states it."""

    label: str  # 2024年度, 2024年第三季度, 2024年9月
    starts_on: date
    ends_on: date
    due_on: date


def periods_between(
    frequency: str,
    due: str | None,
    *,
    first: date,
    last: date,
    quarter_month: int | None = None,
) -> list[Period]:
    """Return the periods whose stated day lies from `first` to `last`, in order.

    A duty whose day is not stated, or that is irregular, has none: nothing is made up.
    `quarter_month` is where the notice puts a quarter's day: 1 in the month after it, 3 in its
    last month; None leaves it to the day.
    """
    if not due:
        return []
    years = range(first.year - 1, last.year + 2)
    found = _candidates(frequency, due, years, quarter_month)
    return sorted((p for p in found if first <= p.due_on <= last), key=lambda p: p.due_on)


def _candidates(
    frequency: str, due: str, years: Iterable[int], quarter_month: int | None
) -> Iterable[Period]:
    match frequency:
        case "annual":
            month, day = (int(part) for part in due.split("-"))
            return [_annual(year, month, day) for year in years]
        case "semiannual":
            month, day = (int(part) for part in due.split("-"))
            return [
                _semiannual(year, each, day) for year in years for each in (month, other(month))
            ]
        case "quarterly":
            return [
                _quarterly(year, q, int(due), quarter_month) for year in years for q in range(4)
            ]
        case "monthly":
            return [_monthly(year, month, int(due)) for year in years for month in range(1, 13)]
        case "once":
            day_due = date.fromisoformat(due)
            return [Period(f"截至{day_due.year}年{day_due.month}月", day_due, day_due, day_due)]
        case _:
            return []


def _annual(year: int, month: int, day: int) -> Period:
    covered = year - 1 if month <= LOOKS_BACK_UNTIL_MONTH else year
    return Period(
        f"{covered}年度", date(covered, 1, 1), date(covered, 12, 31), _day_of(year, month, day)
    )


def other(month: int) -> int:
    """Return the month half a year away."""
    return (month + 5) % 12 + 1


def _semiannual(year: int, month: int, day: int) -> Period:
    """One of two days a year; the early months of a half look back on the half before."""
    due_on = _last_day(year, month) if day >= MONTH_END else _day_of(year, month, day)
    half = (month - 1) // 6
    if (month - 1) % 6 < LOOKS_BACK_UNTIL_MONTH:
        year, half = (year, 0) if half else (year - 1, 1)
    starts_on, ends_on = date(year, half * 6 + 1, 1), _last_day(year, half * 6 + 6)
    return Period(f"{year}年{HALVES[half]}", starts_on, ends_on, due_on)


def _quarterly(year: int, quarter: int, day: int, quarter_month: int | None) -> Period:
    starts_on, ends_on = date(year, quarter * 3 + 1, 1), _last_day(year, quarter * 3 + 3)
    due_on = _due_after(ends_on, day)
    if quarter_month is not None:
        following = ends_on + timedelta(days=1) if quarter_month == MONTH_AFTER else ends_on
        due_on = _day_of(following.year, following.month, day)
    return Period(f"{year}年第{QUARTERS[quarter]}季度", starts_on, ends_on, due_on)


def _monthly(year: int, month: int, day: int) -> Period:
    ends_on = _last_day(year, month)
    return Period(f"{year}年{month}月", date(year, month, 1), ends_on, _due_after(ends_on, day))


def _due_after(ends_on: date, day: int) -> date:
    """Early days of a month look back on the period before; late days close the present one."""
    if day > LOOKS_BACK_UNTIL_DAY:
        return _day_of(ends_on.year, ends_on.month, day)
    following = ends_on + timedelta(days=1)
    return _day_of(following.year, following.month, day)


def _day_of(year: int, month: int, day: int) -> date:
    """每月31日 in a short month is its last day."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def check_due(frequency: str, due: str) -> None:
    """Raise `NotAllowed` unless `due` can be a day of such a duty.

    annual: MM-DD; semiannual: MM-DD of either half; once: YYYY-MM-DD; quarterly and monthly: a
    day number, 31 meaning the last.
    """
    fits = {
        "annual": lambda: date.fromisoformat(f"2024-{due}"),
        "semiannual": lambda: date.fromisoformat(f"2024-{due}"),
        "once": lambda: date.fromisoformat(due),
        "quarterly": lambda: date(2024, 1, int(due)),
        "monthly": lambda: date(2024, 1, int(due)),
    }
    if frequency not in fits:
        raise NotAllowed(f"“{frequency}”不是报送频次。", f"可选：{'、'.join(fits)}。")
    try:
        fits[frequency]()
    except ValueError:
        raise NotAllowed(
            f"“{due}”不是报送日期。", "每年、每半年的写成 12-10，每季度、每月的写日数，如 10。"
        ) from None
