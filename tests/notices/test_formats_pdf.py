"""A PDF reads by where its words stand: paragraphs, tables over pages, pages that are pictures."""

import struct
import zlib

import pytest

from notices import NoticeClassified, NoticeUnreadable, read
from notices.formats import Document, open_document
from tests.notices.files import pdf_of, typst_pdf, typst_table

SENTENCE = "加快推进港口岸电设施建设，完善绿色航运配套政策，支持重点企业开展技术改造和设备更新。"
HEADING = ("序号", "任务", "牵头单位", "配合单位")


def png(size: int = 8) -> str:
    """A grey picture, as typst's bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\x00" + b"\x80" * size for _ in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    data += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return f"bytes(({', '.join(map(str, data))}))"


SCAN = f"#page(margin: 0pt)[#image({png()}, width: 100%, height: 100%)]\n"


def opened(content: bytes) -> Document:
    return open_document(content, "notice.pdf")


def shown(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [
        [document.cell_text(cell) if cell else "-" for cell in table.row(number)]
        for number in range(table.rows)
    ]


def items(count: int) -> list[str]:
    """Numbered paragraphs of one to three sentences, no two alike."""
    return [
        f"（{n}）{(SENTENCE * 3)[n % 40 : 60 + 41 * (n % 3)]}落实第{n}项。" for n in range(1, count)
    ]


def test_wrapped_lines_are_paragraphs_again_over_pages_too() -> None:
    lines = items(40)
    found = opened(pdf_of(lines))
    assert found.text.splitlines() == lines
    assert len(found.pages) > 2


def test_page_numbers_and_running_headers_are_no_text() -> None:
    page = 'numbering: "— 1 —", header: align(center)[临澜市人民政府公报　2026年第3期]'
    lines = items(40)
    assert opened(pdf_of(lines, page=page)).text.splitlines() == lines


def test_each_page_knows_its_part_of_the_text() -> None:
    lines = items(40)
    found = opened(pdf_of(lines))
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert found.pages[0].span.start == 0
    assert found.pages[-1].span.end == len(found.text)
    for one, two in zip(found.pages, found.pages[1:], strict=False):
        assert one.span.end == two.span.start
    assert found.page_of(0) == 1
    assert found.page_of(len(found.text) - 2) == len(found.pages)


def test_a_title_of_two_centred_lines_is_one() -> None:
    title = "临澜市人民政府关于印发临澜市绿色港口建设与航运服务能力提升行动方案的通知"
    body = f'#align(center, text(size: 22pt)[#par(first-line-indent: 0pt)[#"{title}"]])\n\n'
    found = opened(typst_pdf(body + f'#"{SENTENCE * 3}"'))
    assert found.text.splitlines() == [title, SENTENCE * 3]


def test_a_table_over_pages_is_one_with_its_heading_once() -> None:
    rows = [(str(n), SENTENCE * (n % 3 + 1), "市交通运输局", "市财政局") for n in range(1, 25)]
    head = ", ".join(f"[{words}]" for words in HEADING)
    cells = ", ".join(f'[#"{words}"]' for row in rows for words in row)
    table = f"#table(columns: (1cm, 1fr, 3cm, 3cm), table.header({head}), {cells})\n"
    for repeated in ("repeat: true, ", "repeat: false, "):
        source = table.replace("table.header(", f"table.header({repeated}")
        found = opened(typst_pdf(f'#"{SENTENCE}"\n\n{source}\n\n#"{SENTENCE}"'))
        assert shown(found) == [list(HEADING), *map(list, rows)]
        assert found.text.startswith(SENTENCE)
        assert found.text.endswith(SENTENCE + "\n")


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    rows = [
        HEADING,
        ("1", SENTENCE * 30, "市交通运输局", "市财政局"),
        ("2", "建园区", "市工信局", ""),
    ]
    table = typst_table(rows, "(1cm, 1fr, 3cm, 3cm)")
    found = opened(typst_pdf(f"#show table: set block(breakable: true)\n{table}"))
    assert len(found.pages) > 1
    assert shown(found) == [list(row) for row in rows]


def test_merged_cells_cover_their_places() -> None:
    table = (
        "#table(columns: (2cm, 1fr, 3cm), [类别], [任务], [单位], table.cell(rowspan: 2)[产业],"
        " [建园区], [市工信局], [引企业], [市商务局], table.cell(colspan: 3)[二、民生])"
    )
    assert shown(opened(typst_pdf(f'#"{SENTENCE}"\n\n{table}'))) == [
        ["类别", "任务", "单位"],
        ["产业", "建园区", "市工信局"],
        ["产业", "引企业", "市商务局"],
        ["二、民生", "二、民生", "二、民生"],
    ]


def test_units_one_to_a_line_in_a_cell_stay_apart() -> None:
    table = "#table(columns: (1fr, 2.6cm), [建园区], [市工信局\\ 市商务局\\ 市财政局])"
    found = opened(typst_pdf(f'#"{SENTENCE}"\n\n{table}'))
    assert shown(found)[0][1] == "市工信局\n市商务局\n市财政局"


def test_a_page_lying_on_its_side_is_read_upright() -> None:
    rows = [HEADING, *((str(n), SENTENCE, "市交通运输局", "市财政局") for n in range(1, 4))]
    table = typst_table(rows, "(1cm, 1fr, 3cm, 3cm)")
    turned = f"#page(flipped: true)[{table}]"
    assert shown(opened(typst_pdf(f'#"{SENTENCE}"\n{turned}'))) == [list(row) for row in rows]
    for angle in (-90, 90):
        rotated = f"#page[#rotate({angle}deg, reflow: true, box(width: 22cm)[{table}])]"
        found = opened(typst_pdf(f'#page[#"{SENTENCE}"]\n{rotated}'))
        assert shown(found) == [list(row) for row in rows]


def test_a_watermark_across_the_page_is_no_text() -> None:
    page = "background: rotate(-45deg, text(60pt, fill: luma(200))[内部征求意见])"
    lines = [f"（{n}）{SENTENCE}" for n in range(1, 9)]
    assert opened(pdf_of(lines, page=page)).text.splitlines() == lines


def test_a_page_that_is_a_picture_is_a_doubt_that_names_it() -> None:
    text = f'#page[#"{SENTENCE}"]\n'
    found = opened(typst_pdf(text + SCAN + text + SCAN))
    (doubt,) = found.doubts
    assert doubt.kind == "page-without-text"
    assert "第 2、4 页" in doubt.why
    assert doubt.blocking


def test_a_scanned_pdf_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(NoticeUnreadable) as refusal:
        opened(typst_pdf(SCAN + SCAN))
    assert "扫描件" in refusal.value.reason
    assert "文字识别" in refusal.value.advice


def test_a_scan_with_recognised_words_is_read_with_a_doubt() -> None:
    page = f"background: image({png()}, width: 100%, height: 100%)"
    found = opened(pdf_of([f"（{n}）{SENTENCE}" for n in range(1, 9)], page=page))
    assert [doubt.kind for doubt in found.doubts] == ["page-recognised"]
    assert "第 1 页" in found.doubts[0].why


def test_a_cut_off_file_and_a_damaged_one_are_refused() -> None:
    content = pdf_of([SENTENCE] * 20)
    for part in (content[: len(content) // 2], content[:200], b"%PDF-1.7\n" + b"x" * 50 + b"%%EOF"):
        with pytest.raises(NoticeUnreadable) as refusal:
            opened(part)
        assert "PDF" in refusal.value.reason


def test_a_classification_mark_in_a_running_header_is_refused() -> None:
    with pytest.raises(NoticeClassified):
        read(pdf_of(items(40), page="header: [秘密★1年]"), "notice.pdf")
