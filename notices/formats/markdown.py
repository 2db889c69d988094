"""Markdown as its reader sees it: headings, lists with their numbers, tables; no marks."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from notices.formats.building import CellDraft, TextBuilder
from notices.formats.document import Document

_LEFT_OVER = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:[^\n]*\n){0,60}?---[ \t]*\r?\n")


def read_markdown(text: str, encoding: str) -> Document:
    """Return the words and tables of a markdown text."""
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable("code")
    out = TextBuilder()
    _Writer(out).write(parser.parse(_FRONT.sub("", text)))
    return Document(out.text, "markdown", encoding, tuple(out.tables))


class _Writer:
    """Writes tokens into a text; a list item's number waits for its first words."""

    def __init__(self, out: TextBuilder) -> None:
        self._out = out
        self._label = ""
        self._cells: list[CellDraft] | None = None
        self._row = self._column = self._headings = 0

    def write(self, tokens: Sequence[Token]) -> None:
        """Write every block."""
        for token in tokens:
            if token.type == "list_item_open":
                self._label = f"{token.info}{token.markup} " if token.info else ""
            elif token.type in ("inline", "fence", "code_block", "html_block"):
                self._add(_words(token))
            elif token.type.startswith(("table", "t", "th", "td")):
                self._table(token.type)

    def _add(self, words: str) -> None:
        if self._cells is not None:
            self._cells.append(CellDraft(self._row, self._column, words))
            return
        for line in words.splitlines():
            if line.strip():
                self._out.line(self._label + line.strip())
                self._label = ""

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self._cells, self._row, self._headings = [], 0, 0
        elif kind == "tr_open":
            self._column = 0
        elif kind == "tr_close":
            self._row += 1
        elif kind in ("th_close", "td_close"):
            self._column += 1
        elif kind == "thead_close":
            self._headings = self._row
        elif kind == "table_close" and self._cells is not None:
            cells, self._cells = self._cells, None
            self._out.table(cells, heading_rows=self._headings)


def _words(token: Token) -> str:
    """Return an inline's words: links and emphasis by their words, pictures by nothing."""
    if token.type != "inline":
        return _OTHER_TAG.sub("", _TAG.sub("\n", token.content))
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _TAG.match(child.content) else "")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return _LEFT_OVER.sub("", "".join(parts))
