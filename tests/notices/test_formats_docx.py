"""A Word file reads as its printed page: numbers, tables, accepted revisions, text boxes."""

from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from notices import NoticeClassified, read
from notices.formats import Document, open_document
from tests.notices.files import add_list, docx_bytes, docx_of, numbered, raw, with_list

OUTLINE = [
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
]


def opened(document: Any) -> Document:
    return open_document(docx_bytes(document), "notice.docx")


def lines(document: Any) -> list[str]:
    return opened(document).text.splitlines()


def test_automatic_numbers_stand_in_the_text() -> None:
    document = with_list(docx.Document(), OUTLINE, number=50)
    for words, level in [
        ("总体要求", 0), ("重点任务", 0), ("产业提升", 1), ("建设园区", 2), ("引进企业", 2),
        ("建厂房", 3), ("通道路", 3), ("民生改善", 1), ("办好学校", 2), ("保障措施", 0),
    ]:  # fmt: skip
        numbered(document, words, number=50, level=level)
    assert lines(document) == [
        "一、总体要求", "二、重点任务", "（一）产业提升", "1. 建设园区", "2. 引进企业",
        "① 建厂房", "② 通道路", "（二）民生改善", "1. 办好学校", "三、保障措施",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "pattern", "expected"),
    [
        ("chineseCountingThousand", "第%1条", "第十二条 "),
        ("ideographTraditional", "%1、", "乙、"),
        ("ideographLegalTraditional", "%1、", "壹拾贰、"),
        ("ideographZodiac", "%1、", "亥、"),
        ("decimalFullWidth", "%1．", "１２．"),
        ("decimalEnclosedCircle", "%1", "⑫ "),
        ("decimalEnclosedParen", "%1", "⑿ "),
        ("decimalEnclosedFullstop", "%1", "⒓ "),
        ("lowerLetter", "%1)", "l) "),
        ("upperRoman", "%1.", "XII. "),
        ("decimalZero", "%1", "12 "),
        ("bullet", "●", ""),
        ("none", "", ""),
    ],
)
def test_every_form_of_number_is_written_as_word_writes_it(
    form: str, pattern: str, expected: str
) -> None:
    document = with_list(docx.Document(), [(form, pattern)], number=50)
    for _ in range(12):
        numbered(document, "推进", number=50)
    assert lines(document)[-1] == f"{expected}推进"


def test_a_list_that_starts_anew_counts_from_one_and_one_that_goes_on_does_not() -> None:
    document = with_list(docx.Document(), [("decimal", "%1.")], number=50)
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    add_list(document, 50, 51)
    add_list(document, 50, 52, start.format(1))
    add_list(document, 50, 53, start.format(7))
    for number in (50, 50, 51, 52, 52, 53):
        numbered(document, "推进", number=number)
    assert [line[:2] for line in lines(document)] == ["1.", "2.", "3.", "1.", "2.", "7."]


def test_a_level_that_never_restarts_runs_through() -> None:
    through = {"level1": '<w:lvlRestart w:val="0"/>'}
    document = with_list(
        docx.Document(), [("chineseCounting", "%1、"), ("decimal", "%2.")], number=50, **through
    )
    for level in (0, 1, 1, 0, 1):
        numbered(document, "推进", number=50, level=level)
    assert [line[:2] for line in lines(document)] == ["一、", "1.", "2.", "二、", "3."]


def test_numbers_of_several_levels_and_in_plain_digits() -> None:
    plain = {"level1": "<w:isLgl/>"}
    document = with_list(
        docx.Document(), [("chineseCounting", "%1、"), ("decimal", "%1.%2")], number=50, **plain
    )
    for level in (0, 0, 1, 1):
        numbered(document, "推进", number=50, level=level)
    assert [line[:4] for line in lines(document)] == ["一、推进", "二、推进", "2.1 ", "2.2 "]


def test_a_number_may_come_from_the_paragraph_style() -> None:
    document = with_list(
        docx.Document(),
        [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")],
        number=50,
        level0='<w:pStyle w:val="Heading1"/>',
        level1='<w:pStyle w:val="Heading2"/>',
    )
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name].element
        style.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="50"/></w:numPr>')
        )
    document.add_paragraph("重点任务", style="Heading 1")
    document.add_paragraph("产业提升", style="Heading 2")
    numbered(document, "不编号", number=0)
    document.add_paragraph("民生改善", style="Heading 2")
    assert lines(document) == ["一、重点任务", "（一）产业提升", "不编号", "（二）民生改善"]


def test_revisions_are_read_as_accepted_and_said() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("（牵头单位：")
    raw(paragraph, '<w:del w:id="1"><w:r><w:delText>市财政局</w:delText></w:r></w:del>')
    raw(paragraph, '<w:ins w:id="2"><w:r><w:t>市教育局</w:t></w:r></w:ins>')
    raw(paragraph, "<w:r><w:t>）</w:t></w:r>")
    found = opened(document)
    assert found.text == "（牵头单位：市教育局）\n"
    (doubt,) = found.doubts
    assert doubt.kind == "tracked-changes"
    assert "插入 1 处、删除 1 处" in doubt.why


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    document = docx.Document()
    first = document.add_paragraph("推进码头")
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1"/></w:rPr>'))
    document.add_paragraph("改造。")
    assert lines(document) == ["推进码头改造。"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>联系人：林工</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    paragraph = document.add_paragraph("请各单位落实。")
    raw(
        paragraph,
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
    )
    assert lines(document) == ["请各单位落实。", "联系人：林工"]


def test_headers_footnotes_hidden_words_and_contents_stay_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、重点任务\t3", style="toc 1")
    paragraph = document.add_paragraph("推进改造")
    raw(paragraph, '<w:r><w:footnoteReference w:id="2"/></w:r>')
    raw(paragraph, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>")
    raw(
        paragraph,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2026年</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    assert lines(document) == ["推进改造2026年"]


def test_a_table_keeps_its_places_with_merged_cells() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    for row, entries in enumerate(
        [("序号", "任务", "牵头单位"), ("一、产业", "", ""), ("1", "建园区", "市工信局")]
    ):
        for column, words in enumerate(entries):
            table.cell(row, column).text = words
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(3, 1).text = "引企业"
    table.cell(2, 2).merge(table.cell(3, 2))
    found = opened(document)
    (grid,) = found.tables
    shown = [[found.cell_text(cell) if cell else None for cell in grid.row(n)] for n in range(4)]
    assert (grid.rows, grid.columns) == (4, 3)
    assert [row[0].strip() for row in shown if row[0] is not None][:3] == ["序号", "一、产业", "1"]
    assert shown[3][1:] == ["引企业", "市工信局"]
    merged = grid.at(3, 2)
    assert merged is not None
    assert (merged.row, merged.rowspan) == (2, 2)
    across = grid.at(1, 2)
    assert across is not None
    assert across.colspan == 3


def test_cells_merged_to_the_right_as_older_programs_do_are_one() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for number, state in enumerate(("restart", "continue")):
        table.cell(0, number)._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:hMerge {nsdecls("w")} w:val="{state}"/>')
        )
    table.cell(0, 0).text = "一、产业"
    table.cell(1, 1).text = "市工信局"
    (grid,) = opened(document).tables
    assert grid.at(0, 1) == grid.at(0, 0)


def test_row_numbers_that_word_counts_stand_in_their_cells() -> None:
    document = with_list(docx.Document(), [("decimal", "%1")], number=50)
    table = document.add_table(2, 2)
    for row, words in enumerate(("建园区", "引企业")):
        cell = table.cell(row, 0)
        numbered(cell, "", number=50)
        cell._tc.remove(cell.paragraphs[0]._p)
        table.cell(row, 1).text = words
    assert opened(document).text.splitlines() == ["1\t建园区", "2\t引企业"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "一、重点任务"
    cell.add_paragraph("推进改造。")
    found = opened(document)
    assert found.text == "一、重点任务\n推进改造。\n"
    assert found.tables == ()


def test_a_file_with_macros_or_another_name_is_read_by_its_content() -> None:
    content = docx_of(["推进改造。"], [("任务", "单位"), ("建园区", "市工信局")])
    for name in ("notice.docm", "notice.txt", "notice.pdf", "notice"):
        found = open_document(content, name)
        assert (found.format, len(found.tables)) == ("docx", 1)


def test_a_classification_mark_in_a_header_is_refused() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "机密★5年"
    document.add_paragraph("临澜市财政局关于加强资金管理的通知")
    document.add_paragraph("一、加强管理。（责任单位：市财政局）")
    with pytest.raises(NoticeClassified):
        read(docx_bytes(document), "notice.docx")
