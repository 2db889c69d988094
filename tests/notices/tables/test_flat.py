"""Tables that lost their lines: columns parted by signs, or each cell a line of its own."""

import pytest

from tests.notices.tables.pages import LETTER, doubts, tabs, text, told

HEADING = "序号|工作任务|牵头单位|配合单位|完成时限"
ROWS = (
    "1|改造老旧街区|市住房城乡建设局|市财政局、市自然资源局|2025年6月底",
    "2|举办文化旅游节|市文化和旅游局|市公安局|持续推进",
)
EXPECTED = [
    "改造老旧街区: 市住房城乡建设局 | 市财政局、市自然资源局 | 2025-06-30",
    "举办文化旅游节: 市文化和旅游局 | 市公安局 | -",
]


@pytest.mark.parametrize("sign", ["\t", "   ", "　　", " | ", "│", " "])
def test_columns_parted_by_a_sign(sign: str) -> None:
    found = text(LETTER, *(row.replace("|", sign) for row in (HEADING, *ROWS)))
    assert told(found) == EXPECTED
    assert doubts(found) == []


def test_two_columns_parted_by_tabs() -> None:
    found = text(
        LETTER, *tabs("工作任务|牵头单位", "改造街区|市住房城乡建设局", "举办节会|市商务局")
    )
    assert told(found) == ["改造街区: 市住房城乡建设局 | - | -", "举办节会: 市商务局 | - | -"]


def test_lines_between_bars_and_rules() -> None:
    rows = [f"| {row.replace('|', ' | ')} |" for row in (HEADING, *ROWS)]
    rule = "+----+----------+--------+--------+--------+"
    assert told(text(LETTER, rule, rows[0], rule, *rows[1:], rule)) == EXPECTED


def test_a_line_without_columns_is_a_chapter() -> None:
    found = text(LETTER, *tabs(HEADING, "一、城市更新", ROWS[0], "二、文化旅游", ROWS[1]))
    assert told(found) == EXPECTED
    assert [measure.chapter for measure in found.measures] == ["一、城市更新", "二、文化旅游"]


def test_a_line_break_inside_a_cell_with_tabs() -> None:
    row = "1|改造老旧街区|市住房城乡建设局|市财政局、\n市自然资源局|2025年6月底"
    assert told(text(LETTER, *tabs(HEADING, row, ROWS[1]))) == EXPECTED


def test_wide_blanks_with_an_empty_column_are_asked_about() -> None:
    row = "2   建设充电桩   市发展改革委              2025年内"
    found = text(LETTER, *(one.replace("|", "   ") for one in (HEADING, ROWS[0])), row)
    assert told(found)[1] == "建设充电桩: 市发展改革委 | - | 2025-12-31"
    assert doubts(found) == ["row-unsure"]


def test_words_broken_over_lines_where_blanks_part_the_columns() -> None:
    rows = ["1 改造老旧", "街区 市住房城乡建设局 市财政局、市自然资源局 2025年6月底"]
    behind = ["一、文化 旅游", ROWS[1].replace("|", " "), "抄送：市委 各部门"]
    found = text(LETTER, HEADING.replace("|", " "), *rows, *behind)
    assert told(found) == EXPECTED
    assert found.measures[1].chapter == "一、文化 旅游"


def test_the_rest_of_a_cell_in_a_line_of_its_own_is_asked_about() -> None:
    found = text(LETTER, *tabs(HEADING, ROWS[0] + "前\n完成", ROWS[1]))
    assert told(found) == EXPECTED
    assert doubts(found) == ["row-unsure"]


def test_text_behind_the_table_is_none_of_it() -> None:
    found = text(LETTER, *tabs(HEADING, *ROWS), "（此件公开发布）", "抄送：市委办公室。")
    assert told(found) == EXPECTED


def stacked(*rows: str) -> list[str]:
    return [line for row in rows for line in row.split("|")]


def test_each_cell_a_line() -> None:
    found = text(LETTER, *stacked(HEADING, *ROWS), "（此件公开发布）")
    assert told(found) == EXPECTED
    assert doubts(found) == []


def test_each_cell_a_line_with_chapters_and_the_heading_again() -> None:
    found = text(LETTER, *stacked(HEADING, "一、城市更新", ROWS[0], HEADING, "二、文化", ROWS[1]))
    assert told(found) == EXPECTED
    assert doubts(found) == []


def test_each_cell_a_line_without_numbers() -> None:
    rows = [row.partition("|")[2] for row in (HEADING, *ROWS)]
    found = text(LETTER, *stacked(*rows), "抄送：市委办公室。")
    assert told(found) == EXPECTED
    assert doubts(found) == []


def test_a_cell_broken_over_lines() -> None:
    rows = (ROWS[0].replace("、", "、|"), ROWS[1])
    assert told(text(LETTER, *stacked(HEADING, *rows))) == EXPECTED


def test_words_broken_over_lines_before_units_and_a_day() -> None:
    heading = "序号|工作任务|具体措施|牵头单位|完成时限"
    row = "1|改造老旧街区|完成12个街区改造，|同步改造管网。|市住房城乡建设局|2025年6月底"
    found = text(LETTER, *stacked(heading, row, "2|建设公园|建成8处。|市城市管理局|年底前"))
    assert found.measures[0].text == "改造老旧街区：完成12个街区改造，同步改造管网。"
    assert found.measures[0].tasks[0].leads == ("市住房城乡建设局",)


def test_a_missing_cell_that_could_be_another_is_asked_about() -> None:
    found = text(LETTER, *stacked(HEADING, "1|建设公园|市城市管理局|2025年9月", ROWS[1]))
    assert told(found)[0] == "建设公园: 市城市管理局 | - | 2025-09-30"
    assert doubts(found) == ["row-unsure"]


def test_lines_that_fit_no_row_are_not_guessed_at() -> None:
    rows = [row.partition("|")[2] for row in (HEADING, ROWS[0])]
    found = text(LETTER, *stacked(*rows), "举办旅游节", "9月底前", "市文化和旅游局", "建设充电桩")
    assert told(found) == EXPECTED[:1]
    assert doubts(found) == ["table-unreadable"]


def test_words_that_look_like_a_heading_are_none_without_units() -> None:
    found = text(
        LETTER,
        "一、工作目标",
        "市商务局牵头建设园区。（牵头单位：市商务局）",
        "工作任务",
        "工作要求",
    )
    assert len(found.measures) == 1
