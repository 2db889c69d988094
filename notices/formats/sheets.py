"""Tables alone: xlsx, xls and csv, as a 分工表 is often sent.

Rows above the heading that hold one entry only (the title, 单位：…) become lines, so do those
below the last row (notes, a signature). A row inside with one entry is a heading across it.
"""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

from notices.errors import NoticeUnreadable
from notices.formats.building import CellDraft, TextBuilder
from notices.formats.cell_formats import CellFormats, formats_of
from notices.formats.document import Document

Merged = dict[tuple[int, int], tuple[int, int]]  # first place → how many rows and columns
_DELIMITERS = ",\t;，"
_ADVICE = "请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再导入。"
_NO_FORMAT = "此处日期是某月一日，旧版 xls 看不出原表显示到月还是到日，请核对期限。"


def read_csv(text: str, encoding: str) -> Document:
    """Return the table of a comma-separated file (tabs and semicolons too)."""
    head = text[:5000]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NoticeUnreadable("这个 csv 文件的引号或分隔符不完整，读不出表格。", _ADVICE) from None
    out = TextBuilder()
    _add_sheet(out, rows, {})
    return Document(out.text, "csv", encoding, tuple(out.tables))


def read_workbook(content: bytes) -> Document:
    """Return the tables of every visible sheet that holds something."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    formats = formats_of(content)
    out, hidden = TextBuilder(), list[str]()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for index, meta in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(index)
            if meta.visible != SheetVisibleEnum.Visible:
                hidden += [meta.name] if sheet.height else []
                continue
            first = sheet.start or (0, 0)
            rows = _shown(out, sheet.to_python(), formats, index, first)
            _add_sheet(out, rows, _merged(sheet.merged_cell_ranges, first))
    except PasswordError:
        raise NoticeUnreadable(
            "文件已加密，需要密码才能打开。", "请去掉密码保护后另存一份再导入。"
        ) from None
    except (CalamineError, OSError, ValueError):
        raise NoticeUnreadable("Excel 文件已损坏，读不出表格。", _ADVICE) from None
    if hidden:
        names = "、".join(hidden)
        out.doubt("hidden-sheet", f"隐藏的工作表没有读取：{names}。如需读取，请取消隐藏后再导入。")
    kind = "xlsx" if formats.known else "xls"
    return Document(out.text, kind, "", tuple(out.tables), doubts=tuple(out.doubts))


def _shown(
    out: TextBuilder,
    rows: Sequence[Sequence[object]],
    formats: CellFormats,
    sheet: int,
    first: tuple[int, int],
) -> list[list[str]]:
    """Return the entries as the sheet shows them."""
    shown = []
    for number, row in enumerate(rows):
        entries = []
        for column, entry in enumerate(row):
            form = formats.of(sheet, first[0] + number, first[1] + column)
            entries.append(words_of(entry, form))
            if isinstance(entry, date) and entry.day == 1 and not formats.known:
                out.doubt("date-format-unknown", _NO_FORMAT, quote=entries[-1])
        shown.append(entries)
    return shown


def words_of(entry: object, form: str) -> str:
    """Return an entry as printed: 5% and not 0.05, 2024年12月 where the sheet shows no day."""
    if isinstance(entry, bool):
        return "是" if entry else "否"
    if isinstance(entry, (int, float)):
        return f"{entry * 100:.10g}%" if "%" in form else f"{entry:.12g}"
    if isinstance(entry, date):
        return _day(entry, form.lower())
    if isinstance(entry, time):
        return entry.isoformat("minutes")
    return str(entry)


def _day(day: date, form: str) -> str:
    words = ""
    if "y" in form or not form:
        words += f"{day.year}年"
    if "m" in form or not form:
        words += f"{day.month}月"
    if "d" in form or not form:
        words += f"{day.day}日"
    if isinstance(day, datetime) and (day.hour or day.minute):
        words += f"{day:%H:%M}"
    return words or f"{day.year}年{day.month}月{day.day}日"


def _merged(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None, first: tuple[int, int]
) -> Merged:
    return {
        (top - first[0], left - first[1]): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in ranges or ()
    }


def _add_sheet(out: TextBuilder, rows: list[list[str]], merged: Merged) -> None:
    """Write the lines above the table, the table, and the lines below it."""
    kept = [number for number, row in enumerate(rows) if any(map(str.strip, row))]
    top, bottom = 0, len(kept)
    while top < bottom and _entries(rows[kept[top]]) == 1:
        top += 1
    while bottom > top and _entries(rows[kept[bottom - 1]]) == 1:
        bottom -= 1
    for number in kept[:top]:
        out.line("".join(rows[number]).strip())
    out.table(_drafts(rows, kept[top:bottom], merged))
    for number in kept[bottom:]:
        out.line("".join(rows[number]).strip())


def _entries(row: Sequence[str]) -> int:
    return sum(bool(entry.strip()) for entry in row)


def _drafts(rows: list[list[str]], kept: list[int], merged: Merged) -> list[CellDraft]:
    """Return the cells of the rows that hold something; empty rows close up."""
    places = {number: index for index, number in enumerate(kept)}
    used = [column for number in kept for column, entry in enumerate(rows[number]) if entry.strip()]
    width = max(used, default=-1) + 1
    covered: set[tuple[int, int]] = set()
    drafts = []
    for number in kept:
        alone = _entries(rows[number]) == 1
        for column in range(min(width, len(rows[number]))):
            if (number, column) in covered:
                continue
            words = rows[number][column]
            height, breadth = merged.get((number, column), (1, 1))
            if alone and words.strip() and (number, column) not in merged:
                breadth = width - column
            breadth = min(breadth, width - column)
            covered |= {(number + a, column + b) for a in range(height) for b in range(breadth)}
            tall = sum(number + a in places for a in range(height))
            drafts.append(CellDraft(places[number], column, words, tall, breadth))
    return drafts
