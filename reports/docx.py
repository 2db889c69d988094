"""A Report as .docx: A4, GB/T 9704-2012 page and styles, the same bytes for the same report."""

import copy
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.shared import Emu, Inches
from lxml import etree

from reports.blocks import (
    Annex,
    Attachments,
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    Signature,
    Table,
)
from reports.charts import WIDTH_INCHES, draw, height_inches
from reports.docx_parts import W, paragraph, run, runs, table, text
from reports.docx_styles import LINE, STYLES
from reports.prose import document
from reports.report import Report
from reports.words import title_lines
from rules.wording import chinese_date

UPRIGHT = 8845  # twips of text width: 156 mm
LYING = 12756  # 225 mm
UPRIGHT_PAGE = 'w:w="11906" w:h="16838"'
UPRIGHT_MARGINS = (
    'w:top="2098" w:bottom="1984" w:left="1587" w:right="1474" w:header="851" w:footer="1446"'
)
LYING_PAGE = 'w:w="16838" w:h="11906" w:orient="landscape"'
LYING_MARGINS = (
    'w:top="1587" w:bottom="1474" w:left="1984" w:right="2098" w:header="850" w:footer="794"'
)
TITLE_CHARACTERS = 20  # of 22 pt on a line of 156 mm
DOCUMENT = "word/document.xml"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry in the zip


def render_docx(report: Report) -> bytes:
    """Return the report as a Word document."""
    word = docx.Document()
    _prepare(word, report)
    # Text into the saved file: as elements, ten thousand rows take minutes.
    body = f"<w:body>{''.join(_parts(word, report, document(report)))}</w:body>"
    word.element.body.clear_content()
    stream = io.BytesIO()
    word.save(stream)
    return with_body(stream.getvalue(), body)


def with_body(content: bytes, body: str) -> bytes:
    """Return a .docx with this body, without the moments at which its entries were written."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = source.read(name)
            if name == DOCUMENT:
                head, _, rest = data.decode().partition("<w:body>")
                data = (head + body + rest.partition("</w:body>")[2]).encode()
            target.writestr(entry, data)
    return stream.getvalue()


def _prepare(word: Word, report: Report) -> None:
    for style in STYLES:
        word.styles.element.append(parse_xml(style))
    properties = word.core_properties
    moment = report.as_of.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = report.office
    properties.title, properties.comments, properties.revision = report.title, "", 1
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    _number_pages(section.footer, '<w:jc w:val="right"/><w:ind w:rightChars="100" w:right="280"/>')
    _number_pages(
        section.even_page_footer, '<w:jc w:val="left"/><w:ind w:leftChars="100" w:left="280"/>'
    )
    _lay_out(section._sectPr, landscape=False)


def _number_pages(footer: Any, properties: str) -> None:
    """Print — 3 — in 4号宋体, right on odd pages and left on even ones."""
    font = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/>'
    field = (
        f'<w:fldSimple w:instr=" PAGE "><w:r><w:rPr>{font}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    )
    content = f"<w:pPr>{properties}</w:pPr>{run('— ', font)}{field}{run(' —', font)}"
    element = footer.paragraphs[0]._p
    element.getparent().replace(element, parse_xml(f"<w:p {W}>{content}</w:p>"))


def _lay_out(section: Any, *, landscape: bool) -> None:
    size = (
        ' w:w="16838" w:h="11906" w:orient="landscape"' if landscape else ' w:w="11906" w:h="16838"'
    )
    margins = LYING_MARGINS if landscape else UPRIGHT_MARGINS
    for name in ("pgSz", "pgMar", "cols", "docGrid"):
        for element in section.findall(f"{{{section.nsmap['w']}}}{name}"):
            section.remove(element)
    for part in (
        f"<w:pgSz {W} {size}/>",
        f'<w:pgMar {W} {margins} w:gutter="0"/>',
        f'<w:docGrid {W} w:type="lines" w:linePitch="{LINE}"/>',
    ):
        section.append(parse_xml(part))


def _parts(word: Word, report: Report, content: Document) -> Iterator[str]:
    sections = list(_sections(content))
    yield _head(content)
    for number, (landscape, blocks) in enumerate(sections, start=1):
        width = LYING if landscape else UPRIGHT
        yield from (_block(word, report, block, width) for block in blocks)
        end = _section(word, landscape=landscape)
        last = number == len(sections)
        yield end if last else f'<w:p><w:pPr><w:pStyle w:val="DubanGap"/>{end}</w:pPr></w:p>'


def _sections(content: Document) -> Iterator[tuple[bool, list[Block]]]:
    """Split the blocks where the page is turned; each annex begins on a new page anyway."""
    landscape, blocks = False, list[Block]()
    for block in content.blocks:
        if isinstance(block, Annex):
            yield landscape, blocks
            landscape, blocks = block.landscape, []
        blocks.append(block)
    yield landscape, blocks


def _section(word: Word, *, landscape: bool) -> str:
    section = copy.deepcopy(word.element.body[-1])
    _lay_out(section, landscape=landscape)
    return str(etree.tostring(section, encoding="unicode"))


def _head(content: Document) -> str:
    lines = "<w:r><w:br/></w:r>".join(
        run(line) for line in title_lines(content.title, TITLE_CHARACTERS)
    )
    return (
        paragraph("DubanMark", run(content.mark))
        + paragraph("DubanTitle", lines)
        + paragraph("DubanFlush", "")
        + paragraph("DubanFlush", run(f"{content.addressee}："))
    )


def _block(word: Word, report: Report, block: Block, width: int) -> str:
    match block:
        case Heading():
            return paragraph(f"DubanHeading{block.level}", run(block.text))
        case Paragraph():
            lead_in = run(block.lead_in, "<w:b/>") if block.lead_in else ""
            style = "DubanBody" if block.indented else "DubanFlush"
            return paragraph(style, lead_in + runs(block.text))
        case Table():
            caption = paragraph("DubanCaption", run(block.caption)) if block.caption else ""
            return caption + table(block, width) + paragraph("DubanGap", "")
        case Picture():
            caption = paragraph("DubanCaption", run(block.caption))
            return caption + paragraph("DubanPicture", _picture(word, report, block))
        case Annex():
            mark = paragraph("DubanMark", run(f"附件{block.number}"))
            title = run(block.title, '<w:sz w:val="40"/>')
            return mark + paragraph("DubanTitle", title) + paragraph("DubanGap", "")
        case Attachments():
            return _attachments(block)
        case Signature():
            return _signature(block)


def _picture(word: Word, report: Report, block: Picture) -> str:
    image = io.BytesIO(draw(report, block.name, "png"))
    inline = word.part.new_pic_inline(
        image, Inches(WIDTH_INCHES), Emu(Inches(height_inches(report, block.name)))
    )
    properties = inline.docPr
    properties.set("descr", block.caption)

    return f"<w:r><w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing></w:r>"


def _attachments(block: Attachments) -> str:
    lines = []
    for number, title in enumerate(block.titles, start=1):
        head = "附件：" if number == 1 else "　　　"
        lines.append(paragraph("DubanBody", run(f"{head}{number}.{title}"), "<w:keepNext/>"))
    return paragraph("DubanBody", "", "<w:keepNext/>") + "".join(lines)


def _signature(block: Signature) -> str:
    """Set the name two characters from the right edge, the date below it (no seal)."""
    right = '<w:keepLines/><w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'
    keep = f"<w:keepNext/>{right}"
    return (
        paragraph("DubanFlush", "", "<w:keepNext/>")
        + paragraph("DubanFlush", f"<w:r><w:t>{text(block.name)}</w:t></w:r>", keep)
        + paragraph("DubanFlush", run(chinese_date(block.day)), right)
    )
