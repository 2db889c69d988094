"""How an xlsx shows its entries: 0.05 as 5%, a day as 2024年12月.

The reader of the values does not tell; the number formats stand in styles.xml. The same scan
refuses sheets whose corners lie absurdly far apart: they would fill the memory.
"""

import re
from dataclasses import dataclass, field

from notices.errors import NoticeUnreadable
from notices.formats.packages import Package, below, local, value

_CELL = re.compile(rb"<(?:\w{1,8}:)?c\s([^>]{1,200})>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_COUNT = re.compile(rb"""(?i:count)\s*=\s*["']\s*\+?0*(\d+)""")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-m-y", 16: "d-m", 17: "m-y", 22: "yyyy/m/d",
    27: "yyyy m", 28: "m d", 29: "m d", 30: "m-d-yy", 31: "yyyy m d", 36: "yyyy m", 50: "yyyy m",
    51: "m d", 52: "yyyy m", 53: "m d", 54: "m d", 55: "yyyy m", 56: "m d", 57: "yyyy m", 58: "m d",
}  # fmt: skip
MANY_PLACES = 5_000_000  # of one sheet, empty ones too: a 分工表 has some thousands


@dataclass(frozen=True)
class CellFormats:
    """The number format of each cell; `known` is False where the file is no xlsx."""

    known: bool = False
    _styles: tuple[str, ...] = ()
    _sheets: list[dict[tuple[int, int], int]] = field(default_factory=list)

    def of(self, sheet: int, row: int, column: int) -> str:
        """Return a cell's format without its literal words, '' for the general one."""
        if sheet >= len(self._sheets):
            return ""
        style = self._sheets[sheet].get((row, column), 0)
        return self._styles[style] if style < len(self._styles) else ""


def formats_of(content: bytes) -> CellFormats:
    """Return the number formats of an xlsx; an old xls says nothing of them."""
    if not content.startswith(b"PK"):
        return CellFormats()
    package = Package(content)
    _check_counts(package)
    main = package.targets("").get("officeDocument") or "xl/workbook.xml"
    if main not in package.names or main.endswith(".bin"):
        return CellFormats()
    styles = package.targets(main).get("styles")
    relations = package.by_id(main)
    parts = [
        relations.get(value(node, "id") or "", "") for node in below(package.xml(main), "sheets")
    ]
    return CellFormats(
        known=True,
        _styles=_styles(package, styles),
        _sheets=[_scan(package.read(part)) if part in package.names else {} for part in parts],
    )


def _check_counts(package: Package) -> None:
    """Refuse what a part claims to hold beyond reason: the reader takes memory for it at once."""
    for name in package.names:
        if name.endswith(("sharedStrings.xml", "styles.xml", "workbook.xml")):
            for count in _COUNT.finditer(package.read(name)):
                if len(count[1]) > len(str(MANY_PLACES)):
                    raise _too_wide()


def _too_wide() -> NoticeUnreadable:
    return NoticeUnreadable(
        "表格的范围过大，不像一份分工表。", "请删去表格外的空行空列后另存为 .xlsx 再导入。"
    )


def _styles(package: Package, name: str | None) -> tuple[str, ...]:
    if name not in package.names or not name:
        return ()
    root = package.xml(name)
    own = {
        value(node, "numFmtId"): _LITERAL.sub("", value(node, "formatCode") or "")
        for node in below(root, "numFmts")
    }
    found = []
    for node in below(root, "cellXfs"):
        number = value(node, "numFmtId") or "0" if local(node) == "xf" else "0"
        built_in = _BUILT_IN.get(int(number), "") if number.isdecimal() else ""
        found.append(own.get(number, built_in))
    return tuple(found)


def _scan(sheet: bytes) -> dict[tuple[int, int], int]:
    """Return the style of each cell that has one, or refuse a sheet too wide and long."""
    styles, rows, columns = {}, 0, 0
    for cell in _CELL.finditer(sheet):
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        rows, columns = max(rows, row), max(columns, column)
        if style := _STYLE.search(cell[1]):
            styles[row, column] = int(style[1])
    if (rows + 1) * (columns + 1) > MANY_PLACES:
        raise _too_wide()
    return styles


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
