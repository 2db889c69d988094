"""The one text of a document, put together piece by piece with its tables and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notices.evidence import Span
from notices.formats.document import Cell, Page, Table
from notices.reading import Doubt

_BLANKS = re.compile(r"[ \t]+")


@dataclass(slots=True)
class CellDraft:
    """A cell before its words stand in a text; its paragraphs are lines of `words`."""

    row: int
    column: int
    words: str
    rowspan: int = 1
    colspan: int = 1


class TextBuilder:
    """Grows a text and remembers where in it the tables and pages stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.tables: list[Table] = []
        self.pages: list[Page] = []
        self.doubts: list[Doubt] = []

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def add(self, words: str) -> Span:
        """Append words and return where they stand."""
        start = self.length
        self._parts.append(words)
        self.length += len(words)
        return Span(start, self.length)

    def line(self, words: str) -> Span:
        """Append a line; its span is without the line's end."""
        span = self.add(words)
        self.add("\n")
        return span

    def doubt(
        self,
        kind: str,
        why: str,
        span: Span | None = None,
        *,
        quote: str = "",
        blocking: bool = False,
    ) -> None:
        """Remember something that a person should look at."""
        self.doubts.append(Doubt(kind, quote, span or Span(0, 1), why, blocking=blocking))

    def table(self, cells: Sequence[CellDraft], *, heading_rows: int = 0) -> Table | None:
        """Append a table; one of a single cell is a frame around paragraphs and no table."""
        kept = [cell for cell in cells if cell.rowspan > 0 and cell.colspan > 0]
        if len(kept) <= 1:
            for cell in kept:
                self.line(_cell_words(cell.words)) if cell.words.strip() else None
            return None
        start = self.length
        rows = max(cell.row + cell.rowspan for cell in kept)
        columns = max(cell.column + cell.colspan for cell in kept)
        placed = self._rows(kept, rows, columns)
        span = Span(start, max(start, self.length - 1))
        self.tables.append(Table(span, rows, columns, tuple(placed), heading_rows))
        return self.tables[-1]

    def _rows(self, cells: Sequence[CellDraft], rows: int, columns: int) -> list[Cell]:
        at = {(cell.row, cell.column): cell for cell in cells}
        placed = []
        for row in range(rows):
            for column in range(columns):
                if column:
                    self.add("\t")
                if cell := at.get((row, column)):
                    span = self.add(_cell_words(cell.words))
                    placed.append(Cell(span, row, column, cell.rowspan, cell.colspan))
            self.add("\n")
        return placed


def _cell_words(words: str) -> str:
    """Return the words of a cell: tabs are blanks, empty lines are gone."""
    lines = (_BLANKS.sub(" ", line).strip() for line in words.splitlines())
    return "\n".join(line for line in lines if line)
