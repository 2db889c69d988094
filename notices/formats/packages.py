"""Files that are zip archives of XML (docx, xlsx): opened without trusting their sizes."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from notices.errors import NoticeUnreadable

LARGEST_PART = 80 * 1024 * 1024  # bytes of one unpacked part: a notice of 10 MB of text fits
LARGEST = 400 * 1024 * 1024  # bytes of all parts together, pictures included
STEEPEST = 200  # times smaller than unpacked: text shrinks 5 to 20 times, a bomb a thousand
FREE = 4 * 1024 * 1024  # bytes below which no ratio is looked at
_REPAIR = "请重新下载；如果在 Word 或 WPS 中能打开，请另存为 .docx 后再导入。"


class Package:
    """The parts of a zip archive, read within limits."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise broken() from None
        self.names = frozenset(self._archive.namelist())
        self._check_sizes(len(content))

    def _check_sizes(self, packed: int) -> None:
        unpacked = sum(part.file_size for part in self._archive.infolist())
        if unpacked > LARGEST or (unpacked > FREE and unpacked > packed * STEEPEST):
            raise too_large()

    def read(self, name: str) -> bytes:
        """Return a part; its size is counted while it unpacks, whatever the archive says."""
        try:
            with self._archive.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError):
            raise broken() from None
        except (RuntimeError, NotImplementedError):  # what zipfile says of a locked part
            raise NoticeUnreadable(
                "文件已加密，需要密码才能打开。", "请去掉密码保护后另存一份再导入。"
            ) from None
        if len(content) > LARGEST_PART:
            raise too_large()
        return content

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part that is XML; entities are not followed."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise broken() from None
        if root is None:
            raise broken()
        return root

    def targets(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the last word of the relationship's type."""
        return {kind: parts[0] for kind, parts in self.all_targets(name).items()}

    def all_targets(self, name: str) -> dict[str, list[str]]:
        """Return all such parts of each type."""
        found: dict[str, list[str]] = {}
        for relation, target in self._relations(name):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found.setdefault(kind, []).append(target)
        return found

    def by_id(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the relationship's id."""
        return {relation.get("Id") or "": part for relation, part in self._relations(name)}

    def _relations(self, name: str) -> Iterator[tuple[etree._Element, str]]:
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        for relation in self.xml(relations) if relations in self.names else ():
            target = relation.get("Target") or ""
            absolute = target.startswith("/") or not folder
            yield relation, target.lstrip("/") if absolute else f"{folder}/{target}"


def broken() -> NoticeUnreadable:
    """Return the refusal of a damaged archive."""
    return NoticeUnreadable("文件已损坏或没有下载完整（内部结构读不出来）。", _REPAIR)


def too_large() -> NoticeUnreadable:
    """Return the refusal of what unpacks to more than any notice holds."""
    return NoticeUnreadable(
        "文件解压后过大，不像一份通知，已拒绝打开。",
        "请用 Word 或 WPS 打开核对，删去图片等附件后另存为 .docx 再导入。",
    )


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace, '' for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element below `node` along the names of `path`."""
    for name in path:
        if node is None:
            return None
        node = next((one for one in node if local(one) == name), None)
    return node


def below(node: etree._Element | None, *path: str) -> list[etree._Element]:
    """Return the elements directly below the one along `path`."""
    found = child(node, *path)
    return [] if found is None else list(found)


def value(node: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute whatever its namespace (transitional and strict files differ)."""
    if node is None:
        return None
    for key, found in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None


def whole(node: etree._Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a whole number, None where it is missing or is none."""
    words = value(node, name) or ""
    return int(words) if words.removeprefix("-").isdecimal() and len(words) < 10 else None


def is_on(node: etree._Element | None) -> bool:
    """Say whether a switch such as <w:vanish/> is there and not set to false."""
    return node is not None and value(node) not in ("0", "false", "off")
