"""A table over several pages: a repeated heading counts once, a row cut by a page's end is one."""

import re
from collections.abc import Sequence

from notices.formats.building import CellDraft
from notices.formats.pdf_grids import Grid
from notices.formats.pdf_lines import joined

_ORDINAL = re.compile(
    r"^[（(]?(?:\d{1,4}(?:[.．]\d{1,3})?|[一二三四五六七八九十百]{1,5})[）)、.．]?$"
)
_STOPS = tuple("。！？；!?;")
ALIKE = 8.0  # points that columns may shift from page to page


class LongTable:
    """The cells of a table so far; `extend` adds what stands on the next page."""

    def __init__(self, grid: Grid) -> None:
        self.xs = grid.xs
        self.cells = list(grid.cells)
        self.rows = len(grid.ys) - 1
        self.begun: dict[int, int] = {}  # page → the first row that begins on it

    def fits(self, grid: Grid) -> bool:
        """Say whether a grid on the next page has the same columns."""
        if len(grid.xs) != len(self.xs):
            return False
        shift = grid.xs[0] - self.xs[0]
        return all(
            abs(theirs - ours - shift) <= ALIKE
            for theirs, ours in zip(grid.xs, self.xs, strict=True)
        )

    def extend(self, grid: Grid, page: int) -> None:
        """Go on with the next page's part."""
        skipped = self._repeated(grid.cells)
        first = [cell for cell in grid.cells if cell.row == skipped]
        cut = self._is_cut(first)
        shift = self.rows - skipped - (1 if cut else 0)
        self.begun[page] = self.rows
        for cell in grid.cells:
            if cell.row < skipped:
                continue
            above = self._above(cell) if cell.row == skipped else None
            if above is not None and cut:
                above.words = _continued(above.words, cell.words)
                above.rowspan += cell.rowspan - 1
            elif above is not None and _still_open(above, cell):
                above.rowspan += cell.rowspan
            else:
                cell.row += shift
                self.cells.append(cell)
        self.rows = shift + len(grid.ys) - 1

    def _repeated(self, cells: Sequence[CellDraft]) -> int:
        """Return how many rows at the top repeat the table's own heading."""
        count = 0
        while True:
            ours, theirs = _row(self.cells, count), _row(cells, count)
            if not ours or ours != theirs or len(ours) < 2:
                return count
            count += 1

    def _above(self, cell: CellDraft) -> CellDraft | None:
        """Return the cell of the last row that stands in the same columns."""
        for one in reversed(self.cells):
            same = (one.column, one.colspan) == (cell.column, cell.colspan)
            if same and one.row + one.rowspan == self.rows:
                return one
        return None

    def _is_cut(self, first: Sequence[CellDraft]) -> bool:
        """Say whether a page's first row continues the last one of the page before."""
        pairs = [(above, cell) for cell in first if (above := self._above(cell)) is not None]
        if len(pairs) < len(first) or not any(cell.words for cell in first):
            return False
        ended = [cell.column for above, cell in pairs if above.words and not cell.words]
        longest = max(pairs, key=lambda pair: len(pair[0].words))[0]
        broken_off = bool(longest.words) and not longest.words.endswith(_STOPS)
        ordinal = self._ordinal_column()
        if ordinal is not None:
            return ordinal in ended and (len(ended) > 1 or broken_off)
        return bool(ended) and broken_off

    def _ordinal_column(self) -> int | None:
        """Return the column of row numbers."""
        for column in range(min(3, len(self.xs) - 1)):
            words = [cell.words for cell in self.cells if cell.column == column and cell.row]
            filled = [one for one in words if one]
            if filled and all(map(_ORDINAL.match, filled)):
                return column
        return None


def _row(cells: Sequence[CellDraft], number: int) -> list[tuple[int, str]]:
    return [(cell.column, re.sub(r"\s", "", cell.words)) for cell in cells if cell.row == number]


def _still_open(above: CellDraft, cell: CellDraft) -> bool:
    """Say whether an empty cell is the rest of one that was merged downwards."""
    return not cell.words and bool(above.words) and (above.rowspan > 1 or cell.rowspan > 1)


def _continued(one: str, two: str) -> str:
    if not one or not two:
        return one or two
    return f"{one}\n{two}" if one.endswith(_STOPS) else joined(one, two)
