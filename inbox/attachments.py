"""Which attachments may be kept as evidence; nothing is ever opened."""

import re
import unicodedata
from collections.abc import Sequence

from inbox.heard import HeardAttachment
from inbox.mail import Part

LARGEST = 20 * 1024 * 1024  # bytes
MOST = 20  # files
PROGRAMS = frozenset([
    "apk", "app", "asp", "aspx", "bash", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg",
    "docm", "exe", "hta", "htm", "html", "img", "inf", "ipa", "iso", "jar", "js", "jse",
    "jsp", "lnk", "mht", "msi", "msp", "php", "pif", "pl", "pptm", "ps1", "psm1", "py",
    "reg", "scf", "scr", "sh", "svg", "sys", "url", "vbe", "vbs", "wsf", "wsh", "xhtml",
    "xlam", "xlsm", "xml",
])  # fmt: skip
MAGIC = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02",
)


def judge(parts: Sequence[Part]) -> tuple[HeardAttachment, ...]:
    """Return every attachment with the reason why it is refused, or none."""
    return tuple(
        HeardAttachment(part.name, part.media_type, part.content, _refusal(part, place))
        for place, part in enumerate(parts)
    )


def _refusal(part: Part, place: int) -> str | None:
    if place >= MOST:
        return f"附件超过{MOST}个"
    if len(part.content) > LARGEST:
        return "附件超过20 MB"
    if not part.content:
        return "附件是空的"
    if any(unicodedata.category(mark) in ("Cf", "Cc") for mark in part.name):
        return "文件名含有不可见的控制字符"
    if re.search(r"[/\\]", part.name):
        return "文件名含有路径"
    endings = part.name.lower().split(".")[1:]
    if PROGRAMS & set(endings) or part.content.startswith(MAGIC):
        return "不接收程序、脚本或含宏的文件"
    return None
