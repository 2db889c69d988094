"""A file as one text, and what its layout says beyond the text: tables, pages, doubts.

`Document.text` is what is stored with the notice and shown; every span points into it, and it is
never changed afterwards. Rules read a shadow copy: `Shadow.inside(span)` finds a span of the
text there, `Shadow.span(start, end)` leads back.

A table stands in the text where it was printed, one row after the other. A row begins on a line
of its own; a tab stands between two columns, so a place that a merged cell covers is an empty
field; a line break inside a cell stays a line break. So what a cell says is

    document.text[cell.span.start : cell.span.end]

(`document.cell_text(cell)`), without the blanks around it. `table.at(row, column)` finds the cell
that covers a place, however it was merged; `table.row(number)` the cells of one row, each place
filled, a merged cell named in every place that it covers; None is a place without a cell (a short
row). A table that goes on over a page is one table: a row cut by the page's end is one row and a
heading repeated on the next page is left out. Cells are in the order of the text.
"""

from dataclasses import dataclass
from functools import cached_property

from notices.evidence import Span
from notices.reading import Doubt


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, once, however many places it covers; `row` and `column` count from 0."""

    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Table:
    """A printed table: `rows` by `columns` places, and the cells that cover them.

    `heading_rows` is how many rows the file itself marks as a heading (0: it does not say).
    """

    span: Span
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    heading_rows: int = 0

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place, None where there is none."""
        return self._places.get((row, column))

    def row(self, number: int) -> tuple[Cell | None, ...]:
        """Return what stands in each column of a row."""
        return tuple(self.at(number, column) for column in range(self.columns))

    @cached_property
    def _places(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page: its number in the file, from 1, and what of the text stands on it."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. `format` is what its content is, whatever its name says: txt, html, …

    `encoding` is that of a file of text, else ''. Only formats with fixed pages have `pages`.
    `margins` is what stands in headers and footers: no part of the notice, never shown, but a
    classification mark may stand there.
    """

    text: str
    format: str
    encoding: str = ""
    tables: tuple[Table, ...] = ()
    pages: tuple[Page, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    margins: str = ""

    def cell_text(self, cell: Cell) -> str:
        """Return what a cell says."""
        return self.text[cell.span.start : cell.span.end]

    def page_of(self, place: int) -> int | None:
        """Return the number of the page on which `text[place]` stands."""
        for page in self.pages:
            if page.span.start <= place < page.span.end:
                return page.number
        return None
