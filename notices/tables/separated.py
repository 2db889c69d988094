"""A table whose columns stand in lines of text, parted by tabs, bars or wide blanks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notices.shadow import Shadow
from notices.tables.columns import Meaning, meaning_of, plain
from notices.tables.fitting import placed
from notices.tables.grids import Field, Grid
from notices.tables.headings import Sort, is_valid, settle, sort_of
from notices.tables.sections import MARKED

_SIGNS = (
    re.compile(r"\t"),
    re.compile(r"[|｜│┃]"),
    re.compile(r"(?: |\u00a0){2,}|\u3000+ *"),
    re.compile(r"[ \u00a0]+"),
)
_TAB, _BAR, _WIDE, _BLANK = _SIGNS
_RULE = re.compile(r"^[\s|+\-—─━┄┼├┤┌┐└┘┬┴=:：]+$")
_BEHIND = re.compile(r"附[件表]|抄送|联系人|[（(]?此件")
FEWEST = 3
LONGEST_SECTION = 40
BLANK_LINES = 2
LINES_OF_A_CELL = 3
SHORTEST_SECTION = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: where it stands, without its end."""

    start: int
    end: int


def separated_grids(shadow: Shadow, lines: Sequence[Line]) -> list[Grid]:
    """Return the tables of tasks that stand in lines with signs between their columns."""
    found, at = [], 0
    while at < len(lines):
        reader = _opened(shadow, lines[at])
        if reader is None:
            at += 1
            continue
        stop = reader.read(lines, at + 1)
        if len(reader.grid.rows) > 1:
            found.append(reader.grid)
        at = stop
    return found


def _opened(shadow: Shadow, line: Line) -> "_Reader | None":
    """Return a reader where the line is a heading."""
    if line.end - line.start > 200:
        return None
    for sign in _SIGNS:
        if not sign.search(shadow.clean, line.start, line.end):
            continue
        fields = _split(shadow, line, sign)
        words = [shadow.folded[one.start : one.end] for one in fields]
        columns = settle([meaning_of(one) for one in words], [plain(one) for one in words])
        known = sum(one is not None for one in columns)
        narrow = sign in (_TAB, _BAR) and known == len(fields) == 2
        enough = known == len(fields) if sign is _BLANK else known * 3 >= len(fields) * 2
        if (narrow or len(fields) >= FEWEST) and enough and opens(columns):
            return _Reader(shadow, sign, columns, fields)
    return None


def opens(columns: Sequence[Meaning | None]) -> bool:
    """Say whether a line of headings opens a table that is read."""
    return is_valid(columns) or sort_of(columns) is Sort.INDICATORS


def _split(shadow: Shadow, line: Line, sign: re.Pattern[str]) -> list[Field]:
    """Return the fields of a line, without blanks around them and without a frame of bars."""
    start, end = line.start, line.end
    if sign is _BAR:
        start, end = _inside(shadow.clean, start, end)
    elif sign in (_WIDE, _BLANK):
        start, end = _trimmed(shadow.clean, start, end)
    fields, place = [], start
    for match in sign.finditer(shadow.clean, start, end):
        fields.append(Field(*_trimmed(shadow.clean, place, match.start())))
        place = match.end()
    return [*fields, Field(*_trimmed(shadow.clean, place, end))]


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = _trimmed(text, start, end)
    start += start < end and text[start] in "|｜│┃"
    end -= start < end and text[end - 1] in "|｜│┃"
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _Reader:
    """Reads the rows below one heading."""

    def __init__(
        self,
        shadow: Shadow,
        sign: re.Pattern[str],
        columns: tuple[Meaning | None, ...],
        heading: list[Field],
    ) -> None:
        self.shadow = shadow
        self.sign = sign
        self.columns = columns
        rows: list[list[Field | None]] = [list(heading)]
        self.grid = Grid(heading[0].start, heading[-1].end, rows)

    def read(self, lines: Sequence[Line], at: int) -> int:
        """Take up rows from line `at` on; return the first line behind the table."""
        blanks = 0
        while at < len(lines):
            line = lines[at]
            printed = self.shadow.clean[line.start : line.end]
            if not printed.strip() or _RULE.match(printed):
                blanks += not printed.strip()
                if blanks > BLANK_LINES:
                    break
                at += 1
                continue
            fields = _split(self.shadow, line, self.sign)
            blanks = 0
            if self._is_row(fields):
                at += self._take(fields, lines[at + 1] if at + 1 < len(lines) else None)
            elif _BEHIND.match(printed.strip()) or not self._rows_follow(lines, at):
                break
            elif self._is_section(line):
                self._add([Field(fields[0].start, fields[-1].end)])
            else:
                self.grid.unsure.add(len(self.grid.rows) - 1)  # words of the row above
            at += 1
        return at

    def _is_row(self, fields: Sequence[Field]) -> bool:
        """Say whether a line is a row: it has columns; where blanks part them, a number first."""
        if len(fields) == 1:
            return False
        loose = self.sign in (_WIDE, _BLANK) and self.columns[0] is Meaning.NUMBER
        return not loose or len(fields) >= len(self.columns) - 1 or self._is_numbered(fields[0])

    def _is_section(self, line: Line) -> bool:
        """Say whether a line without columns is a heading between rows."""
        if line.end - line.start > LONGEST_SECTION or self.shadow.folded[line.end - 1] in "。;":
            return False
        marked = MARKED.match(self.shadow.folded, line.start, line.end)
        return bool(marked) or line.end - line.start >= SHORTEST_SECTION

    def _rows_follow(self, lines: Sequence[Line], at: int) -> bool:
        """Say whether a line that has no columns stands between rows."""
        following = lines[at + 1 : at + 1 + LINES_OF_A_CELL]
        return any(self._is_row(_split(self.shadow, one, self.sign)) for one in following)

    def _take(self, fields: list[Field], following: Line | None) -> bool:
        """Add one row; say whether the next line is its rest (a line broken inside a cell)."""
        count, wanted = len(fields), len(self.columns)
        rest = _split(self.shadow, following, self.sign) if following and 1 < count < wanted else []
        if rest and count + len(rest) - 1 == wanted and not self._is_numbered(rest[0]):
            middle = Field(fields[-1].start, rest[0].end)
            self._add([*fields[:-1], middle, *rest[1:]])
            return True
        self._add(fields)
        return False

    def _is_numbered(self, one: Field) -> bool:
        return self.shadow.folded[one.start : one.end].strip(" .、").isdecimal()

    def _add(self, fields: list[Field]) -> None:
        wanted = len(self.columns)
        while len(fields) > wanted and fields[-1].start == fields[-1].end:
            fields.pop()
        row: list[Field | None] = [*fields, *[None] * (wanted - len(fields))]
        if len(fields) > wanted:
            self.grid.unsure.add(len(self.grid.rows))
        elif self.sign in (_WIDE, _BLANK) and (1 < len(fields) < wanted or self.sign is _BLANK):
            row = self._aligned(fields)
        self.grid.add(row[:wanted], fields[-1].end)

    def _aligned(self, fields: list[Field]) -> list[Field | None]:
        """Put the fields of a line with empty columns where they may stand."""
        words = [self.shadow.folded[one.start : one.end] for one in fields]
        places, certain = placed(words, self.columns)
        if not certain:
            self.grid.unsure.add(len(self.grid.rows))
        row: list[Field | None] = [None] * len(self.columns)
        for one, at in zip(fields, places, strict=False):
            row[at] = one
        return row
