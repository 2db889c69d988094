"""A workbook shows its entries as Excel does: dates to the month, percents, merged cells."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from notices import NoticeUnreadable
from notices.formats import Document, open_document
from tests.notices.files import replaced, xlsx_of

ROWS = [("任务分工表", "", ""), ("序号", "任务", "牵头单位"), ("1", "建园区", "市工信局")]


def workbook(fill: Any) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("分工"))
    return file.getvalue()


def words(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [
        [document.cell_text(cell) if cell else "-" for cell in table.row(number)]
        for number in range(table.rows)
    ]


def test_a_sheet_is_a_table_below_its_title() -> None:
    found = open_document(xlsx_of({"分工": ROWS}), "分工表.xlsx")
    assert found.text == "任务分工表\n序号\t任务\t牵头单位\n1\t建园区\t市工信局\n"
    assert words(found) == [list(row) for row in ROWS[1:]]


def test_merged_cells_cover_their_places_though_the_sheet_begins_lower() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(3, 1, ("类别", "任务", "牵头单位"))
        sheet.merge_range(4, 1, 5, 1, "产业")
        sheet.write_row(4, 2, ("建园区", "市工信局"))
        sheet.write_row(5, 2, ("引企业", "市商务局"))
        sheet.merge_range(6, 1, 6, 3, "二、民生")
        sheet.write_row(7, 1, ("教育", "办学校", "市教育局"))

    assert words(open_document(workbook(fill), "a.xlsx")) == [
        ["类别", "任务", "牵头单位"],
        ["产业", "建园区", "市工信局"],
        ["产业", "引企业", "市商务局"],
        ["二、民生", "二、民生", "二、民生"],
        ["教育", "办学校", "市教育局"],
    ]


@pytest.mark.parametrize(
    ("form", "entry", "expected"),
    [
        ('yyyy"年"m"月"', date(2026, 12, 1), "2026年12月"),
        ('yyyy"年"m"月"d"日"', date(2026, 12, 31), "2026年12月31日"),
        ("yyyy/m/d", date(2026, 12, 31), "2026年12月31日"),
        ('m"月"d"日"', date(2026, 12, 31), "12月31日"),
        ("0%", 0.85, "85%"),
        ("0.0%", 0.055, "5.5%"),
        ("0.00", 1.2, "1.2"),
        ("0", 3, "3"),
    ],
)
def test_an_entry_reads_as_the_sheet_shows_it(form: str, entry: Any, expected: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("任务", "时限", "单位"))
        sheet.write(1, 0, "建园区")
        style = book.add_format({"num_format": form})
        if isinstance(entry, date):
            sheet.write_datetime(1, 1, entry, style)
        else:
            sheet.write_number(1, 1, entry, style)
        sheet.write(1, 2, "市工信局")

    assert words(open_document(workbook(fill), "a.xlsx"))[1][1] == expected


def test_a_hidden_sheet_is_not_read_and_said() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        other = book.add_worksheet("旧稿")
        other.write(0, 0, "作废")
        other.hide()

    found = open_document(workbook(fill), "a.xlsx")
    assert "作废" not in found.text
    assert [doubt.kind for doubt in found.doubts] == ["hidden-sheet"]
    assert "旧稿" in found.doubts[0].why


def test_sheets_follow_each_other() -> None:
    found = open_document(xlsx_of({"一": ROWS, "二": ROWS, "空": []}), "a.xlsx")
    assert len(found.tables) == 2


def test_a_sheet_with_corners_far_apart_is_refused() -> None:
    content = xlsx_of({"分工": ROWS})
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
        b"</row></sheetData></worksheet>"
    )
    with pytest.raises(NoticeUnreadable, match="范围过大"):
        open_document(replaced(content, "xl/worksheets/sheet1.xml", sheet), "a.xlsx")


def test_a_part_that_claims_to_hold_billions_is_refused() -> None:
    part = b'<sst xmlns="x" count="3" uniqueCount="99999999999"><si><t>a</t></si></sst>'
    with pytest.raises(NoticeUnreadable, match="范围过大"):
        open_document(replaced(xlsx_of({"分工": ROWS}), "xl/sharedStrings.xml", part), "a.xlsx")
