"""Which reader a file needs: its content decides, not its name.

Each reader is imported when a file of its kind comes: reading a txt loads no pdf library.
"""

import re
from dataclasses import replace

from notices.errors import NoticeUnreadable
from notices.evidence import Span
from notices.formats.document import Document
from notices.formats.recognition import format_of
from notices.reading import Doubt

_SAVE_AS = "请在 Word 或 WPS 中打开，另存为 .docx 后再导入。"
_REFUSED = {
    "encrypted": ("文件已加密，需要密码才能打开。", "请去掉密码保护后另存一份再导入。"),
    "pptx": ("这是演示文稿，不是通知。", "请导入通知的正文（Word、PDF、txt 等）。"),
    "ppt": ("这是演示文稿，不是通知。", "请导入通知的正文（Word、PDF、txt 等）。"),
    "ofd": (
        "这是 OFD 版式文件，目前不能直接读取。",
        "请用 OFD 阅读器另存（导出）为 PDF，或复制全文另存为 .txt 后再导入。",
    ),
    "ole": ("这是旧版 Office 文件，认不出其中是什么。", _SAVE_AS),
}
_LOST = re.compile("[^\n]{0,12}\ufffd[^\n]{0,12}")
LARGEST = 50 * 1024 * 1024  # bytes of a file: a long PDF with pictures
LARGEST_TEXT = 16 * 1024 * 1024  # bytes of a txt, html or csv
LONGEST = 5_000_000  # characters of what is read
MANY = 20  # places that are named one by one


def open_document(content: bytes, filename: str) -> Document:
    """Return what the file holds, or raise `NoticeUnreadable`."""
    _check_size(len(content), LARGEST, 1024 * 1024, "MB")
    kind = format_of(content)
    if kind == "text":
        _check_size(len(content), LARGEST_TEXT, 1024 * 1024, "MB")
    if kind in _REFUSED:
        raise NoticeUnreadable(*_REFUSED[kind])
    document = _read(content, kind, filename)
    if not document.text.strip():
        raise NoticeUnreadable("文件里没有文字。", "请检查是否选错了文件，或打开后另存一份再导入。")
    _check_size(len(document.text), LONGEST, 10_000, "万字")
    return replace(document, doubts=(*document.doubts, *_lost(document.text)))


def _check_size(size: int, most: int, unit: int, name: str) -> None:
    """Refuse what is far longer than any notice, before it takes minutes."""
    if size > most:
        raise NoticeUnreadable(
            f"文件太大：{size / unit:.0f} {name}，最多可读 {most // unit} {name}。",
            "请只导入通知全文，不含附带的数据、图片或其他文件。",
        )


def _read(content: bytes, kind: str, filename: str) -> Document:
    if kind == "text":
        from notices.formats.text import read_text

        return read_text(content, filename)
    if kind in ("doc", "rtf", "odf"):
        from notices.formats.office import read_through_office

        return read_through_office(content, kind)
    if kind == "pdf":
        from notices.formats.pdf import read_pdf

        return read_pdf(content)
    if kind == "docx":
        from notices.formats.docx import read_docx

        return read_docx(content)
    from notices.formats.sheets import read_workbook

    return read_workbook(content)


def _lost(text: str) -> list[Doubt]:
    """Point at characters that could not be read."""
    why = "此处有字符读不出来（文件损坏或字体、编码不全），请对照原件补正。"
    return [
        Doubt("character-lost", match[0], Span(*match.span()), why, blocking=False)
        for _, match in zip(range(MANY), _LOST.finditer(text), strict=False)
    ]
