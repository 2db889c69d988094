"""A web page's element as blocks: lines of words, and tables that hold data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from notices.formats.building import CellDraft
from notices.formats.numbers import number_in

BLOCKS = frozenset(
    (
        "p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section",
        "article", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "main", "hr",
        "caption", "tbody", "thead", "tfoot", "td", "th", "figure", "figcaption", "fieldset",
        "address", "details", "summary", "body", "hgroup", "form", "header", "ucapcontent",
    )
)  # fmt: skip
SKIPPED = frozenset(
    (
        "script", "style", "noscript", "head", "nav", "footer", "aside", "select", "button",
        "template", "iframe", "object", "embed", "svg", "input", "textarea", "canvas", "video",
        "audio", "map", "title", "rt", "rp", "math",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ORDERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HAN_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*(?:chinese|cjk|ideographic)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:\d|[（(]?[一二三四五六七八九十]|第|[①-⑳])")
_WRAP = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\uffef])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
LAYOUT_SHARE = 0.6  # a cell that holds more of a table, in several long paragraphs, is a frame
LAYOUT_WORDS = 400


@dataclass(slots=True)
class Block:
    """One line of words and how many of them are links, or a table."""

    words: str
    linked: int = 0
    cells: list[CellDraft] = field(default_factory=list)
    heading_rows: int = 0

    @property
    def squeezed(self) -> str:
        """Return the words without blanks: two prints of a line are the same then."""
        return re.sub(r"\s", "", self.words)


def is_seen(node: etree._Element) -> bool:
    """Say whether a browser shows the element and it can hold a notice's words."""
    if not isinstance(node.tag, str) or node.tag in SKIPPED:
        return False
    style = node.get("style")
    return node.get("hidden") is None and not (style and _HIDDEN.search(style))


def blocks_of(element: etree._Element) -> list[Block]:
    """Return what the element shows, line by line."""
    flow = _Flow()
    flow.walk(element, linked=False)
    flow.end()
    return flow.blocks


@dataclass
class _Flow:
    blocks: list[Block] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _linked: int = 0

    def end(self) -> None:
        """Close the line."""
        words = _BLANKS.sub(" ", "".join(self._parts)).strip()
        if words:
            self.blocks.append(Block(words, self._linked))
        self._parts, self._linked = [], 0

    def add(self, text: str | None, *, linked: bool, kept: bool) -> None:
        """Append words; where blanks are kept (pre), a line's end is one."""
        lines = (text or "").splitlines() if kept else [_WRAP.sub("", text or "")]
        for index, line in enumerate(lines):
            if index:
                self.end()
            self._parts.append(line)
            self._linked += len(line.strip()) if linked else 0

    def walk(self, node: etree._Element, *, linked: bool, kept: bool = False) -> None:
        """Add what the element shows; lxml itself limits the depth of a tree."""
        if not is_seen(node):
            return
        if node.tag == "table" and is_data(node):
            self._table(node)
            return
        is_block = node.tag in BLOCKS
        if is_block:
            self.end()
        linked, kept = linked or node.tag == "a", kept or node.tag == "pre"
        self.add(node.text, linked=linked, kept=kept)
        labels = _labels(node) if node.tag == "ol" else {}
        for child in node:
            if child in labels:
                self.end()
                self._parts.append(labels[child])
            self._below(child, numbered=child in labels, linked=linked, kept=kept)
            self.add(child.tail, linked=linked, kept=kept)
        if is_block:
            self.end()

    def _below(self, child: etree._Element, *, numbered: bool, linked: bool, kept: bool) -> None:
        if not numbered:
            self.walk(child, linked=linked, kept=kept)
            return
        inner = _Flow()
        inner.walk(child, linked=linked, kept=kept)
        inner.end()
        if inner.blocks:
            self._parts.append(inner.blocks[0].words)
            self._linked += inner.blocks[0].linked
        self.end()
        self.blocks += inner.blocks[1:]

    def _table(self, table: etree._Element) -> None:
        self.end()
        for caption in table.findall("caption"):
            self.walk(caption, linked=False)
        rows = list(rows_of(table))
        headings = 0
        while headings < len(rows) and _is_heading(rows[headings]):
            headings += 1
        words = " ".join(words_of(row) for row in rows)
        self.blocks.append(Block(words, 0, _drafts(rows), headings))


def _labels(ordered: etree._Element) -> dict[etree._Element, str]:
    """Return the number of each item of an ordered list, where it does not print its own."""
    form = _ORDERS.get(ordered.get("type") or "", "decimal")
    if _HAN_LIST.search(ordered.get("style") or ""):
        form = "chineseCounting"
    number = _whole(ordered.get("start"), 1)
    labels = {}
    for item in ordered.findall("li"):
        number = _whole(item.get("value"), number)
        if not _NUMBERED.match(words_of(item)) and is_seen(item):
            end = "、" if form == "chineseCounting" else ". "
            labels[item] = number_in(form, number) + end
        number += 1
    return labels


def _whole(words: str | None, default: int) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 6 else default


def words_of(element: etree._Element) -> str:
    """Return all the words an element shows, in one line."""
    flow = _Flow()
    flow.walk(element, linked=False)
    flow.end()
    return " ".join(block.words for block in flow.blocks)


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the table's own rows."""
    for node in table:
        if node.tag == "tr" and is_seen(node):
            yield node
        elif node.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in node if row.tag == "tr" and is_seen(row))


def cells_of(row: etree._Element) -> list[etree._Element]:
    """Return the row's own cells."""
    return [cell for cell in row if cell.tag in ("td", "th") and is_seen(cell)]


def is_data(table: etree._Element) -> bool:
    """Say whether a table holds data: not one that only places parts of a page."""
    if table.get("role") == "presentation" or any(True for _ in table.iterdescendants("table")):
        return False
    cells = [cell for row in rows_of(table) for cell in cells_of(row)]
    if len(cells) < 3:
        return False
    lengths = [len("".join(map(str, cell.itertext()))) for cell in cells]
    longest = max(lengths)
    paragraphs = cells[lengths.index(longest)].findall(".//p") if longest > LAYOUT_WORDS else []
    return not (longest > LAYOUT_SHARE * sum(lengths) and len(paragraphs) > 3)


def _is_heading(row: etree._Element) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = cells_of(row)
    return bool(cells) and all(cell.tag == "th" for cell in cells)


def _drafts(rows: list[etree._Element]) -> list[CellDraft]:
    """Return the cells, each in the first place that those above leave free."""
    drafts: list[CellDraft] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in cells_of(row):
            while (number, column) in taken:
                column += 1
            height = min(_span(cell, "rowspan", len(rows) - number), len(rows) - number)
            width = min(_span(cell, "colspan", 1), 100)
            words = "\n".join(block.words for block in blocks_of(cell))
            drafts.append(CellDraft(number, column, words, height, width))
            taken |= {
                (below, beside)
                for below in range(number, number + height)
                for beside in range(column, column + width)
            }
            column += width
    return drafts


def _span(cell: etree._Element, name: str, rest: int) -> int:
    """Return a span; 0 means all that is left."""
    count = _whole((cell.get(name) or "").strip(), 1)
    return count or rest
