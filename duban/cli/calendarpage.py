"""A year of the calendar in a terminal."""

from collections.abc import Iterator

from reports.views.calendar import Day, YearPage

WEEK = "一二三四五六日"
ACROSS = 2  # months beside each other: eighty columns
CELL = 5
WIDTH = 7 * CELL


def lines_of(page: YearPage) -> Iterator[str]:
    """Print the months two by two, then what the marks stand for."""
    known = "" if page.published else "　（放假安排尚未公布，暂按周一至周五推算）"
    yield f"{page.year}年　工作日 {sum(one.working for one in page.days)} 天{known}"
    months = page.months()
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
    for span in page.spans():
        what = f"{span.kind} {span.name}{'（本单位设定）*' if span.by_office else ''}"
        yield f"  {span.days}　{what}"
