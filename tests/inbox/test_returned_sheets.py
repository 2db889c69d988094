"""A returned workbook is read in a process of its own: what it claims cannot harm us."""

import io
from datetime import date

import pytest
import xlsxwriter

from inbox.asked import Asked
from inbox.heard import HeardAttachment
from inbox.returned_table import understand_with_tables
from inbox.sheets import text_of_sheets

TODAY = date(2024, 9, 12)
ASKED = [Asked("3", "建设算力中心"), Asked("5", "培育高新技术企业")]

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


ROWS_THAT_NEED_A_QUESTION = [
    ([["3", 0.55, "正常推进"], ["3", 0.9, "已完成"]], "几个进度"),
    ([["3", 1, "正常推进"]], "不能确定是百分数还是比例"),
    ([["3", 0.6, "正常推进"], ["5", 35, "正常推进"]], "不能确定是百分数还是比例"),
    ([["3", 155, ""]], "超过100%"),
    ([["12", 55, "正常推进"]], "任务12不在"),
]


@pytest.mark.parametrize(("rows", "question"), ROWS_THAT_NEED_A_QUESTION)
def test_what_a_table_leaves_open_is_asked_and_not_guessed(
    rows: list[list[object]], question: str
) -> None:
    understood = understand_with_tables(
        "详见附表。", (_table([["任务编号", "进度", "状态"], *rows]),), ASKED, today=TODAY
    )
    three = next((item for item in understood.items if item.task == "3"), None)
    assert three is None or three.percent is None
    assert any(question in doubt for doubt in understood.doubts)


def test_a_column_of_shares_is_read_as_percentages() -> None:
    rows: list[list[object]] = [
        ["任务编号", "进度", "状态"],
        ["3", 1, "已完成"],
        ["5", 0.35, "正常推进"],
    ]
    understood = understand_with_tables("详见附表。", (_table(rows),), ASKED, today=TODAY)
    assert [(item.task, item.percent) for item in understood.items] == [("3", 100), ("5", 35)]


def _table(rows: list[list[object]]) -> HeardAttachment:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return HeardAttachment("反馈表.xlsx", "application/octet-stream", file.getvalue())
