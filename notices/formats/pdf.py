"""A PDF with text: its paragraphs, its tables over all pages, and the pages that are pictures."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from notices.errors import NoticeUnreadable
from notices.formats.building import TextBuilder
from notices.formats.document import Document
from notices.formats.pdf_furniture import without_furniture
from notices.formats.pdf_grids import Grid, grids_of
from notices.formats.pdf_lines import PrintedLine, lines_of_glyphs
from notices.formats.pdf_pages import Sheet, read_sheet
from notices.formats.pdf_paragraphs import Margins, body_size, margins_of
from notices.formats.pdf_writing import Writer

_OCR = "请先做文字识别（OCR），逐字核对后另存为 .docx 或 .txt 再导入。"
_AGAIN = "请重新下载；如果能在阅读器中打开，请打印为新的 PDF，或复制全文另存为 .txt 后再导入。"
FEW = 8  # glyphs: a page with fewer has no text of its own
STAMPED = 40  # glyphs: so few on a scanned page are the scanner's own words
COVERED = 0.5  # of a page: a picture that covers more is a scan
GARBLED = 0.1  # of all glyphs: more without a character behind them is no text
_PDFIUM = threading.Lock()  # the library is not made for several threads at once


def read_pdf(content: bytes) -> Document:
    """Return the text and tables of a PDF; one that is scanned throughout is refused."""
    if content.rfind(b"%%EOF") < len(content) * 0.8:
        raise NoticeUnreadable("PDF 文件不完整，可能没有下载完。", _AGAIN)
    with _PDFIUM:
        sheets = _sheets(content)
    scanned = [sheet for sheet in sheets if _is_scanned(sheet)]
    texts = [sheet for sheet in sheets if sheet not in scanned and len(sheet.glyphs) >= FEW]
    if not texts:
        raise _without_text(scanned)
    _check_characters(texts)
    out = TextBuilder()
    margins = _write(out, sheets)
    _doubt(out, scanned, texts)
    return Document(
        out.text,
        "pdf",
        tables=tuple(out.tables),
        pages=tuple(out.pages),
        doubts=tuple(out.doubts),
        margins=margins,
    )


def _sheets(content: bytes) -> list[Sheet]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise NoticeUnreadable(
                "PDF 已加密，需要密码才能打开。", "请去掉密码保护后另存一份再导入。"
            ) from None
        raise NoticeUnreadable("PDF 文件已损坏，打不开。", _AGAIN) from None
    try:
        return [read_sheet(document[index], index + 1) for index in range(len(document))]
    except pdfium.PdfiumError:
        raise NoticeUnreadable("PDF 文件已损坏，有的页面读不出来。", _AGAIN) from None
    finally:
        document.close()


def _is_scanned(sheet: Sheet) -> bool:
    few = len(sheet.glyphs) < FEW and sheet.drawn > 0
    return few or (len(sheet.glyphs) < STAMPED and sheet.pictured > COVERED)


def _without_text(scanned: Sequence[Sheet]) -> NoticeUnreadable:
    if scanned:
        return NoticeUnreadable("这是扫描件（PDF 里只有图片，没有文字），无法读取。", _OCR)
    return NoticeUnreadable("PDF 里没有文字，是空白页。", _AGAIN)


def _check_characters(texts: Sequence[Sheet]) -> None:
    """Refuse a PDF whose fonts do not say which characters they print."""
    signs = [glyph.sign for sheet in texts for glyph in sheet.glyphs]
    lost = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    if lost > GARBLED * len(signs):
        raise NoticeUnreadable(
            "PDF 的字体没有文字编码，取出的文字是乱码。",
            "请换用原来的 Word 文件；或做文字识别（OCR），核对后另存为 .docx 再导入。",
        )


def _write(out: TextBuilder, sheets: Sequence[Sheet]) -> str:
    """Write all pages; return what stands in their headers and footers."""
    grids, lines = [], []
    for sheet in sheets:
        found, rest = grids_of(sheet.rulings, sheet.glyphs)
        grids.append(found)
        lines.append(lines_of_glyphs(rest))
    heights = [sheet.height for sheet in sheets]
    lines, furniture = without_furniture(list(zip(heights, lines, strict=True)))
    everything = [line for page in lines for line in page]
    usual = _usual_margins(sheets, everything)
    writer = Writer(out, body_size(everything))
    for sheet, page, tables in zip(sheets, lines, grids, strict=True):
        items: list[PrintedLine | Grid] = sorted([*page, *tables], key=lambda item: -item.top)
        margins = margins_of(page, sheet.width) or usual
        writer.page(sheet.number, items, replace(margins, indents=usual.indents))
    writer.end()
    return "\n".join(furniture)


def _usual_margins(sheets: Sequence[Sheet], lines: Sequence[PrintedLine]) -> Margins:
    """Return the margins of the whole document, for pages with too few lines."""
    width = max(sheet.width for sheet in sheets)
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=width)
    return margins_of(lines, width) or Margins(left, right, 2 * body_size(lines))


def _doubt(out: TextBuilder, scanned: Sequence[Sheet], texts: Sequence[Sheet]) -> None:
    places = {page.number: page.span for page in out.pages}
    if scanned:
        names = "、".join(str(sheet.number) for sheet in scanned)
        why = (
            f"第 {names} 页是图片，没有文字，未能读取；请核对其中有无任务，必要时做文字识别后导入。"
        )
        out.doubt("page-without-text", why, places[scanned[0].number], blocking=True)
    recognised = [sheet for sheet in texts if sheet.pictured > 1.5 * COVERED]
    if recognised:
        names = "、".join(str(sheet.number) for sheet in recognised)
        why = f"第 {names} 页是扫描图加识别出的文字，可能有错字，请对照原件核对。"
        out.doubt("page-recognised", why, places[recognised[0].number])
