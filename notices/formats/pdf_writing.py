"""Lines and grids, in the order they are printed, written as paragraphs and tables."""

from collections.abc import Sequence

from notices.evidence import Span
from notices.formats.building import TextBuilder
from notices.formats.document import Page
from notices.formats.pdf_grids import Grid
from notices.formats.pdf_lines import PrintedLine, joined
from notices.formats.pdf_paragraphs import Margins, goes_on, is_title_pair, title_joined
from notices.formats.pdf_tables import LongTable


class Writer:
    """Writes page after page; a paragraph or a table may go on from one to the next."""

    def __init__(self, out: TextBuilder, body: float) -> None:
        self._out = out
        self._body = body
        self._starts: dict[int, int] = {}
        self._paragraph: list[str] = []
        self._is_title = False
        self._last: tuple[PrintedLine, int] | None = None
        self._table: LongTable | None = None

    def page(self, number: int, items: Sequence[PrintedLine | Grid], margins: Margins) -> None:
        """Write what stands on a page, from top to bottom."""
        for item in items:
            if isinstance(item, Grid):
                self._grid(item, number)
            else:
                self._line(item, number, margins)
            self._starts.setdefault(number, self._place(item))
        self._starts.setdefault(number, self._out.length + len("".join(self._paragraph)))

    def end(self) -> None:
        """Write what still waits, and note where each page begins and ends."""
        self._end_paragraph()
        self._end_table()
        starts = [min(start, self._out.length) for start in self._starts.values()]
        ends = [*starts[1:], self._out.length]
        for number, start, end in zip(self._starts, starts, ends, strict=True):
            self._out.pages.append(Page(number, Span(start, max(start, end))))

    def _place(self, item: PrintedLine | Grid) -> int:
        """Return where in the text the item just taken begins."""
        if isinstance(item, Grid) or not self._paragraph:
            return self._out.length
        return self._out.length + len("".join(self._paragraph)) - len(item.words)

    def _line(self, line: PrintedLine, number: int, margins: Margins) -> None:
        self._end_table()
        if self._last is not None and self._paragraph:
            before, page = self._last
            apart = before.bottom - line.bottom if page == number else None
            title = apart is not None and is_title_pair(before, line, margins, self._body)
            if title and (self._is_title or len(self._paragraph) == 1):
                self._paragraph.append(line.words)
                self._is_title, self._last = True, (line, number)
                return
            if not self._is_title and goes_on(before, line, margins, apart=apart):
                self._paragraph = [joined("".join(self._paragraph), line.words)]
                self._last = (line, number)
                return
        self._end_paragraph()
        self._paragraph, self._last = [line.words], (line, number)

    def _grid(self, grid: Grid, number: int) -> None:
        self._end_paragraph()
        if self._table is not None and self._table.fits(grid):
            self._table.extend(grid, number)
            return
        self._end_table()
        self._table = LongTable(grid)

    def _end_paragraph(self) -> None:
        lines = title_joined(self._paragraph) if self._is_title else self._paragraph
        for line in lines:
            self._out.line(line)
        self._paragraph, self._is_title, self._last = [], False, None

    def _end_table(self) -> None:
        if self._table is None:
            return
        written = self._out.table(self._table.cells)
        cells = written.cells if written else ()
        for number, row in self._table.begun.items():
            starts = (cell.span.start for cell in cells if cell.row >= row)
            self._starts[number] = min(starts, default=self._out.length)
        self._table = None
