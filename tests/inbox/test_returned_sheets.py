"""A returned workbook is read in a process of its own: what it claims cannot harm us."""

import io

import pytest
import xlsxwriter

from inbox.sheets import text_of_sheets

FILLED = (
    (0, 0, "任务编号"), (0, 1, "进度"), (0, 2, "进展情况"),
    (1, 0, "7"), (1, 1, 0.6), (1, 2, "主体结构封顶"),
)  # fmt: skip


def workbook(*more: tuple[int, int, object]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for row, column, value in (*FILLED, *more):
        sheet.write(row, column, value)
    book.close()
    return content.getvalue()


def test_a_filled_table_is_read() -> None:
    assert text_of_sheets(workbook()) == "任务编号\t进度\t进展情况\n7\t60%\t主体结构封顶"


def test_a_blank_some_way_off_does_no_harm() -> None:
    assert "主体结构封顶" in text_of_sheets(workbook((900, 60, " ")))


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (60_000, 16_383), (1_048_575, 5_000)])
def test_a_sheet_that_claims_the_whole_memory_is_not_read_and_ends_nobody(
    corner: tuple[int, int],
) -> None:
    assert text_of_sheets(workbook((*corner, "x"))) == ""


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 200, b"x" * 99]
)
def test_what_is_no_workbook_is_not_read(content: bytes) -> None:
    assert text_of_sheets(content) == ""
