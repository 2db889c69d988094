"""Tables of figures (指标、年度目标、10月20日、完成率): each row is spelled out with its heads."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inbox.clauses import FULL_WIDTH, is_of
from inbox.tables import is_head

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (  # the first that fits a head
    ("order", re.compile(r"^(?:序号?|编号|任务编?号|No\.?)$", re.I)),
    ("unit", re.compile(r"^(?:计量|计算)?单位$")),
    (
        "date",
        re.compile(r"^(?:截[至止])?(?:\d{1,2}月(?:\d{1,2}日|[底末份])?|[一二三四]季度[末底]?)$"),
    ),
    ("rate", re.compile(r"率|占|比例|进度|同比|环比|增[长速幅]")),
    ("figure", re.compile(r"目标|计划|任务数|下达|上[期月年季]|去年|同期|年初|本[期月季年]|新增")),
    ("figure", re.compile(r"累计|完成|实际|目前|现[有值状]|达到|建成|数值|数量|^值$")),
)
NOTE = re.compile(r"[（(【\[].*?[）)】\]]|[\s　]")
FIGURE = re.compile(r"^\s*[约近]?\d[\d,]*(?:\.\d+)?")
BARE = re.compile(r"^\s*\d[\d,]*(?:\.\d+)?\s*$")
DAY = re.compile(r"(\d{1,2})月(?:(\d{1,2})日)?")
BETWEEN = re.compile(r"^([^\n]*\t[^\n]*)\n(?:[ \u3000]*\n)+(?=[^\n]*\t)", re.MULTILINE)
IN_ALL = re.compile(r"^(?:合计|总计|小计|全[市县区]|累计)")
TOLD = ("rate", "date", "figure")


def with_heads(text: str, names: Sequence[str]) -> str:
    """Return `text` with the rows about `names` (titles, indicators) as sentences.

    高新技术企业，完成率85%，10月20日68家。 Rows of parts (乡镇, 标段) stay as they are.
    """
    if "\t" not in text:
        return text
    return "\n".join(_spelled(BETWEEN.sub(r"\1\n", text).split("\n"), names))


def has_figure_table(text: str) -> bool:
    """Tell whether a text holds a head of such a table and a row below it."""
    lines = [line for line in text.split("\n") if "\t" in line]
    return any(_heads(one, other) for one, other in pairwise(lines))


def _spelled(lines: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    head: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell.strip() for cell in line.split("\t")]
        if _heads(line, below):
            head = cells
            if not _is_about(head, [cell.strip() for cell in below.split("\t")], names):
                yield line
        elif len(cells) == len(head) and _is_about(head, cells, names):
            yield _row(head, cells)
        else:
            head = head if len(cells) == len(head) else []
            yield line


def _is_about(head: Sequence[str], cells: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row is about a task or an indicator, or the sum of all."""
    name = next((cell for one, cell in zip(head, cells, strict=True) if not _kind(one)), "")
    return not name or bool(IN_ALL.match(name)) or any(is_of(name, one) for one in names)


def _heads(line: str, below: str) -> bool:
    """Tell whether a line names columns of figures, of which the one below it is a row."""
    cells, row = line.split("\t"), below.split("\t")
    if len(cells) < 2 or len(cells) != len(row) or is_head(cells):
        return False
    kinds = [_kind(cell) for cell in cells]
    is_named = not any(
        FIGURE.match(cell) for cell, kind in zip(cells, kinds, strict=True) if not kind
    )
    told = [cell for cell, kind in zip(row, kinds, strict=True) if kind in TOLD]
    return is_named and any(FIGURE.match(cell.translate(FULL_WIDTH)) for cell in told)


def _kind(head: str) -> str:
    name = NOTE.sub("", head)
    return next((kind for kind, pattern in KINDS if pattern.search(name)), "")


def _row(head: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row as one sentence, its latest day last."""
    pairs = [(name, _kind(name), cell) for name, cell in zip(head, cells, strict=True) if cell]
    unit = next((cell for _, kind, cell in pairs if kind == "unit"), "")
    order = next((cell for _, kind, cell in pairs if kind == "order"), "")
    told = [pair for pair in pairs if pair[1] not in ("unit", "order")]
    told.sort(key=lambda pair: _day(pair[0]) if pair[1] == "date" else (0, 0))
    words = "，".join(_cell(*pair, unit=unit) for pair in told)
    return f"{order}\t{words}。" if order else f"{words}。"


def _cell(head: str, kind: str, cell: str, *, unit: str) -> str:
    if kind not in TOLD or not FIGURE.match(cell.translate(FULL_WIDTH)):
        return cell
    sign = unit if kind != "rate" else "%" if "%" in head or "％" in head else ""
    return f"{NOTE.sub('', head)}{cell}{sign if BARE.match(cell) else ''}"


def _day(head: str) -> tuple[int, int]:
    found = DAY.search(head)
    return (int(found[1]), int(found[2] or 31)) if found else (1, 0)
