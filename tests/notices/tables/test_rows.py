"""Notices that are tables: each row a measure, its units and its day from its own cells."""

import io

import docx
import pytest
import xlsxwriter

from notices import read
from tests.notices.files import docx_bytes
from tests.notices.tables.pages import LETTER, doubts, page, tabs, text, told

HEADING = "序号|重点任务|牵头单位|配合单位|完成时限"


def test_each_row_is_a_measure() -> None:
    found = page(
        LETTER,
        HEADING,
        "1|建设物流园区|市商务局|市发展改革委、市财政局|2025年10月底前",
        "2|开展消费帮扶|市农业农村局、市商务局|各县（市、区）人民政府|长期坚持",
    )
    assert told(found) == [
        "建设物流园区: 市商务局 | 市发展改革委、市财政局 | 2025-10-31",
        "开展消费帮扶: 市农业农村局、市商务局 | 各县（市、区）人民政府 | -",
    ]
    assert [measure.no for measure in found.measures] == ["1", "2"]
    assert doubts(found) == []


def test_a_heading_may_have_two_rows() -> None:
    found = page(
        LETTER,
        "[2x1]序号|[2x1]工作任务|[1x2]责任分工|[2x1]时限",
        "牵头|配合",
        "1|建设物流园区|市商务局|市财政局|9月底前",
    )
    assert told(found) == ["建设物流园区: 市商务局 | 市财政局 | 2025-09-30"]


def test_a_heading_on_each_page_and_a_sum_are_no_rows() -> None:
    rows = ("1|建设物流园区|市商务局||2025年底", HEADING, "2|修缮古桥|市文化和旅游局||全年")
    found = page(LETTER, HEADING, *rows, "合计|2项|||", "注：责任单位按职责推进||||")
    assert told(found) == [
        "建设物流园区: 市商务局 | - | 2025-12-31",
        "修缮古桥: 市文化和旅游局 | - | -",
    ]


def test_a_row_over_all_columns_is_a_chapter() -> None:
    found = page(
        LETTER,
        HEADING,
        "[1x5]一、城市建设",
        "1|建设口袋公园|市城市管理局||2025年9月",
        "[1x5]二、文化旅游",
        "2|举办文化旅游节|市文化和旅游局||9月底前",
    )
    assert [measure.chapter for measure in found.measures] == ["一、城市建设", "二、文化旅游"]


def test_a_row_counted_in_chinese_over_arabic_numbers_is_a_chapter() -> None:
    found = text(
        LETTER,
        *tabs(HEADING, "一|城市建设|||", "1|建设口袋公园|市城市管理局||2025年9月"),
    )
    assert told(found) == ["建设口袋公园: 市城市管理局 | - | 2025-09-30"]
    assert found.measures[0].chapter == "城市建设"


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    found = page(
        LETTER,
        "重点任务|具体措施|牵头单位|完成时限",
        "[2x1]改造老旧小区|改造管网|[2x1]市住房城乡建设局|2025年6月底",
        "^|加装电梯|^|2025年12月底",
    )
    assert told(found) == [
        "改造管网: 市住房城乡建设局 | - | 2025-06-30",
        "加装电梯: 市住房城乡建设局 | - | 2025-12-31",
    ]
    assert [measure.section for measure in found.measures] == ["改造老旧小区", "改造老旧小区"]
    assert doubts(found) == []


def test_one_task_with_several_rows_of_units_has_several_tasks() -> None:
    found = page(
        LETTER,
        "重点任务|牵头单位|完成时限",
        "[2x1]建设数据平台|市数据局|2025年6月底",
        "^|市财政局|2025年12月底",
    )
    assert len(found.measures) == 1
    assert told(found) == [
        "建设数据平台: 市数据局 | - | 2025-06-30",
        "建设数据平台: 市财政局 | - | 2025-12-31",
    ]


def test_a_note_over_all_columns_is_no_row() -> None:
    note = "本表所列各项任务由各牵头单位会同有关单位组织实施，" * 4
    found = page(LETTER, HEADING, "1|建设公园|市城市管理局||年底前", f"[1x5]{note}")
    assert told(found) == ["建设公园: 市城市管理局 | - | 2025-12-31"]


def test_columns_of_quarters_are_no_tasks() -> None:
    found = page(
        LETTER,
        "[2x1]序号|[2x1]目标任务|[1x4]进度安排|[2x1]牵头市领导|[2x1]牵头单位|[2x1]责任单位",
        "一季度|二季度|三季度|四季度",
        "1|新建学校5所|完成选址|开工建设|完成主体|竣工验收|李某某|市教育局|市财政局",
    )
    assert told(found) == ["新建学校5所: 市教育局 | 市财政局 | -"]


def test_a_word_table_reads_like_its_page() -> None:
    document = docx.Document()
    for line in LETTER.split("\n"):
        document.add_paragraph(line)
    rows = [
        HEADING,
        "1|建设物流园区|市商务局|市财政局|2025年10月底前",
        "2|扩建冷库||市水务局|年底前",
    ]
    table = document.add_table(3, 5)
    for at, row in enumerate(rows):
        for column, words in enumerate(row.split("|")):
            table.cell(at, column).text = words
    table.cell(1, 2).merge(table.cell(2, 2))
    found = read(docx_bytes(document), "notice.docx")
    assert told(found) == [
        "建设物流园区: 市商务局 | 市财政局 | 2025-10-31",
        "扩建冷库: 市商务局 | 市水务局 | 2025-12-31",
    ]
    assert doubts(found) == []


def test_a_workbook_alone_is_a_notice() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("任务")
    sheet.merge_range(0, 0, 0, 4, "2025年云岭市重点工作任务分解表")
    rows = [
        HEADING,
        "1|建设物流园区|市商务局|市财政局|2025年10月底前",
        "2|扩建冷库|市商务局||年底前",
    ]
    for at, row in enumerate(rows, 2):
        for column, words in enumerate(row.split("|")):
            sheet.write(at, column, words)
    book.close()
    found = read(file.getvalue(), "任务.xlsx")
    assert told(found) == [
        "建设物流园区: 市商务局 | 市财政局 | 2025-10-31",
        "扩建冷库: 市商务局 | - | 2025-12-31",
    ]


def test_a_table_that_goes_on_without_its_heading() -> None:
    lines = LETTER.split("\n")
    first = "<tr><td>任务</td><td>牵头单位</td><td>时限</td></tr>"
    one = "<tr><td>建设物流园区</td><td>市商务局</td><td>年底前</td></tr>"
    two = "<tr><td>修缮古桥</td><td>市文化和旅游局</td><td>6月底</td></tr>"
    head = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><body>{head}<table>{first}{one}</table><p>二、文化</p><table>{two}{two}</table>"
    found = read(html.encode(), "notice.html")
    assert told(found)[:2] == [
        "建设物流园区: 市商务局 | - | 2025-12-31",
        "修缮古桥: 市文化和旅游局 | - | 2025-06-30",
    ]
    assert found.measures[1].chapter == "二、文化"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2|办好邻里节||长期", "办好邻里节: - | - | -"),
        ("2|办好邻里节|区商务局|长期", "办好邻里节: 区商务局 | - | -"),
    ],
)
def test_one_empty_cell_of_units_takes_nothing_from_above(row: str, expected: str) -> None:
    found = page(LETTER, "序号|工作任务|责任单位|完成时限", "1|排查隐患|区应急局|6月底前", row)
    assert told(found)[1] == expected


def test_a_row_that_names_supports_alone_asks_for_its_lead() -> None:
    found = page(LETTER, HEADING, "1|修桥|市住建局||9月底前", "2|配备器材||市消防支队|9月底前")
    assert told(found)[1] == "配备器材: - | 市消防支队 | 2025-09-30"
    assert doubts(found) == ["no-owner"]
