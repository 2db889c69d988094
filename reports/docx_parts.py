"""Pieces of WordprocessingML. Strings, because ten thousand rows of objects take minutes."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape  # nosec B406  # writes XML, reads none

from reports.blocks import Column, Table
from reports.references import pieces

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TINTS = {"green": "DDF0E4", "yellow": "FBF0C8", "red": "F6D5D1", "grey": "ECEDEE", "blue": "DCE8F5"}
GREY = '<w:color w:val="595959"/>'
DENSE = 8  # points: a table of marks
ONE_PAGE_OF_CELL = 250  # characters: a longer row may break across pages


def text(value: str) -> str:
    """Return `value` as XML text, without what XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("", value))


def run(value: str, properties: str = "") -> str:
    """Return one run."""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text(value)}</w:t></w:r>'


def runs(value: str, properties: str = "", note_size: float = 9) -> str:
    """Return runs in which references are small and grey, or raised."""
    note = f'<w:color w:val="767676"/><w:sz w:val="{round(note_size * 2)}"/>'
    looks = {
        "text": properties,
        "note": note,
        "mark": f'{GREY}{properties}<w:vertAlign w:val="superscript"/>',
    }
    return "".join(run(part, looks[kind]) for kind, part in pieces(value))


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Return one paragraph in a style of ours."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def table(block: Table, width: int) -> str:
    """Return a table `width` twips wide, with its header row repeated on each page."""
    whole = sum(column.width for column in block.columns)
    widths = [round(width * column.width / whole) for column in block.columns]
    size = f'<w:sz w:val="{round(block.size * 2)}"/>'
    head = _row(
        (column.title for column in block.columns),
        block.columns,
        widths,
        size='<w:rFonts w:eastAsia="黑体"/>' + size,
        header=True,
        kept=block.is_small,
    )
    tints = block.colours or ("",) * len(block.rows)
    rows = (
        _row(
            cells,
            block.columns,
            widths,
            size=size,
            tint=TINTS.get(tint, ""),
            kept=block.is_small and number < len(block.rows),
        )
        for number, (cells, tint) in enumerate(zip(block.rows, tints, strict=True), start=1)
    )
    properties = _properties(width, 57 if block.size > DENSE else 20)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rows)}</w:tbl>"


def _properties(width: int, margin: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/>'
        f'<w:left w:w="{margin}" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )


def _row(
    cells: Iterable[str],
    columns: tuple[Column, ...],
    widths: list[int],
    *,
    size: str,
    tint: str = "",
    header: bool = False,
    kept: bool = False,
) -> str:
    """Return one row; `kept` keeps it on one page with the next."""
    contents = list(cells)
    whole = max(map(len, contents), default=0) < ONE_PAGE_OF_CELL
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    next_too = "<w:keepNext/>" if kept else ""
    aligns = ["center" if header else column.align for column in columns]
    looks = [f'{next_too}<w:jc w:val="{align}"/>' for align in aligns]
    body = "".join(
        _cell(value, width, look, size, tint if not index else "")
        for index, (value, width, look) in enumerate(zip(contents, widths, looks, strict=True))
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{body}</w:tr>"


def _cell(value: str, width: int, look: str, size: str, tint: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/>'
    aligned = paragraph("DubanCell", runs(value, size, 7.5), look)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{aligned}</w:tc>"
