"""The four forms of a report: same facts, same bytes, and what must stand where."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pypdfium2
import pytest
from docx.shared import Mm
from python_calamine import CalamineWorkbook

from reports import fonts
from reports.docx import render_docx
from reports.errors import FontsMissing
from reports.fonts import find_fonts
from reports.html import render_html
from reports.pdf import render_pdf
from reports.rendering import render_report
from reports.report import Report
from reports.xlsx import render_xlsx
from tests.reports.invented import (
    CITIES,
    city_report,
    make_entry,
    make_report,
    make_statement,
    province_report,
)


@pytest.fixture(scope="module", autouse=True)
def chinese_fonts() -> None:
    try:
        find_fonts()
    except FontsMissing as missing:
        pytest.skip(str(missing))


def pages(report: Report) -> list[str]:
    with pypdfium2.PdfDocument(render_pdf(report)) as pdf:
        texts = []
        for page in pdf:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    return [re.sub(r"\s", "", text) for text in texts]


def test_the_same_facts_give_the_same_bytes_in_every_form() -> None:
    first, second = render_report(city_report()), render_report(city_report())

    assert [file.format for file in first] == ["docx", "pdf", "html", "xlsx"]
    assert first == second


def test_a_moment_of_a_real_clock_has_fractions_of_a_second() -> None:
    report = city_report()
    files = render_report(replace(report, as_of=report.as_of.replace(microsecond=123456)))

    assert [file.format for file in files] == ["docx", "pdf", "html", "xlsx"]


def test_who_has_not_reported_stands_on_page_one() -> None:
    first, second, *_ = pages(province_report())

    assert "未报送单位" in first
    assert all(city in first for city in CITIES)
    assert "北岚市（全部20）" in first
    assert "各单位逐项填报情况" in second


def test_every_character_of_a_pdf_has_a_shape() -> None:
    """A missing glyph would come back as nothing or as U+FFFD."""
    odd = "㛃䶮、𬭎号材料完成中试"
    report = make_report((make_entry(1, lead=make_statement(1, "市第1局", narrative=odd)),))
    text = "".join(pages(report))
    assert "号材料完成中试" in text
    assert "\ufffd" not in text


def test_a_docx_has_the_page_of_the_standard() -> None:
    word = docx.Document(io.BytesIO(render_docx(city_report())))
    upright, lying, *_ = word.sections

    for length, millimetres in (
        (upright.page_width, 210),
        (upright.page_height, 297),
        (upright.top_margin, 37),
        (upright.bottom_margin, 35),
        (upright.left_margin, 28),
        (upright.right_margin, 26),
        (lying.page_width, 297),
    ):
        assert length is not None
        assert abs(length - Mm(millimetres)) < Mm(0.1)
    assert word.settings.odd_and_even_pages_header_footer
    assert upright.footer.paragraphs[0].text.startswith("— ")


def test_header_rows_repeat_and_fonts_are_only_named() -> None:
    content = render_docx(city_report())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
        names = archive.namelist()

    assert xml.count("<w:tblHeader/>") == xml.count("<w:tbl>")
    assert "仿宋_GB2312" in styles
    assert "方正小标宋简体" in styles
    assert not [name for name in names if "fonts/" in name]


def test_text_of_a_department_cannot_become_markup() -> None:
    evil = '<script>alert(1)</script> #read("x") $a$ & \x0b「完」'
    report = make_report((make_entry(1, lead=make_statement(1, "市第1局", narrative=evil)),))

    assert "<script>" not in render_html(report).decode()
    assert "<script>" in docx_text(report)
    assert '#read("x")$a$&' in "".join(pages(report))


def docx_text(report: Report) -> str:
    word = docx.Document(io.BytesIO(render_docx(report)))
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_a_page_asks_nobody_for_anything() -> None:
    page = render_html(city_report()).decode()

    assert not re.search(r"<script|<link|<img|src=|url\(|@import", page)
    assert page.count('href="http://duban.linlan.example/tasks/') > 40


def test_formula_like_text_stays_text() -> None:
    formula = '=HYPERLINK("http://evil.example","点我")'
    entry = make_entry(1, lead=make_statement(1, "市第1局", narrative=formula), text="=1+1")
    content = render_xlsx(make_report((entry,)))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("台账").to_python()
    assert rows[3][2] == "=1+1"


def test_the_workbook_has_the_ledger_the_targets_and_the_returns() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(city_report())))

    assert book.sheet_names == ["台账", "指标", "报送情况", "填报全文", "数字来源"]
    ledger = book.get_sheet_by_name("台账").to_python()
    assert len(ledger) == 3 + 21
    assert ledger[2][:3] == ["序号", "来源文件及条款", "工作任务（原文）"]
    assert all(cell != "" for row in ledger[2:] for cell in row)


def test_without_a_chinese_font_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SERIF", ())
    monkeypatch.setattr(fonts, "SANS", ())
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        fonts.find_fonts.__wrapped__()


def test_a_report_without_anything_still_prints() -> None:
    assert [len(file.content) > 1000 for file in render_report(make_report(()))] == [True] * 4
