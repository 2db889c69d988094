"""The rows of a table of tasks: each with its number, its words, its units and its day.

A row that spans the table is a section. A merged cell holds for all its rows. An empty cell of
units goes on from the row above where none of the row's own columns names a unit (a cell unmerged
by a spreadsheet); that is asked about. An empty 配合单位 beside a 牵头单位 means that nobody
supports.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from notices.tables.columns import CONTENT, UNITS, Meaning, plain
from notices.tables.fitting import NOTHING
from notices.tables.grids import Field, Grid, Words, distinct
from notices.tables.headings import Heading, Sort

_MARKED = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,4}[章部编篇节]|[一二三四五六七八九十]{1,3}[、.]"
    r"|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[、.](?!\d))"
)
_NOTE = re.compile(r"注\d?[:、]|(?:说明|备注|填表说明)[:、]|填表人|制表|审核人|单位负责人")
_SUM = re.compile(r"(?:合计|总计|小计|总 *计|合 *计)[:(]?")
_HAN_NUMBER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.]?$")
_SAYS = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")  # a number alone asks for nothing
LONGEST_SECTION = 80


@dataclass(slots=True)
class Row:
    """One row that asks for something. Fields point into the shadow copy."""

    no: str | None
    reference: str | None
    section: Field | None
    name: Field | None
    shares_name: bool  # the name stands over several rows
    content: tuple[Field, ...]  # the row's own words; () where they are those of the row above
    units: tuple[tuple[Meaning, Field], ...]
    due: Field | None
    place: Field  # what to show of the row
    continued: bool = False
    unsure: bool = False


@dataclass(slots=True)
class TaskTable:
    """A table of tasks and its rows."""

    grid: Grid
    heading: Heading
    rows: list[Row] = field(default_factory=list)


class RowReader:
    """Reads the rows of one table, from top to bottom."""

    def __init__(self, words: Words, grid: Grid, heading: Heading) -> None:
        self.words = words
        self.grid = grid
        self.heading = heading
        self.table = TaskTable(grid, heading)
        self._section: Field | None = self._caption()
        self._name: Field | None = None
        self._above: Row | None = None
        self._counts = self._is_counted()

    def read(self) -> TaskTable:
        """Return the table with its rows."""
        for number in range(self.heading.after, len(self.grid.rows)):
            self._take(number, self.grid.rows[number])
        self._mark_shared_names()
        return self.table

    def _caption(self) -> Field | None:
        """Return a numbered line just above the table: 二、文化旅游."""
        folded, stop = self.words.shadow.folded, self.grid.start
        above = folded[max(0, stop - 2 * LONGEST_SECTION) : stop].rstrip()
        end = max(0, stop - 2 * LONGEST_SECTION) + len(above)
        start = end - len(above.rpartition("\n")[2])
        words = folded[start:end].lstrip()
        short = len(words) <= LONGEST_SECTION and "。" not in words
        return Field(end - len(words), end) if short and _MARKED.match(words) else None

    def _is_counted(self) -> bool:
        """Say whether the rows bear Arabic numbers."""
        if self.heading.columns[0] is not Meaning.NUMBER:
            return False
        below = self.grid.rows[self.heading.after :]
        return any(self.words.folded(row[0]).isdecimal() for row in below if row)

    def _take(self, number: int, fields: list[Field | None]) -> None:
        filled = [one for one in distinct(fields) if self.words.folded(one)]
        if not filled or self._is_heading(fields):
            return
        first = self.words.folded(filled[0])
        if _NOTE.match(first) or _SUM.match(first.replace(" ", "")):
            return
        if self._is_section(fields, filled):
            self._section, self._above, self._name = filled[-1], None, None
            return
        row = self._row(number, fields, filled)
        if row is not None:
            self.table.rows.append(row)
            self._above = row

    def _is_heading(self, fields: list[Field | None]) -> bool:
        """Say whether the heading is printed again, as on each new page."""
        texts = [plain(self.words.folded(one)) for one in fields]
        wanted = self.heading.words
        same = sum(bool(a) and a == b for a, b in zip(texts, wanted, strict=False))
        return same >= 2 and same * 2 >= sum(map(bool, texts))

    def _is_section(self, fields: list[Field | None], filled: list[Field]) -> bool:
        """Say whether one cell stands over the whole row, or alone in it as a heading does."""
        text = self.words.folded(filled[0])
        if len(filled) == 2 and self._is_counted_section(fields, filled):
            return True
        if len(filled) > 1 or text.isdecimal() or len(text) > LONGEST_SECTION:
            return False
        only = filled[0]
        if only.colspan > 1 and only.colspan * 2 > self.grid.columns:
            return True
        if fields[0] is not only or only.rowspan > 1:
            return False
        held = self.heading.columns[0]
        return bool(_MARKED.match(text)) or held is Meaning.NUMBER

    def _is_counted_section(self, fields: list[Field | None], filled: list[Field]) -> bool:
        """Say whether 一 | 强化产业支撑 stands over rows that are counted 1, 2, 3."""
        return (
            self._counts
            and fields[0] is filled[0]
            and bool(_HAN_NUMBER.match(self.words.folded(filled[0])))
            and filled[1] in [fields[at] for at in self.heading.places(*CONTENT)]
        )

    def _row(self, number: int, fields: list[Field | None], filled: list[Field]) -> Row | None:
        self._start_group(number, fields)
        name, shared = self._name_of(fields)
        content = self._content(number, fields)
        units, continued = self._units(fields)
        if not content and not units and not self._value(fields, Meaning.REFERENCE):
            return None
        numbers = self._value(fields, Meaning.NUMBER)
        said = content or name is not None or numbers is not None or self._reference(fields)
        if not said and self._above is None:
            return None
        due = self._value(fields, Meaning.DUE)
        if due is None and continued and self._above is not None:
            due = self._above.due
        return Row(
            no=self._own_number(numbers, name or (content[0] if content else None)),
            reference=self._reference(fields),
            section=self._section,
            name=name,
            shares_name=shared,
            content=content,
            units=units,
            due=due,
            place=content[0] if content else filled[0],
            continued=continued,
            unsure=number in self.grid.unsure,
        )

    def _start_group(self, number: int, fields: list[Field | None]) -> None:
        """A column 类别 says what a section row says."""
        for at in self.heading.places(Meaning.GROUP)[:1]:
            one = fields[at]
            if one is not None and self.words.folded(one) and one.row in (number, 0):
                self._section = one

    def _value(self, fields: list[Field | None], *meanings: Meaning) -> Field | None:
        for at in self.heading.places(*meanings):
            one = fields[at]
            if one is not None and not NOTHING.match(self.words.folded(one)):
                return one
        return None

    def _own_number(self, one: Field | None, first: Field | None) -> str | None:
        """Return the number printed in the row, in a column of its own or before its words."""
        if one is not None:
            return self.words.folded(one).rstrip(".、 ").replace(" ", "") or None
        match = _MARKED.match(self.words.folded(first)) if first else None
        return match[0].rstrip("、. ") if match else None

    def _reference(self, fields: list[Field | None]) -> str | None:
        one = self._value(fields, Meaning.REFERENCE)
        return self.words.folded(one) if one else None

    def _name_of(self, fields: list[Field | None]) -> tuple[Field | None, bool]:
        """Return the name of the row's task, and whether it was printed in a row above."""
        places = self.heading.places(Meaning.NAME)
        if not places:
            return None, False
        one = fields[places[0]]
        if one is None or not self.words.folded(one):
            return self._name, self._name is not None
        shared = one is self._name
        self._name = one
        return one, shared

    def _content(self, number: int, fields: list[Field | None]) -> tuple[Field, ...]:
        """Return the cells that say what is to be done and do not stand in a row above."""
        found = []
        above = self.grid.rows[number - 1] if number else []
        for at in self.heading.places(*CONTENT):
            one = fields[at]
            is_new = one is not None and not (at < len(above) and above[at] is one)
            if one is not None and is_new and _SAYS.search(self.words.folded(one)):
                found.append(one)
        return tuple(found)

    def _units(self, fields: list[Field | None]) -> tuple[tuple[tuple[Meaning, Field], ...], bool]:
        """Return the cells of units; where none is filled, or no lead, those of the row above."""
        own, blank = [], True
        for at in self.heading.places(*UNITS):
            one, meaning = fields[at], self.heading.columns[at]
            if one is None or meaning is None or not (words := self.words.folded(one)):
                continue
            blank = False
            if not NOTHING.match(words):
                own.append((meaning, one))
        above = self._above.units if self._above else ()
        if blank and above:
            return above, True
        lead_column = bool(self.heading.places(Meaning.LEAD))
        if own and lead_column and all(meaning is Meaning.SUPPORT for meaning, _ in own):
            leads = tuple(one for one in above if one[0] is Meaning.LEAD)
            return (*leads, *own), bool(leads)
        return tuple(own), False

    def _mark_shared_names(self) -> None:
        """A name over several rows is none of the first row's own words."""
        rows = self.table.rows
        for row, below in pairwise(rows):
            if row.name is not None and below.name is row.name and len(row.content) > 1:
                row.shares_name = True
        for row in rows:
            if row.shares_name and row.name in row.content:
                row.content = tuple(one for one in row.content if one is not row.name)


def is_of_tasks(heading: Heading) -> bool:
    """Say whether the rows of a table under this heading are to be read as tasks."""
    return heading.sort in (Sort.TASKS, Sort.UNASSIGNED)
