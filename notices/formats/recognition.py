"""What a file is, by its content; its name only decides among kinds of text."""

import zipfile
from io import BytesIO

from notices.errors import NoticeUnreadable

_BY_START = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
)
_OCR = "请先做文字识别（OCR），核对后另存为 .txt 或 .docx 再导入。"
_UNPACK = "请先解压，再逐份导入其中的通知。"
_WRONG = "请检查是否选错了文件：应导入通知全文（txt、网页、Word、PDF、Markdown 或 Excel 文件）。"
_REFUSED = (
    (b"\xff\xd8\xff", "这是图片（JPEG），没有可读取的文字。", _OCR),
    (b"\x89PNG", "这是图片（PNG），没有可读取的文字。", _OCR),
    (b"GIF8", "这是图片（GIF），没有可读取的文字。", _OCR),
    (b"BM", "这是图片（BMP），没有可读取的文字。", _OCR),
    (b"II*\x00", "这是图片（TIFF），没有可读取的文字。", _OCR),
    (b"MM\x00*", "这是图片（TIFF），没有可读取的文字。", _OCR),
    (b"RIFF", "这是图片或音视频文件，没有可读取的文字。", _OCR),
    (b"Rar!", "这是压缩文件（RAR）。", _UNPACK),
    (b"7z\xbc\xaf", "这是压缩文件（7z）。", _UNPACK),
    (b"\x1f\x8b", "这是压缩文件（gz）。", _UNPACK),
    (b"MZ", "这是 Windows 程序，不是通知。", _WRONG),
    (b"\x7fELF", "这是程序文件，不是通知。", _WRONG),
)
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
)
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_TEXTS = {".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".tsv": "csv"}
BINARY = 4  # a picture's or program's first bytes hold a zero byte or a control character soon


def format_of(content: bytes) -> str:
    """Return the name of the format, 'text' for what has no signature.

    Raises `NoticeUnreadable` for what can never be read: nothing, a picture, an archive, a program.
    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NoticeUnreadable("文件是空的。", "请检查是否选错了文件，或重新下载后再导入。")
    start = content[:1024].lstrip(b" \t\r\n\x00\xef\xbb\xbf")
    found = next((name for magic, name in _BY_START if start.startswith(magic)), None)
    if found == "zip":
        return _kind_of_zip(content)
    if found == "ole":
        return _kind_of_ole(content)
    if found is None:
        _check_refused(content)
    return found or "text"


def text_format(filename: str) -> str:
    """Return which kind of text a file's name claims: markdown, csv or txt."""
    return next((kind for end, kind in _TEXTS.items() if filename.lower().endswith(end)), "txt")


def _check_refused(content: bytes) -> None:
    for magic, reason, advice in _REFUSED:
        if content.startswith(magic) and not content[:BINARY].isalpha():
            raise NoticeUnreadable(reason, advice)
        if content.startswith(magic) and b"\x00" in content[:512]:
            raise NoticeUnreadable(reason, advice)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NoticeUnreadable(
            "文件已损坏或没有下载完整（压缩结构读不出来）。",
            "请重新下载；如果在 Word 或 WPS 中能打开，请另存为 .docx 后再导入。",
        ) from None
    kind = next((kind for part, kind in _PARTS if part in names), None)
    if kind is None and "[Content_Types].xml" in names:
        kind = next((kind for folder, kind in _FOLDERS if _has(names, folder)), None)
    if kind is None:
        raise NoticeUnreadable("这是压缩文件（zip），不是一份通知。", _UNPACK)
    return kind


_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def _has(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _kind_of_ole(content: bytes) -> str:
    """Return what an old Office container holds, by the names in its directory."""
    for stream, kind in _STREAMS:
        if (stream + "\x00").encode("utf-16-le") in content:
            return kind
    return "ole"
