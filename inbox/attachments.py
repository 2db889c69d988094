"""Which attachments may be kept as evidence; nothing is ever run, unpacked or shown."""

import re
import unicodedata
from collections.abc import Sequence

from inbox.archives import judge_zip
from inbox.bodies import Part
from inbox.file_types import (
    is_active_content,
    is_active_name,
    is_closed_archive,
    media_type_of,
)
from inbox.heard import HeardAttachment

LARGEST = 20 * 1024 * 1024  # bytes
LARGEST_TOGETHER = 60 * 1024 * 1024
MOST = 20  # files
LONGEST_NAME = 200  # characters


def judge(parts: Sequence[Part]) -> tuple[HeardAttachment, ...]:
    """Return every attachment with the reason why it is refused, or none."""
    heard: list[HeardAttachment] = []
    kept = 0
    for place, part in enumerate(parts):
        reason = _refusal(part, place) or (
            "附件合计超过60 MB" if kept + len(part.content) > LARGEST_TOGETHER else None
        )
        kept += 0 if reason else len(part.content)
        kind = media_type_of(part.content, part.media_type)
        heard.append(HeardAttachment(part.name, kind, part.content, reason))
    return tuple(heard)


def _refusal(part: Part, place: int) -> str | None:
    if place >= MOST:
        return f"附件超过{MOST}个"
    if len(part.content) > LARGEST:
        return "附件超过20 MB"
    if not part.content:
        return "附件是空的"
    return _refused_name(part.name) or _refused_content(part)


def _refused_name(name: str) -> str | None:
    if any(unicodedata.category(mark) in ("Cf", "Cc", "Cs", "Zl", "Zp") for mark in name):
        return "文件名含有不可见的控制字符"
    if re.search(r"[/\\]", name) or re.match(r"^[A-Za-z]:|^\.+$|^~", name):
        return "文件名含有路径"
    if len(name) > LONGEST_NAME:
        return "文件名过长"
    return "不接收程序、脚本或含宏的文件" if is_active_name(name) else None


def _refused_content(part: Part) -> str | None:
    if is_active_content(part.content):
        return "不接收程序、脚本或含宏的文件"
    if is_closed_archive(part.content):
        return "无法检查的压缩格式，请改用zip或直接附上文件"
    if part.content.startswith(b"PK"):
        return judge_zip(part.content)
    return None
