"""The rows of a table of tasks: each with its number, its words, its units and its day.

A row that spans the table is a section. A merged cell holds for all its rows. Where all
columns of units are empty, or other columns too (cells unmerged by a spreadsheet), the units go on
from the row above; that is asked about. An empty 配合单位 beside a 牵头单位 means that nobody
supports.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from notices.tables.columns import CONTENT, UNITS, Meaning
from notices.tables.fitting import NOTHING
from notices.tables.grids import Field, Grid, Words, distinct
from notices.tables.headings import Heading, Sort
from notices.tables.sections import MARKED, Sections

_PERSONS = re.compile(r"责任人|负责人|领导|联系人|同志")
_SAYS = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")  # a number alone asks for nothing


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
    goals: tuple[Field, ...] = ()  # which of its words are aims
    taken: str = ""  # where the units were taken from: "above", "section", "" for own cells
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
        self._sections = Sections(words, grid, heading)
        self._section: Field | None = self._sections.caption()
        self._name: Field | None = None
        self._above: Row | None = None
        self._filled: set[int] = set()  # columns in which a row above has words
        self._names_leads = bool(heading.places(Meaning.LEAD, Meaning.OWNER))

    def read(self) -> TaskTable:
        """Return the table with its rows."""
        for number in range(self.heading.after, len(self.grid.rows)):
            self._take(number, self.grid.rows[number])
        self._mark_shared_names()
        return self.table

    def _take(self, number: int, fields: list[Field | None]) -> None:
        filled = [one for one in distinct(fields) if self.words.folded(one)]
        if not filled or self._sections.is_none_of_ours(fields, filled):
            return
        if self._sections.is_section(fields, filled):
            self._section, self._above, self._name = filled[-1], None, None
            return
        row = self._row(number, fields, filled)
        if row is not None:
            self.table.rows.append(row)
            self._above = row
            self._filled |= {at for at, one in enumerate(fields) if self.words.folded(one)}

    def _row(self, number: int, fields: list[Field | None], filled: list[Field]) -> Row | None:
        self._start_group(number, fields)
        name, shared = self._name_of(fields)
        content = self._content(number, fields)
        units, taken = self._units(fields)
        if not content and not units and not self._value(fields, Meaning.REFERENCE):
            return None
        numbers = self._value(fields, Meaning.NUMBER)
        said = content or name is not None or numbers is not None or self._reference(fields)
        if not said and self._above is None:
            return None
        due = self._value(fields, Meaning.DUE)
        if due is None and taken == "above" and self._above is not None:
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
            goals=tuple(one for at in self.heading.places(Meaning.GOAL) if (one := fields[at])),
            taken=taken,
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
        match = MARKED.match(self.words.folded(first)) if first else None
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

    def _units(self, fields: list[Field | None]) -> tuple[tuple[tuple[Meaning, Field], ...], str]:
        """Return the cells of units; where several are empty together, those of the row above."""
        own, empty = [], set(self.heading.places(*UNITS))
        for at in self.heading.places(*UNITS):
            one, meaning = fields[at], self.heading.columns[at]
            if one is None or meaning is None or not (words := self.words.folded(one)):
                continue
            empty.discard(at)
            if not NOTHING.match(words):
                persons = bool(_PERSONS.search(self.heading.words[at]))
                own.append((meaning, replace(one, persons=persons)))
        above = self._above.units if self._above else ()
        if not self._names_leads and (unit := self._sections.unit_in(self._section)):
            return ((Meaning.OWNER, unit), *own), "section"
        places = self.heading.places(*UNITS)
        if len(empty) < len(places) or len(places) == 1:
            above = above if self._was_unmerged(fields) else ()
        if len(empty) == len(places) and above:
            return above, "above"
        leads = tuple(one for one in above if one[0] is Meaning.LEAD)
        blank = empty.issuperset(self.heading.places(Meaning.LEAD))
        if leads and blank and own and all(meaning is Meaning.SUPPORT for meaning, _ in own):
            return (*leads, *own), "above"
        return tuple(own), ""

    def _was_unmerged(self, fields: list[Field | None]) -> bool:
        """Say whether merged cells were taken apart: the row is empty in other columns as well."""
        own = {at for at, one in enumerate(fields) if self.words.folded(one)}
        return bool(self._filled - own - set(self.heading.places(*UNITS, Meaning.DUE)))

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
