"""Looks into archives without unpacking them: what is inside, and how far it would expand."""

import io
import re
import zipfile

from inbox.file_types import is_active_name

DOCUMENTS = frozenset(["[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml"])
MOST_FILES = 2000
LARGEST_INSIDE = 300 * 1024 * 1024  # bytes, all files of an archive together
MOST_TIMES = 120  # how often larger than packed; drawings and tables reach fifty
INSIDE = frozenset(["zip", "rar", "7z", "gz", "tar", "bz2", "xz", "cab", "tgz"])
PARTS = (".xml", ".rels", ".svg", ".html", ".htm")  # what office documents are made of
OFFICE_MACROS = re.compile(r"vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/.*\.bin", re.I)


def judge_zip(content: bytes) -> str | None:
    """Return why an archive, or an office file, which is one, is refused; None if it is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _judge(archive.infolist(), len(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError, KeyError):
        return "压缩文件已损坏，无法检查"
    except (RuntimeError, OverflowError, UnicodeError):
        return "压缩文件无法检查"


def _judge(files: list[zipfile.ZipInfo], packed: int) -> str | None:
    size = sum(file.file_size for file in files)
    if len(files) > MOST_FILES or size > LARGEST_INSIDE or size > MOST_TIMES * max(packed, 10_000):
        return "压缩文件展开后过大"
    is_office = any(file.filename in DOCUMENTS for file in files)
    for file in files:
        name = file.filename
        if OFFICE_MACROS.search(name):
            return "不接收程序、脚本或含宏的文件"
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name[:3]:
            return "压缩文件内的文件名含有路径"
        if is_active_name(name) and not (is_office and name.lower().endswith(PARTS)):
            return "压缩文件内有程序、脚本或含宏的文件"
        if name.lower().rpartition(".")[2] in INSIDE:
            return "压缩文件内还有压缩文件"
    return None
