"""Files of characters: plain text, saved web pages, markdown, comma-separated tables."""

import re
from email import message_from_bytes, policy

from notices.errors import NoticeUnreadable
from notices.evidence import Span
from notices.formats.document import Cell, Document, Table
from notices.formats.encodings import Decoded, decode
from notices.formats.recognition import text_format
from notices.reading import Doubt

_IS_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|frameset|div|table|p)\b", re.IGNORECASE
)
_IS_MARKDOWN = re.compile(r"^ {0,3}\|? {0,3}:?-{3,}:? {0,3}\|(?:[ |:-]*)$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_SAVED_PAGE = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}?MIME-Version:", re.I)
LOOK = 200_000  # characters in which a text shows what it is


def read_text(content: bytes, filename: str) -> Document:
    """Return what a file of characters holds, in whatever form it was written."""
    if _SAVED_PAGE.match(content[:8192]):
        content = _page_of_archive(content)
    decoded = decode(content)
    document = _read(decoded, filename)
    return _with_guess(document) if decoded.guessed else document


def _read(decoded: Decoded, filename: str) -> Document:
    text, kind = decoded.text, text_format(filename)
    if is_html(text, filename):
        from notices.formats.html import read_html

        return read_html(text, decoded.encoding)
    if kind == "csv":
        from notices.formats.sheets import read_csv

        return read_csv(text, decoded.encoding)
    if kind == "markdown" or is_markdown(text):
        from notices.formats.markdown import read_markdown

        return read_markdown(text, decoded.encoding)
    return Document(text, "txt", decoded.encoding, tables=tuple(_tables(text)))


def is_html(text: str, filename: str) -> bool:
    """Say whether the text is a web page, by its name or by how it begins."""
    named = filename.lower().endswith((".html", ".htm", ".mht", ".mhtml", ".shtml", ".xhtml"))
    return bool(_IS_HTML.search(text[:5000])) and (named or text.lstrip("\ufeff \t\r\n")[:1] == "<")


def is_markdown(text: str) -> bool:
    """Say whether a text without a telling name is markdown: by its tables or headings."""
    head = text[:LOOK]
    return bool(_IS_MARKDOWN.search(head)) or len(_HEADING.findall(head)) >= 2


def _page_of_archive(content: bytes) -> bytes:
    """Return the page of a web archive (mht): its first part that is html."""
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise NoticeUnreadable(
        "这是邮件或网页归档文件，其中没有网页正文。",
        "请打开原网页，另存为“仅 HTML”或复制正文另存为 .txt 后再导入。",
    )


def _with_guess(document: Document) -> Document:
    why = f"文件的文字编码不能确定，已按 {document.encoding} 读取，请核对文字是否正常。"
    doubt = Doubt("encoding-guessed", "", Span(0, 1), why, blocking=False)
    return Document(
        document.text, document.format, document.encoding, document.tables, (), (doubt,)
    )


def _tables(text: str) -> list[Table]:
    """Return the tables that came as lines with tabs, as copied out of a document."""
    if "\t" not in text:
        return []
    tables, rows, place = [], list[tuple[int, str]](), 0
    for line in [*text.split("\n"), ""]:
        fields = line.rstrip("\r").count("\t")
        if rows and fields != rows[0][1].count("\t"):
            tables += [_table(rows)] if _is_table(rows) else []
            rows = []
        if rows or (fields and all(map(str.strip, line.split("\t")))):
            rows.append((place, line.rstrip("\r")))
        place += len(line) + 1
    return tables


def _is_table(rows: list[tuple[int, str]]) -> bool:
    tabs = rows[0][1].count("\t")
    return (len(rows) >= 2 and tabs >= 2) or (len(rows) >= 3 and tabs == 1)


def _table(rows: list[tuple[int, str]]) -> Table:
    cells = []
    for number, (place, line) in enumerate(rows):
        for column, words in enumerate(line.split("\t")):
            start = place + len(words) - len(words.lstrip())
            end = max(start, place + len(words.rstrip()))
            cells.append(Cell(Span(start, end), number, column))
            place += len(words) + 1
    span = Span(rows[0][0], rows[-1][0] + len(rows[-1][1]))
    return Table(span, len(rows), rows[0][1].count("\t") + 1, tuple(cells))
