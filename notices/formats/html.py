"""The notice inside a saved web page; navigation is left behind."""

import re
from typing import cast

from lxml import etree

from notices.errors import NoticeUnreadable
from notices.formats.building import TextBuilder
from notices.formats.document import Document
from notices.formats.page_article import find_article, parse_page
from notices.formats.page_blocks import Block, blocks_of, is_seen
from notices.formats.page_cleaning import cleaned, labelled

_HEADINGS = "//h1 | //*[@id='title' or contains(concat(' ', @class, ' '), ' title ')]"
_ROWS = "//tr | //li | //p | //dd | //div[not(*)]"
_FRAMES = "//iframe[@src] | //frame[@src]"
_HAN = re.compile(r"[\u3400-\u9fff]")
MAX_TITLE = 120
MIN_TITLE = 8
MAX_HEAD = 8
NOTHING = 60  # Chinese characters: a page with fewer holds no notice


def read_html(source: str, encoding: str) -> Document:
    """Return the notice of the page, one line to a block, with its tables."""
    try:
        tree = parse_page(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise _nothing("网页是空的。") from None
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None:
        raise _nothing("网页只有框架，没有正文。")
    blocks = cleaned(blocks_of(find_article(body)))
    _check_holds_text(tree, blocks)
    out = TextBuilder()
    for block in _heads(tree, blocks) + blocks:
        if block.cells:
            out.table(block.cells, heading_rows=block.heading_rows)
        else:
            out.line(block.words)
    return Document(out.text, "html", encoding, tuple(out.tables))


def _check_holds_text(tree: etree._Element, blocks: list[Block]) -> None:
    han = sum(len(_HAN.findall(block.words)) for block in blocks)
    if han < NOTHING and _found(tree, _FRAMES):
        raise _nothing("网页的正文在另一个框架页里，这个文件没有存下来。")
    if not han:
        raise _nothing("网页里没有文字，正文可能是打开时才由脚本载入的。")


def _nothing(reason: str) -> NoticeUnreadable:
    return NoticeUnreadable(
        reason, "请在浏览器中打开原网页，复制通知正文另存为 .txt，或另存为“网页，全部”中的正文页。"
    )


def _heads(tree: etree._Element, blocks: list[Block]) -> list[Block]:
    """Return the page's title and its 文号 lines where the article lacks them."""
    squeezed = "".join(block.squeezed for block in blocks)
    lines: list[str] = []
    for row in _found(tree, _ROWS):
        entries = [_line(cell) for cell in row] if row.tag == "tr" else [_line(row)]
        for line in labelled(entries):
            if len(line) < MAX_TITLE and _is_new(line, squeezed) and line not in lines:
                lines.append(line)
    for element in _found(tree, _HEADINGS)[:3]:
        line = _line(element)
        if MIN_TITLE <= len(line) < MAX_TITLE and _is_new(line, squeezed) and line not in lines:
            lines.append(line)
    return [Block(line) for line in lines[:MAX_HEAD]]


def _found(tree: etree._Element, path: str) -> list[etree._Element]:
    return cast(list[etree._Element], tree.xpath(path))


def _line(element: etree._Element) -> str:
    shown = is_seen(element) and all(is_seen(above) for above in element.iterancestors())
    return re.sub(r"\s+", " ", "".join(map(str, element.itertext()))).strip() if shown else ""


def _is_new(line: str, squeezed: str) -> bool:
    """Say whether the article does not print the line's words itself."""
    words = re.sub(r"\s", "", line)
    return words not in squeezed and re.sub(r"^[^:：]{2,6}[:：]", "", words) not in squeezed
