"""The words of a report: what a leader reads."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.blocks import Annex, Document, Heading, Paragraph, Table
from reports.prose import document
from reports.relation import addressee_of, document_kind
from reports.report import Pending, Report
from reports.words import id_ranges, item_numbers, leading_sentences, numeral, title_lines
from tests.reports.invented import (
    city_report,
    make_entry,
    make_report,
    make_returns,
    make_statement,
    province_report,
)

PLACEHOLDERS = re.compile(r"None|nan|\{\{|TODO|XX|××|待定|\bnull\b")


def words_of(content: Document) -> str:
    said = [content.mark, content.title, content.addressee]
    for block in content.blocks:
        match block:
            case Paragraph():
                said.append(block.lead_in + block.text)
            case Heading() | Annex():
                said.append(getattr(block, "text", "") or getattr(block, "title", ""))
            case Table():
                said += [block.caption, *(cell for row in block.rows for cell in row)]
    return "\n".join(said)


@pytest.mark.parametrize("report", [city_report(), province_report(), make_report(())])
def test_nothing_is_left_blank_and_no_placeholder_remains(report: Report) -> None:
    content = document(report)

    assert not PLACEHOLDERS.search(words_of(content))
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert all(cell.strip() for table in tables for row in table.rows for cell in row)


@pytest.mark.parametrize("report", [city_report(), province_report()])
def test_every_narrative_stands_in_the_body_or_an_annex(report: Report) -> None:
    said = words_of(document(report))

    for task in report.tasks:
        for statement in task.statements:
            assert statement.narrative.rstrip("。") in said
            assert statement.reference in said


def test_the_six_chapters_come_in_order() -> None:
    chapters = [
        block.text
        for block in document(city_report()).blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    assert chapters == [
        "一、总体情况",
        "二、主要进展",
        "三、目标完成情况",
        "四、存在问题",
        "五、下一步工作",
        "六、建议和需协调事项",
    ]


def test_the_body_stays_short_enough_to_read() -> None:
    """Around three thousand characters of prose for 21 measures; tables and annexes come on top."""
    body = []
    for block in document(city_report()).blocks:
        if isinstance(block, Annex):
            break
        if isinstance(block, Paragraph):
            body.append(block.lead_in + block.text)
    assert 2000 < len("".join(body)) < 4000


def test_that_nobody_is_missing_is_said_in_words() -> None:
    tasks = (make_entry(1),)
    report = make_report(tasks, returns=make_returns(tasks, late=99))
    first = next(
        block
        for block in document(report).blocks
        if isinstance(block, Paragraph) and block.lead_in.startswith("未报送单位")
    )
    assert first.text == "无。"


def test_before_any_period_nobody_is_said_to_be_late() -> None:
    report = make_report(
        (make_entry(1, lead=None, others=()),),
        kind="on_demand",
        period_id=None,
        period_label="截至2024年4月",
        pending=(Pending("待确认任务", 2, "2.建设中试平台", ""),),
    )

    words = words_of(document(report))

    assert "本期尚未向任何单位布置填报。" in words
    assert "还没有开启过报送期" in words
    assert "1项工作任务（另有1项尚待确认，没有计入）" in words
    assert "落实情况报告如下" in words
    assert words.count("截至2024年4月落实情况") == 1  # in the title only


def test_a_long_narrative_is_cut_between_sentences_and_stands_in_full_in_an_annex() -> None:
    long = "。".join(f"第{number}批项目开工建设，完成年度投资计划" for number in range(30)) + "。"
    tasks = tuple(
        make_entry(number, lead=make_statement(number, "市第1局", narrative=long))
        for number in range(1, 22)
    )
    said = words_of(document(make_report(tasks)))

    assert said.count(long) == 21
    assert len(re.findall(r"年度投资计划。\[更新#\d+\]", said)) == 21


def test_a_sent_back_answer_says_so() -> None:
    task = make_entry(1, lead=make_statement(1, "市第1局", standing="退回"))
    assert "（退回补正中）" in words_of(document(make_report((task,))))


def test_a_letter_between_equals_is_no_report() -> None:
    report = replace(city_report(), document_kind="函", addressee="省科学技术厅")
    said = words_of(document(report))
    assert report.title.endswith("落实情况的函")
    assert "特此函告。" in said
    assert "特此报告。" not in said


@pytest.mark.parametrize(
    ("addressee", "kind"),
    [
        ("临澜市人民政府", "报告"),
        ("市人民政府", "报告"),
        ("市政府办公室", "报告"),
        ("市委办公室", "报告"),
        ("本单位领导", "报告"),
        ("省科技厅", "函"),
        ("市财政局", "函"),
        ("溪海市人民政府", "函"),
    ],
)
def test_the_kind_follows_from_who_writes_to_whom(addressee: str, kind: str) -> None:
    assert document_kind(addressee, place="临澜市") == kind


def test_the_addressee_is_whom_the_clause_names_or_who_issued_the_notice() -> None:
    office = "临澜市科学技术局"
    assert addressee_of("省科技厅", ["甲"], office) == "省科技厅"
    assert addressee_of(None, ["临澜市人民政府办公室"], office) == "临澜市人民政府"
    assert addressee_of("市科学技术局", ["临澜市科学技术局"], office) == "本单位领导"


def test_numbers_of_items_are_told_in_runs() -> None:
    assert item_numbers(["1", "3", "4", "5", "9"]) == "第1、3—5、9项"
    assert item_numbers(["7.2", "2"]) == "第2、7.2项"
    assert id_ranges([4, 1, 2, 3]) == "#1—#4"
    assert id_ranges([]) == "无"


@given(st.integers(1, 99))
def test_chinese_numerals_have_no_zero_inside(number: int) -> None:
    assert "〇" not in numeral(number)


@given(st.text(alphabet="甲乙。；！丙", max_size=80), st.integers(1, 60))
def test_leading_sentences_are_a_beginning_of_the_text(text: str, budget: int) -> None:
    assert text.startswith(leading_sentences(text, budget))


@given(st.text(alphabet="关于三年行动方案（2024）落实促进", min_size=1, max_size=90))
def test_a_title_is_broken_and_never_changed(name: str) -> None:
    title = f"临澜市科学技术局关于《{name}》2024年度落实情况的报告"
    lines = title_lines(title, 20)
    assert "".join(lines) == title
    assert all(0 < len(line) <= 20 for line in lines)
