"""Files of characters: every encoding, markdown, csv, lines with tabs."""

from pathlib import Path

import pytest
from opencc import OpenCC

from notices.formats import Document, open_document

CORPUS = Path(__file__).parents[1] / "corpus" / "notices"
SHORT = (
    "市财政局牵头，市教育局配合。",
    "推进码头改造，完善配套设施。",
    "各县（市、区）人民政府：",
    "到2027年建成岸电泊位120个。",
    "关于印发工作方案的通知",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")


CONVERTER = OpenCC("s2t")


def traditional(text: str) -> str:
    return str(CONVERTER.convert(text))


def shown(document: Document) -> list[list[list[str | None]]]:
    """Every table as rows of words."""
    return [
        [
            [document.cell_text(cell) if cell else None for cell in table.row(number)]
            for number in range(table.rows)
        ]
        for table in document.tables
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt"))[:4], ids=lambda path: path.stem)
def test_a_text_is_the_same_in_every_encoding(path: Path, encoding: str) -> None:
    text = path.read_text("utf-8")
    found = open_document(text.encode(encoding), path.name)
    assert found.text == text
    assert found.doubts == ()


@pytest.mark.parametrize("words", SHORT)
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_gbk_and_big5_are_told_apart_in_one_sentence(words: str, encoding: str) -> None:
    text = traditional(words) if encoding == "big5hkscs" else words
    found = open_document(text.encode(encoding), "notice.txt")
    assert (found.text, found.encoding) == (text, encoding)


def test_gbk_and_big5_are_told_apart_in_every_line_of_the_corpus() -> None:
    wrong = []
    for path in CORPUS.glob("*.txt"):
        for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
            for encoding, text in (("gb18030", line), ("big5hkscs", traditional(line))):
                try:
                    content = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                if len(text) > 5 and open_document(content, "a.txt").text != text:
                    wrong.append((encoding, text))
    assert wrong == []


def test_line_ends_of_every_kind_stay_and_part_lines() -> None:
    text = "关于推进改造的通知\r\n各区：\r一、推进。\n二、落实。\r\n"
    assert open_document(text.encode(), "a.txt").text == text


def test_a_few_lost_bytes_are_doubts_where_they_stand() -> None:
    text = "推进码头改造，完善配套设施，市财政局牵头。" * 20
    content = text.encode().replace("市".encode(), b"\xe5\xb8", 1)
    found = open_document(content, "a.txt")
    assert found.encoding == "utf-8"
    (doubt,) = found.doubts
    assert doubt.kind == "character-lost"
    assert "财政局" in found.text[doubt.span.start : doubt.span.end]


def test_lines_with_tabs_are_a_table_of_the_same_text() -> None:
    text = "附件\n序号\t任务\t牵头单位\n1\t建园区\t市工信局\n2\t引企业\t\n请落实。\n"
    found = open_document(text.encode(), "a.txt")
    assert found.text == text
    assert shown(found) == [
        [["序号", "任务", "牵头单位"], ["1", "建园区", "市工信局"], ["2", "引企业", ""]]
    ]


def test_indented_paragraphs_are_no_table() -> None:
    text = "\t一、推进改造。\n\t二、落实责任。\n\t三、加强督查。\n"
    assert open_document(text.encode(), "a.txt").tables == ()


MARKDOWN = """---
title: x
---
# 关于推进改造的**通知**

## 一、重点任务

1. **建园区。**推进[码头](http://x.example)改造。
   （牵头单位：市工信局）
2. 引企业。

**（二）民生改善**办好学校。<br>落实责任。

| 序号 | 任务 | 牵头单位 |
|:--:|---|---|
| 1 | 建**园区** | 市工信局<br>市商务局 |
| 2 | 引企业 | |

> 请落实。
"""


def test_markdown_loses_its_marks_and_keeps_its_numbers() -> None:
    found = open_document(MARKDOWN.encode(), "notice.md")
    assert found.text.splitlines()[:7] == [
        "关于推进改造的通知", "一、重点任务", "1. 建园区。推进码头改造。", "（牵头单位：市工信局）",
        "2. 引企业。", "（二）民生改善办好学校。", "落实责任。",
    ]  # fmt: skip
    assert found.text.splitlines()[-1] == "请落实。"
    assert shown(found) == [
        [["序号", "任务", "牵头单位"], ["1", "建园区", "市工信局\n市商务局"], ["2", "引企业", ""]]
    ]
    assert found.tables[0].heading_rows == 1


def test_markdown_is_known_without_its_name() -> None:
    named = open_document(MARKDOWN.encode(), "notice.md")
    assert open_document(MARKDOWN.encode(), "notice.txt").text == named.text


def test_a_csv_is_a_table_below_its_title() -> None:
    text = (
        '临澜市任务分工表,,\n序号,任务,牵头单位\n一、产业,,\n1,"建园区，\n引企业",市工信局\n'
        "2,办学校,市教育局\n注：逗号为半角,,\n"
    )
    for encoding in ("utf-8-sig", "gb18030"):
        found = open_document(text.encode(encoding), "分工表.csv")
        assert found.text.splitlines()[0] == "临澜市任务分工表"
        assert found.text.splitlines()[-1] == "注：逗号为半角"
        assert shown(found) == [
            [
                ["序号", "任务", "牵头单位"],
                ["一、产业", "一、产业", "一、产业"],
                ["1", "建园区，\n引企业", "市工信局"],
                ["2", "办学校", "市教育局"],
            ]
        ]
