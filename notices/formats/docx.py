"""A Word file as its reader sees it: with its automatic numbers, its revisions accepted.

Headers, footers, footnotes, comments and the table of contents are no part of the text. A text
box follows the paragraph it is anchored in, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from notices.formats.building import CellDraft, TextBuilder
from notices.formats.document import Document
from notices.formats.numbering import Numbering
from notices.formats.packages import Package, broken, child, is_on, local, value, whole
from notices.formats.runs import Runs
from notices.formats.styles import Styles

_WRAPPERS = frozenset(
    ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "txbxContent")
)
_REMOVED = frozenset(("del", "moveFrom", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"))
WIDEST = 100  # columns that a cell may span


def read_docx(content: bytes) -> Document:
    """Return the text and tables of a docx or docm file."""
    package = Package(content)
    main = package.targets("").get("officeDocument") or "word/document.xml"
    if main not in package.names:
        raise broken()
    body = child(package.xml(main), "body")
    if body is None:
        raise broken()
    parts = package.targets(main)
    walker = _Walker(
        Styles(_optional(package, parts.get("styles"))),
        Numbering(_optional(package, parts.get("numbering"))),
    )
    walker.blocks(body)
    walker.flush()
    return replace(walker.document(), margins=_margins(package, main))


def _margins(package: Package, main: str) -> str:
    """Return the words of all headers and footers."""
    walker = _Walker(Styles(None), Numbering(None))
    found = package.all_targets(main)
    for name in (*found.get("header", ()), *found.get("footer", ())):
        if name in package.names:
            walker.blocks(package.xml(name))
    walker.flush()
    return walker.out.text


def _optional(package: Package, name: str | None) -> etree._Element | None:
    return package.xml(name) if name in package.names and name else None


@dataclass
class _Walker:
    styles: Styles
    numbering: Numbering
    out: TextBuilder = field(default_factory=TextBuilder)
    runs: Runs = field(default_factory=Runs)
    _pending: str = ""  # words of a paragraph whose end was deleted

    def document(self) -> Document:
        """Return what was gathered."""
        if self.runs.inserted or self.runs.deleted:
            self.out.doubt(
                "tracked-changes",
                f"文件中有未接受的修订（插入 {self.runs.inserted} 处、删除 {self.runs.deleted} "
                "处），已按接受全部修订后的文字读取，请核对是否为定稿。",
            )
        out = self.out
        return Document(out.text, "docx", tables=tuple(out.tables), doubts=tuple(out.doubts))

    def blocks(self, parent: etree._Element) -> None:
        """Write paragraphs and tables into the text."""
        for node in _unwrapped(parent):
            if local(node) == "p":
                for line in self._paragraph(node):
                    self.out.line(line)
            elif local(node) == "tbl":
                self._table(node)

    def flush(self) -> None:
        """Write what still waited for the end of its paragraph."""
        if self._pending:
            self.out.line(self._pending)
            self._pending = ""

    def _paragraph(self, node: etree._Element, *, in_cell: bool = False) -> list[str]:
        """Return the paragraph's lines, its number before them, its text boxes after them.

        A number alone counts in a cell only: there it is the row's.
        """
        style = value(child(node, "pPr", "pStyle"))
        if self.styles.is_contents(style):
            return []
        words, boxes = self.runs.words(node)
        label = self._label(node, style)
        if words.strip() or (in_cell and label):
            words = self._pending + label + words.lstrip() if label else self._pending + words
            self._pending = ""
        if self.runs.end_is_deleted(node):
            self._pending = words or self._pending
            words = ""
        lines = [line for line in words.split("\n") if line.strip()]
        return [*lines, *(line for box in boxes for line in self._box(box))]

    def _label(self, node: etree._Element, style: str | None) -> str:
        """Return the automatic number; an empty paragraph counts too, as Word counts it."""
        own = child(node, "pPr", "numPr")
        number, depth = value(child(own, "numId")), value(child(own, "ilvl"))
        if number is None:
            number, styled_depth, owner = self.styles.numbered(style)
            if number is not None and depth is None:
                depth = styled_depth or str(self.numbering.level_of_style(number, owner))
        if number is None or not (depth or "0").isdecimal():
            return ""
        return self.numbering.next(number, int(depth or 0))

    def _box(self, box: etree._Element, *, in_cell: bool = False) -> Iterator[str]:
        for node in _unwrapped(box):
            if local(node) == "p":
                yield from self._paragraph(node, in_cell=in_cell)
            elif local(node) == "tbl":
                yield from (" ".join(row) for row in self._plain_rows(node))

    def _table(self, table: etree._Element) -> None:
        rows = [row for row in _unwrapped(table) if local(row) == "tr" and self._kept(row)]
        cells = [[cell for cell in _unwrapped(row) if local(cell) == "tc"] for row in rows]
        if sum(map(len, cells)) == 1:
            self.blocks(next(row[0] for row in cells if row))
            return
        headings = 0
        while headings < len(rows) and is_on(child(rows[headings], "trPr", "tblHeader")):
            headings += 1
        self.out.table(self._drafts(rows, cells), heading_rows=headings)

    def _kept(self, row: etree._Element) -> bool:
        """Say whether a row was not deleted in a revision."""
        if child(row, "trPr", "ins") is not None:
            self.runs.inserted += 1
        gone = child(row, "trPr", "del") is not None
        self.runs.deleted += gone
        return not gone

    def _drafts(
        self, rows: list[etree._Element], cells: list[list[etree._Element]]
    ) -> list[CellDraft]:
        drafts: list[CellDraft] = []
        open_cells: dict[int, CellDraft] = {}
        for number, (row, members) in enumerate(zip(rows, cells, strict=True)):
            column = _count(child(row, "trPr", "gridBefore"), 0)
            for cell in members:
                span = _count(child(cell, "tcPr", "gridSpan"), 1)
                merge = child(cell, "tcPr", "vMerge")
                above = open_cells.get(column)
                goes_on = merge is not None and value(merge) != "restart"
                if drafts and value(child(cell, "tcPr", "hMerge")) == "continue":
                    drafts[-1].colspan += span  # how older programs merge to the right
                elif above is not None and goes_on and above.row + above.rowspan == number:
                    above.rowspan += 1
                else:
                    draft = CellDraft(number, column, self._cell_words(cell), 1, span)
                    open_cells |= dict.fromkeys(range(column, column + span), draft)
                    drafts.append(draft)
                column += span
        return drafts

    def _cell_words(self, cell: etree._Element) -> str:
        lines = list(self._box(cell, in_cell=True))
        if self._pending:
            lines, self._pending = [*lines, self._pending], ""
        return "\n".join(lines)

    def _plain_rows(self, table: etree._Element) -> Iterator[list[str]]:
        """Yield the rows of a table inside a cell or a box: it becomes lines there."""
        for row in _unwrapped(table):
            if local(row) == "tr" and self._kept(row):
                yield [self._cell_words(cell) for cell in _unwrapped(row) if local(cell) == "tc"]


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks below `parent`, those inside content controls and revisions too."""
    for node in parent:
        name = local(node)
        if name == "sdt" and _is_contents(node):
            continue
        if name == "AlternateContent":
            choice = child(node, "Choice")
            yield from _unwrapped(node if choice is None else choice)
        elif name in _WRAPPERS:
            yield from _unwrapped(node)
        elif name not in _REMOVED:
            yield node


def _is_contents(control: etree._Element) -> bool:
    gallery = value(child(control, "sdtPr", "docPartObj", "docPartGallery")) or ""
    return gallery.lower() == "table of contents"


def _count(node: etree._Element | None, default: int) -> int:
    number = whole(node)
    return default if number is None else max(0, min(number, WIDEST))
