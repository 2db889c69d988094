"""A table as rows of fields in the shadow copy, wherever it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from notices.formats import Document
from notices.formats.document import Table
from notices.shadow import Shadow


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: where its words stand in the shadow copy, and how many places it covers."""

    start: int
    end: int
    row: int = 0
    rowspan: int = 1
    colspan: int = 1
    persons: bool = False  # names of persons stand beside the units


@dataclass(slots=True)
class Grid:
    """Rows of fields; a merged field stands in each of its places, None where no cell is.

    `unsure` are rows that were put together from lines and may be cut in another way.
    """

    start: int
    end: int
    rows: list[list[Field | None]]
    unsure: set[int] = field(default_factory=set)
    broken: tuple[int, int] | None = None  # lines that were left over

    @property
    def columns(self) -> int:
        """How many columns the widest row has."""
        return max(map(len, self.rows), default=0)

    def add(self, row: list[Field | None], end: int) -> None:
        """Add a row that was found in lines."""
        number = len(self.rows)
        self.rows.append([replace(one, row=number) if one else None for one in row])
        self.end = end


class Words:
    """Reads fields in the shadow copy."""

    def __init__(self, shadow: Shadow) -> None:
        self.shadow = shadow

    def folded(self, one: Field | None) -> str:
        """Return the field's words as rules read them."""
        return self.shadow.folded[one.start : one.end].strip() if one else ""

    def clean(self, one: Field | None) -> str:
        """Return the field's words as they are shown."""
        return self.shadow.clean[one.start : one.end].strip() if one else ""


def grid_of(table: Table, shadow: Shadow) -> Grid:
    """Return a document's table in the shadow copy."""
    rows: list[list[Field | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        start, end = shadow.inside(cell.span)
        one = Field(start, end, cell.row, cell.rowspan, cell.colspan)
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for column in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                rows[row][column] = one
    return Grid(*shadow.inside(table.span), rows)


def grids_of(document: Document, shadow: Shadow) -> list[Grid]:
    """Return the tables that the file itself marks as such.

    Plain text marks none: where tabs stand in it, its lines are read again with what a heading
    says (`separated`).
    """
    if document.format == "txt":
        return []
    return [grid_of(table, shadow) for table in document.tables]


def distinct(fields: Iterable[Field | None]) -> Iterator[Field]:
    """Yield the fields of a row, a merged one once."""
    last = None
    for one in fields:
        if one is not None and one is not last:
            yield one
        last = one
