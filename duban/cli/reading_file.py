"""A file that a person names: its bytes, and a word where reading it will take a while."""

from pathlib import Path

import typer

SLOW = 1024 * 1024  # bytes from which a person hears that it takes a while
MB = 1024 * 1024


def content_of(file: Path) -> bytes:
    """Return the bytes of a file; what is far too large is refused before it is loaded."""
    from notices.errors import NoticeUnreadable
    from notices.formats.opening import LARGEST

    size = file.stat().st_size
    if size > LARGEST:
        raise NoticeUnreadable(
            f"文件太大：{size / MB:.0f} MB，最多可读 {LARGEST // MB} MB。",
            "请只导入通知全文，不含附带的数据、图片或其他文件。",
        )
    if size > SLOW:
        typer.echo(f"文件有 {size / MB:.1f} MB，正在读取，请稍候……", err=True)
    return file.read_bytes()
