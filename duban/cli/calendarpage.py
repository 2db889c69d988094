"""A year of the calendar on one page."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from models import CalendarDay
from rules.working_days import SATURDAY, WorkingCalendar
from runtime.calendar import published_names

WEEK = "一二三四五六日"
ACROSS = 2  # months beside each other: eighty columns
CELL = 5
WIDTH = 7 * CELL


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


def year_page(session: Session, year: int, calendar: WorkingCalendar) -> YearPage:
    """Return every day of `year` as the office has it."""
    edited = {row.day: row for row in session.exec(select(CalendarDay)) if row.day.year == year}
    names = published_names()
    days = []
    for month in range(1, 13):
        for number in range(1, monthrange(year, month)[1] + 1):
            day = date(year, month, number)
            row = edited.get(day)
            name = row.name if row and row.name else names.get(day, "")
            days.append(Day(day, calendar.is_working_day(day), name, row is not None))
    return YearPage(year, calendar.is_published(date(year, 1, 1)), days)


def lines_of(page: YearPage) -> Iterator[str]:
    """Print the months two by two, then what the marks stand for."""
    known = "" if page.published else "　（放假安排尚未公布，暂按周一至周五推算）"
    yield f"{page.year}年　工作日 {sum(one.working for one in page.days)} 天{known}"
    months = [[one for one in page.days if one.day.month == month] for month in range(1, 13)]
    for start in range(0, 12, ACROSS):
        yield ""
        grids = [_grid(month) for month in months[start : start + ACROSS]]
        for row in range(max(len(grid) for grid in grids)):
            cells = [grid[row] if row < len(grid) else " " * WIDTH for grid in grids]
            yield "    ".join(cells).rstrip()
    yield ""
    yield from _legend(page)


def _grid(month: list[Day]) -> list[str]:
    head = f"{month[0].day.month}月"
    rows = [head + " " * (WIDTH - len(head) - 1), "".join(f" {name}  " for name in WEEK)]
    cells = [" " * CELL] * month[0].day.weekday() + [_cell(one) for one in month]
    cells += [" " * CELL] * (-len(cells) % 7)
    rows += ["".join(cells[at : at + 7]) for at in range(0, len(cells), 7)]
    return rows


def _cell(one: Day) -> str:
    """Two places for the day, two for the mark, one between; * is the office's own."""
    return f"{one.day.day:>2}{one.mark or '  '}{'*' if one.by_office else ' '}"


def _legend(page: YearPage) -> Iterator[str]:
    spans: list[tuple[str, list[Day]]] = []
    for one in page.days:
        if not one.mark and not one.by_office:
            continue
        kind = one.mark or ("班" if one.working else "休")
        what = f"{kind} {one.name}{'（本单位设定）*' if one.by_office else ''}"
        if spans and spans[-1][0] == what and (one.day - spans[-1][1][-1].day).days == 1:
            spans[-1][1].append(one)
        else:
            spans.append((what, [one]))
    for what, days in spans:
        first, last = days[0].day, days[-1].day
        until = f"—{last.month}月{last.day}日" if last != first else ""
        yield f"  {first.month}月{first.day}日{until}　{what}"
