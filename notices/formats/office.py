"""doc, wps, rtf and odt: LibreOffice, where it is installed, saves them as docx."""

import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from notices.errors import NoticeUnreadable
from notices.formats.document import Document
from notices.formats.docx import read_docx

_COMMANDS = ("soffice", "libreoffice")
_SAVE_AS = "请在 Word 或 WPS 中打开，另存为 .docx 后再导入。"
_NAMES = {"doc": "旧版 Word（.doc）或 WPS 文件", "rtf": "RTF 文件", "odf": "OpenDocument 文件"}
SECONDS = 90


def read_through_office(content: bytes, kind: str) -> Document:
    """Return the document after LibreOffice has saved it as docx, in a profile of its own."""
    command = next(filter(None, map(shutil.which, _COMMANDS)), None)
    if command is None:
        raise NoticeUnreadable(
            f"这是{_NAMES[kind]}，本机没有安装 LibreOffice，无法读取。", _SAVE_AS
        )
    with TemporaryDirectory(prefix="duban-office-") as folder:
        source = Path(folder, f"notice.{'odt' if kind == 'odf' else kind}")
        source.write_bytes(content)
        _convert(command, source, kind)
        saved = Path(folder, "out", "notice.docx")
        if not saved.exists():
            raise NoticeUnreadable(
                f"这是{_NAMES[kind]}，但已损坏或不是文字文档，读不出来。", _SAVE_AS
            )
        document = read_docx(saved.read_bytes())
    return replace(document, format=kind)


def _convert(command: str, source: Path, kind: str) -> None:
    """Run LibreOffice; after `SECONDS` it is ended, with whatever it started."""
    folder = source.parent
    arguments = [
        command, "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603  # nosec B603  # our own arguments, no shell
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise NoticeUnreadable(
            f"这是{_NAMES[kind]}，LibreOffice {SECONDS} 秒内没有读完。", _SAVE_AS
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
