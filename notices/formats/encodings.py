"""Which characters the bytes stand for."""

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from notices.errors import NoticeUnreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HINT = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_OTHER_FORMATS = (
    (
        b"%PDF",
        "这是 PDF 文件",
        "目前只读取 txt 和网页文件：请复制其中的文字另存为 .txt（UTF-8）；扫描件请先做文字识别。",
    ),
    (
        b"PK\x03\x04",
        "这是 Word（.docx）或压缩文件",
        "目前只读取 txt 和网页文件：请在 Word 或 WPS 中另存为“纯文本 .txt”后再导入。",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "这是旧版 Word（.doc）或 WPS 文件",
        "请在 Word 或 WPS 中另存为“纯文本 .txt”后再导入。",
    ),
    (b"\xff\xd8\xff", "这是图片", "请先做文字识别（OCR），核对后另存为 .txt 再导入。"),
    (b"\x89PNG", "这是图片", "请先做文字识别（OCR），核对后另存为 .txt 再导入。"),
    (b"{\\rtf", "这是 RTF 文件", "请在 Word 或 WPS 中另存为“纯文本 .txt”后再导入。"),
)
SAMPLE = 200_000  # bytes that are enough to tell an encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode(content: bytes) -> Decoded:
    """Return the text of `content`, or raise `NoticeUnreadable`."""
    if not content.strip():
        raise NoticeUnreadable("文件是空的。", "请检查是否选错了文件，或重新下载后再导入。")
    for magic, reason, advice in _OTHER_FORMATS:
        if content.startswith(magic):
            raise NoticeUnreadable(f"{reason}，无法直接读取。", advice)
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Decoded(_decode(content, encoding), encoding)
    if b"\x00" in content[:SAMPLE]:
        raise NoticeUnreadable(
            "文件不是文本（含有二进制内容）。", "请导入 .txt 或 .html 格式的通知全文。"
        )
    return _without_mark(content)


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoticeUnreadable(
            f"文件自称为 {encoding} 编码，但第 {error.start} 个字节读不出来。",
            "文件可能已损坏：请重新下载，或另存为 UTF-8 编码的 .txt 后再导入。",
        ) from None


def _without_mark(content: bytes) -> Decoded:
    for encoding in ("utf-8", *_hinted(content)):
        try:
            return Decoded(content.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    if _looks_like_big5(content):
        return Decoded(content.decode("big5hkscs", errors="replace"), "big5hkscs", guessed=True)
    try:
        return Decoded(content.decode("gb18030"), "gb18030")
    except UnicodeDecodeError:
        raise NoticeUnreadable(
            "认不出文件的文字编码。", "请用记事本或 WPS 打开，另存为 UTF-8 编码的 .txt 后再导入。"
        ) from None


def _hinted(content: bytes) -> list[str]:
    """Return the encoding a web page names; gb2312 pages hold GBK bytes: the larger set."""
    hint = _HINT.search(content[:4096])
    name = hint[1].decode("ascii").lower() if hint else ""
    known = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
    return [known[name]] if name in known else []


def _looks_like_big5(content: bytes) -> bool:
    """Say whether Big5 reads better than GB18030: almost every byte pair is valid in both."""
    sample = content[: SAMPLE // 10]
    best = from_bytes(sample, cp_isolation=["big5hkscs", "big5", "gb18030", "gbk"]).best()
    return best is not None and best.encoding.startswith("big5")
