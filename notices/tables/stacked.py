"""A table that lies flat: each cell a line of its own, first the headings, then row after row.

The rows are put together again where the numbers in the first column, the units and the days show
how: a row that could be cut in another way is marked, and lines that fit no row end the table.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from notices.shadow import Shadow
from notices.tables.columns import LONGEST_HEADING, UNITS, Meaning, meaning_of, plain
from notices.tables.fitting import may_stand, names_units, placed
from notices.tables.grids import Field, Grid
from notices.tables.headings import is_valid, settle
from notices.tables.separated import Line

_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第.{1,3}[章部])"
)
_GOES_ON = "、,("
FEWEST, MOST = 3, 12
LONGEST_SECTION = 40


def stacked_grids(shadow: Shadow, lines: Sequence[Line]) -> list[Grid]:
    """Return the tables of tasks whose cells stand below one another."""
    filled = [line for line in lines if line.start < line.end]
    known = [_meaning(shadow, line) for line in filled]
    found, at = [], 0
    while at < len(filled):
        count = _run(known, at)
        heading = filled[at : at + count]
        words = [plain(shadow.folded[one.start : one.end]) for one in heading]
        columns = settle(known[at : at + count], words) if count >= FEWEST else ()
        if not is_valid(columns):
            at += max(count, 1)
            continue
        reader = _Reader(shadow, columns, heading)
        at = reader.read(filled, at + count)
        if len(reader.grid.rows) > 1 or reader.grid.broken:
            found.append(reader.grid)
    return found


def _meaning(shadow: Shadow, line: Line) -> Meaning | None:
    if line.end - line.start > LONGEST_HEADING:
        return None
    return meaning_of(shadow.folded[line.start : line.end])


def _run(known: Sequence[Meaning | None], at: int) -> int:
    stop = at
    while stop < len(known) and known[stop] is not None and stop - at < MOST:
        stop += 1
    return stop - at


class _Reader:
    """Cuts the lines below a stacked heading into rows."""

    def __init__(
        self, shadow: Shadow, columns: tuple[Meaning | None, ...], heading: Sequence[Line]
    ) -> None:
        self.shadow = shadow
        self.columns = columns
        row: list[Field | None] = [Field(one.start, one.end) for one in heading]
        self.grid = Grid(heading[0].start, heading[-1].end, [row])
        self.heading = [self._words(one) for one in heading]

    def _words(self, line: Line) -> str:
        return plain(self.shadow.folded[line.start : line.end])

    def read(self, lines: Sequence[Line], at: int) -> int:
        """Take up rows from line `at` on; return the first line behind the table."""
        if self.columns[0] is Meaning.NUMBER:
            return self._numbered(lines, at)
        return self._counted(lines, at)

    def _numbered(self, lines: Sequence[Line], at: int) -> int:
        """Cut at the numbers of the first column, which count up by one."""
        starts = self._number_lines(lines, at)
        if not starts or starts[0] > at + 1:
            return at
        if starts[0] > at:
            self._section(lines[at])
        for index, start in enumerate(starts):
            last = index + 1 == len(starts)
            stop = start + len(self.columns) if last else starts[index + 1]
            stop = min(stop, len(lines))
            at = self._chunk(lines, start, stop, last=last)
        return at

    def _number_lines(self, lines: Sequence[Line], at: int) -> list[int]:
        found: list[int] = []
        wanted, far = None, at
        for index in range(at, len(lines)):
            if index - far > 3 * len(self.columns):
                break
            words = self._words(lines[index]).rstrip(".、")
            if len(words) < 5 and words.isdecimal() and wanted in (None, int(words)):
                if found and index - found[-1] < 2:
                    continue
                found.append(index)
                wanted, far = int(words) + 1, index
        return found

    def _chunk(self, lines: Sequence[Line], start: int, stop: int, *, last: bool) -> int:
        """Add the row of the lines from a number to the next; return where it ends."""
        own = self._without_heading(lines[start:stop])
        section = None
        if not last and len(own) > 1 and _SECTION.match(self._words(own[-1])):
            section = own.pop()
        fields = _joined(self.shadow, own)
        if last and len(fields) > 1:
            fields = self._fitting(fields)
            if len(fields) < 2:
                return start
        self._row(fields)
        if section is not None:
            self._section(section)
        end = fields[-1].end
        return next((i for i in range(start, len(lines)) if lines[i].start >= end), len(lines))

    def _without_heading(self, lines: Sequence[Line]) -> list[Line]:
        """Leave out a heading repeated on the next page."""
        count = len(self.heading)
        for at in range(1, len(lines) - count + 1):
            if [self._words(one) for one in lines[at : at + count]] == self.heading:
                return [*lines[:at], *lines[at + count :]]
        return list(lines)

    def _fitting(self, fields: list[Field]) -> list[Field]:
        """Of the last row, keep the lines that may be cells of it: behind it the text goes on."""
        while len(fields) > 1:
            places, certain = placed(self._texts(fields), self.columns)
            if certain or (places and self._all_stand(fields, places)):
                return fields
            fields = fields[:-1]
        return fields

    def _all_stand(self, fields: list[Field], places: Sequence[int]) -> bool:
        texts = self._texts(fields)
        return all(may_stand(one, self.columns[at]) for one, at in zip(texts, places, strict=False))

    def _texts(self, fields: Sequence[Field]) -> list[str]:
        return [self.shadow.folded[one.start : one.end] for one in fields]

    def _row(self, fields: list[Field]) -> None:
        if len(fields) > len(self.columns):
            fields = self._with_long_content(fields)
        places, certain = placed(self._texts(fields), self.columns)
        row: list[Field | None] = [None] * len(self.columns)
        for one, at in zip(fields, places, strict=False):
            row[at] = one
        if not certain or len(fields) > len(self.columns):
            self.grid.unsure.add(len(self.grid.rows))
        self.grid.add(row, fields[-1].end)

    def _with_long_content(self, fields: list[Field]) -> list[Field]:
        """Join lines of one cell of words, where the columns behind it all fit from the end."""
        texts = self._texts(fields)
        for at in range(len(self.columns) - 1, -1, -1):
            behind = len(self.columns) - 1 - at
            if self.columns[at] in (*UNITS, Meaning.DUE, Meaning.NUMBER, Meaning.PERSON):
                if not may_stand(texts[-1 - behind], self.columns[at]):
                    return fields
                continue
            if self.columns[at] in (Meaning.WORDS, Meaning.NAME, Meaning.GOAL):
                stop = len(fields) - behind
                return [*fields[:at], Field(fields[at].start, fields[stop - 1].end), *fields[stop:]]
        return fields

    def _section(self, line: Line) -> None:
        row: list[Field | None] = [None] * len(self.columns)
        row[0] = Field(line.start, line.end, colspan=len(self.columns))
        self.grid.add(row, line.end)

    def _counted(self, lines: Sequence[Line], at: int) -> int:
        """Cut every so many lines, as long as units and days stand where they must."""
        count = len(self.columns)
        while at < len(lines):
            here = lines[at]
            if self._words(here) == self.heading[0]:
                at += (
                    count if [self._words(o) for o in lines[at : at + count]] == self.heading else 0
                )
            if at < len(lines) and _SECTION.match(self._words(lines[at])):
                if lines[at].end - lines[at].start > LONGEST_SECTION:
                    break
                self._section(lines[at])
                at += 1
                continue
            used, fields = _first_joined(self.shadow, lines, at, count)
            if len(fields) < count or not self._all_stand(fields, range(count)):
                break
            self._row(fields)
            at += used
        self._leave_over(lines, at)
        return at

    def _leave_over(self, lines: Sequence[Line], at: int) -> None:
        """Remember lines behind the last whole row that still look like cells."""
        rest = list(takewhile(self._may_be_cell, lines[at : at + 2 * len(self.columns)]))
        units = [one for one in rest if names_units(self._words(one))]
        if units and units[0] is not rest[0]:  # a unit first is a signature
            self.grid.broken = (rest[0].start, units[-1].end)

    def _may_be_cell(self, line: Line) -> bool:
        return not any(sign in self._words(line) for sign in "。:(《")


def _joined(shadow: Shadow, lines: Sequence[Line]) -> list[Field]:
    """Return the cells of lines: a list of units that ends with 、 goes on in the next line."""
    fields: list[Field] = []
    for line in lines:
        if fields and shadow.folded[fields[-1].end - 1] in _GOES_ON:
            fields[-1] = Field(fields[-1].start, line.end)
        else:
            fields.append(Field(line.start, line.end))
    return fields


def _first_joined(
    shadow: Shadow, lines: Sequence[Line], at: int, count: int
) -> tuple[int, list[Field]]:
    """Return the next `count` cells and how many lines they take."""
    fields: list[Field] = []
    stop = at
    while stop < len(lines):
        line = lines[stop]
        if fields and shadow.folded[fields[-1].end - 1] in _GOES_ON:
            fields[-1] = Field(fields[-1].start, line.end)
        elif len(fields) == count:
            break
        else:
            fields.append(Field(line.start, line.end))
        stop += 1
    return stop - at, fields
