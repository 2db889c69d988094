"""All tables of a document: of tasks, of indicators, and those that are no business of ours."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from notices import lines as outline
from notices.formats import Document
from notices.shadow import Shadow
from notices.tables.columns import UNITS
from notices.tables.fitting import names_units
from notices.tables.grids import Grid, Words, distinct, grids_of
from notices.tables.headings import Heading, Sort, find_heading, is_vetoed
from notices.tables.rows import RowReader, TaskTable, is_of_tasks
from notices.tables.separated import Line, separated_grids
from notices.tables.stacked import stacked_grids

FEWEST_COLUMNS = 3  # a table of two columns without a heading may be a frame around paragraphs
LONGEST_CELL = 800  # characters of a table's cell; a longer one is a text
LONG_TEXT = 10  # characters of words that may be a task
SHORTEST_UNIT = 2
FEWEST_ROWS = 2
NEAR = 200  # characters between two parts of a table


@dataclass(slots=True)
class Tables:
    """The tables of a document, and what of the text belongs to them."""

    tasks: list[TaskTable] = field(default_factory=list)
    indicators: list[tuple[Grid, Heading]] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    unread: list[Grid] = field(default_factory=list)  # may hold tasks under an unknown heading

    def without(self, lines: Sequence[outline.Line]) -> list[outline.Line]:
        """Return the lines that stand outside the tables: the body's own."""
        if not self.taken:
            return list(lines)
        starts = [start for start, _ in self.taken]
        return [line for line in lines if not self._holds(starts, line.start)]

    def _holds(self, starts: list[int], place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < self.taken[at][1]


def find_tables(document: Document, shadow: Shadow) -> Tables:
    """Return the tables of a document, in the order of the text."""
    words = Words(shadow)
    marked = grids_of(document, shadow)
    found = _sorted_out(words, marked)
    lines = list(_lines(shadow, [(grid.start, grid.end) for grid in marked]))
    flat = separated_grids(shadow, lines)
    spans = [(grid.start, grid.end) for grid in [*marked, *flat]]
    flat += stacked_grids(shadow, list(_lines(shadow, spans)))
    more = _sorted_out(words, flat)
    tasks = sorted([*found.tasks, *more.tasks], key=lambda table: table.grid.start)
    return Tables(
        list({_said(words, table): table for table in reversed(tasks)}.values())[::-1],
        [*found.indicators, *more.indicators],
        sorted([*found.taken, *more.taken]),
        [*found.unread, *more.unread],
    )


def _said(words: Words, table: TaskTable) -> tuple[str, ...]:
    """Return what a table says: one that a page prints twice is one."""
    fields = [
        one
        for row in table.rows
        for one in (*row.content, *(unit for _, unit in row.units), row.due)
        if one is not None
    ]
    return tuple(words.folded(one) for one in fields) or (str(table.grid.start),)


def _sorted_out(words: Words, grids: Sequence[Grid]) -> Tables:
    """Tell tables of tasks from others; one without a heading may go on from the one before."""
    found = Tables()
    last: tuple[Grid, Heading] | None = None
    for grid in grids:
        heading = find_heading(words, grid)
        if heading is None and last is not None and _goes_on(words, last[0], grid):
            heading = Heading(-1, 0, last[1].columns, last[1].words, last[1].sort)
        if heading is None:
            if grid.columns >= FEWEST_COLUMNS and not _is_frame(grid):
                found.taken.append((grid.start, grid.end))
                found.unread += [grid] if looks_assigning(words, grid) else []
            last = None
            continue
        last = (grid, heading)
        _take(found, words, grid, heading)
    return found


def _is_frame(grid: Grid) -> bool:
    """Say whether a page's columns stand in a table: one of its cells holds a text."""
    return any(one.end - one.start > LONGEST_CELL for row in grid.rows for one in row if one)


def _take(found: Tables, words: Words, grid: Grid, heading: Heading) -> None:
    if heading.sort is Sort.INDICATORS:
        found.indicators.append((grid, heading))
    elif is_of_tasks(heading):
        table = RowReader(words, grid, heading).read()
        assigned = heading.sort is Sort.TASKS or assigns(words, table)
        if assigned and (table.rows or grid.broken):
            found.tasks.append(table)
    elif _is_half_known(heading) and looks_assigning(words, grid):
        found.unread.append(grid)
    found.taken.append((grid.start, grid.broken[1] if grid.broken else grid.end))


def _is_half_known(heading: Heading) -> bool:
    """Say whether units stand beside a column whose heading we do not know."""
    return (
        None in heading.columns and not is_vetoed(heading.columns) and bool(heading.places(*UNITS))
    )


def looks_assigning(words: Words, grid: Grid) -> bool:
    """Say whether most rows name units beside a longer text: tasks, whatever the heading says."""
    said = 0
    for row in grid.rows:
        texts = [words.folded(one) for one in distinct(row)]
        units = [text for text in texts if len(text) > SHORTEST_UNIT and names_units(text)]
        said += bool(units) and any(len(t) >= LONG_TEXT and t not in units for t in texts)
    return said >= FEWEST_ROWS and said * 2 >= len(grid.rows)


def assigns(words: Words, table: TaskTable) -> bool:
    """Say whether the rows of a table without units say in their words who does them."""
    said = 0
    for row in table.rows:
        text = "".join(words.folded(one) for one in row.content)
        said += bool(row.units) or any(
            word in text for word in ("牵头", "责任单位", "负责)", "配合")
        )
    return bool(table.rows) and said * 2 >= len(table.rows)


def _goes_on(words: Words, before: Grid, grid: Grid) -> bool:
    """Say whether a table without a heading is the rest of the one before it."""
    if grid.columns != before.columns or grid.start - before.end > NEAR:
        return False
    between = words.shadow.folded[before.end : grid.start].strip()
    return "。" not in between and between.count("\n") < 2


def _lines(shadow: Shadow, taken: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield the lines of the text that stand in no table; empty ones as well."""
    spans = sorted(taken)
    at = place = 0
    text = shadow.clean
    while place <= len(text):
        stop = text.find("\n", place)
        stop = len(text) if stop < 0 else stop
        while at < len(spans) and spans[at][1] <= place:
            at += 1
        if not (at < len(spans) and spans[at][0] <= place < spans[at][1]):
            start, end = place, stop
            yield Line(*_trimmed(text, start, end))
        place = stop + 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks around a line, but the tabs before it: they are empty columns."""
    while start < end and text[start] in " \u3000\r":
        start += 1
    while end > start and text[end - 1] in " \u3000\r":
        end -= 1
    return start, end
