"""A year of the working calendar: every day with its mark, and whose word it is."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from models import CalendarDay, CalendarYear
from rules.working_days import SATURDAY, WorkingCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: at work or not, why, and whether the office said so."""

    day: date
    working: bool
    name: str
    by_office: bool

    @property
    def mark(self) -> str:
        """Return 休 or 班 for a day that is not as its weekday would have it, or a named one."""
        if self.working == (self.day.weekday() >= SATURDAY):
            return "班" if self.working else "休"
        return "休" if self.name and not self.working else ""


@dataclass(frozen=True, slots=True)
class YearPage:
    """All days of a year."""

    year: int
    published: bool
    days: list[Day]
    by_office: bool = False  # its table was imported; else it came with duban

    def months(self) -> list[list[Day]]:
        """Return the days by month."""
        return [[one for one in self.days if one.day.month == month] for month in range(1, 13)]

    def spans(self) -> list["Span"]:
        """Return the days that differ from Monday to Friday or were set, those on end together."""
        spans: list[Span] = []
        for one in self.days:
            if not one.mark and not one.by_office:
                continue
            kind = one.mark or ("班" if one.working else "休")
            found = Span(one.day, one.day, kind, one.name, one.by_office)
            last = spans[-1] if spans else None
            if last and last.alike(found) and one.day - last.last == ONE_DAY:
                found = Span(last.first, one.day, kind, one.name, one.by_office)
                spans.pop()
            spans.append(found)
        return spans

    def as_data(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "year": self.year,
            "published": self.published,
            "working_days": sum(one.working for one in self.days),
            "days": [
                {
                    "date": one.day.isoformat(),
                    "working": one.working,
                    "mark": one.mark,
                    "name": one.name,
                    "by_office": one.by_office,
                }
                for one in self.days
            ],
        }


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end of one kind: 10月1日—10月7日 休 国庆节."""

    first: date
    last: date
    kind: str
    name: str
    by_office: bool

    def alike(self, other: "Span") -> bool:
        """Say whether only the days differ."""
        return (self.kind, self.name, self.by_office) == (other.kind, other.name, other.by_office)

    @property
    def days(self) -> str:
        """Return 10月1日—10月7日, or one day."""
        until = f"—{self.last.month}月{self.last.day}日" if self.last != self.first else ""
        return f"{self.first.month}月{self.first.day}日{until}"


def year_page(
    session: Session, year: int, calendar: WorkingCalendar, names: Mapping[date, str]
) -> YearPage:
    """Return every day of `year` as the office has it; `names` are those of the holidays."""
    edited = {row.day: row for row in session.exec(select(CalendarDay)) if row.day.year == year}
    days = []
    for month in range(1, 13):
        for number in range(1, monthrange(year, month)[1] + 1):
            day = date(year, month, number)
            row = edited.get(day)
            name = row.name if row and row.name else names.get(day, "")
            days.append(Day(day, calendar.is_working_day(day), name, row is not None))
    imported = session.exec(
        select(CalendarYear).where(CalendarYear.year == year, CalendarYear.source == "office")
    ).first()
    published = calendar.is_published(date(year, 1, 1))
    return YearPage(year, published, days, imported is not None)
