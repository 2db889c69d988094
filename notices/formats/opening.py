"""Which reader a file needs: its content decides, not its name."""

from notices.evidence import Span
from notices.formats.document import Document
from notices.formats.encodings import decode
from notices.formats.html import is_html, text_of_page
from notices.reading import Doubt


def open_document(content: bytes, filename: str) -> Document:
    """Return what the file holds, or raise `NoticeUnreadable`."""
    decoded = decode(content)
    doubts = (_guess(decoded.text),) if decoded.guessed else ()
    if is_html(decoded.text, filename):
        return Document(text_of_page(decoded.text), "html", decoded.encoding, doubts=doubts)
    return Document(decoded.text, "txt", decoded.encoding, doubts=doubts)


def _guess(text: str) -> Doubt:
    why = "文件像是 Big5（繁体）编码，已按此读取，请核对文字是否正常。"
    return Doubt("encoding-guessed", "", Span(0, min(len(text), 1)), why, blocking=False)
