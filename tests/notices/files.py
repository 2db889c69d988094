"""Files of every format, made from lines and rows: what the format tests read."""

import io
import zipfile
from collections.abc import Sequence
from html import escape
from typing import Any

import docx
import typst
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FONT = "Noto Serif CJK SC"
Rows = Sequence[Sequence[str]]


def docx_bytes(document: Any) -> bytes:
    """A python-docx document as bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_of(lines: Sequence[str], rows: Rows = ()) -> bytes:
    """A Word file with a paragraph for each line, then a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, entries in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, entries, strict=True):
                cell.text = words
    return docx_bytes(document)


def with_list(document: Any, levels: Sequence[tuple[str, str]], *, number: int, **more: str) -> Any:
    """Add a list definition, (form, pattern) for each level, and a list (numId) of it."""
    root = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{more.get(f"level{depth}", "")}<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(levels)
    )
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>'
    )
    root.insert(0, definition)
    return add_list(document, number, number)


def add_list(document: Any, definition: int, number: int, overrides: str = "") -> Any:
    """Add one more list of a definition."""
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}">'
            f'<w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
        )
    )
    return document


def numbered(document: Any, words: str, *, number: int, level: int = 0) -> Any:
    """Add a paragraph that Word numbers itself."""
    paragraph = document.add_paragraph(words)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
            f'<w:numId w:val="{number}"/></w:numPr>'
        )
    )
    return paragraph


def raw(paragraph: Any, xml: str) -> None:
    """Append XML to a paragraph."""
    spaces = nsdecls("w") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    for node in parse_xml(f"<w:p {spaces}>{xml}</w:p>"):
        paragraph._p.append(node)


def pdf_of(lines: Sequence[str], *, page: str = "", between: str = "") -> bytes:
    """A PDF set as an office does: first lines indented, both edges straight."""
    body = f"\n\n{between}".join(_typst(line) for line in lines)
    return typst_pdf(body, page)


def typst_pdf(body: str, page: str = "") -> bytes:
    """A PDF of typst's own markup."""
    head = (
        f'#set page(paper: "a4", margin: (x: 2.7cm, y: 3cm), {page})\n'
        f'#set text(font: "{FONT}", size: 15pt, lang: "zh")\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em,"
        " spacing: 0.9em)\n"
    )
    return bytes(typst.compile((head + body).encode()))


def _typst(line: str) -> str:
    quoted = line.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'#par[#"{quoted}"]'


def typst_table(rows: Rows, widths: str) -> str:
    """A table with lines in typst's markup."""
    cells = ", ".join(f'[#"{words}"]' for row in rows for words in row)
    return f"#table(columns: {widths}, align: left, {cells})\n"


def html_of(lines: Sequence[str]) -> bytes:
    """A page of a government site around the lines."""
    body = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}</p>\n" for line in lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>门户网站</title></head><body>'
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>'
        f'<div class="article-con">{body}</div>'
        '<div class="foot">主办单位：临澜市人民政府办公室 网站标识码：0000</div></body></html>'
    ).encode()


def markdown_of(lines: Sequence[str]) -> bytes:
    """Markdown with a blank line between paragraphs."""
    return "\n\n".join(line.strip() for line in lines).encode()


def xlsx_of(sheets: dict[str, Rows], **formats: str) -> bytes:
    """A workbook of entries written as text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, words in enumerate(row):
                    sheet.write_string(number, column, words)
    return file.getvalue()


def replaced(package: bytes, name: str, content: bytes) -> bytes:
    """A zip archive with one part exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()
