"""Filled tables: each row under a head of labels is written out as labelled lines."""

import re
from collections.abc import Iterator, Sequence

from inbox.fields import FIELD_OF

KEY_HEADS = frozenset(["任务", "任务编号", "任务号", "事项编号"])
NOTE = re.compile(r"[（(【\[].*?[）)】\]]|[:：\s　]")


def spread_tables(text: str) -> str:
    """Return `text` with its tables as lines such as 任务7, 进度：64%; other text is unchanged."""
    return "\n".join(_spread(text.split("\n")))


def _spread(lines: Sequence[str]) -> Iterator[str]:
    head: list[str] = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        names = [NOTE.sub("", cell) for cell in cells]
        if sum(name in FIELD_OF for name in names) > 1:
            head = names
        elif len(cells) == len(head):
            yield from _row(head, cells)
        else:
            head = []
            yield line


def _row(head: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    pairs = list(zip(head, cells, strict=True))
    for name, cell in pairs:
        key = re.search(r"\d+(?:\.\d+)?", cell) if name in KEY_HEADS else None
        if key:
            yield f"任务{key[0]}"
    yield from (f"{name}：{cell}" for name, cell in pairs if name in FIELD_OF and cell)


def has_filled_table(text: str) -> bool:
    """Tell whether a text holds a table with the heads of a return and a row below them."""
    lines = iter(text.split("\n"))
    for line in lines:
        cells = line.split("\t")
        if len(cells) > 1 and sum(NOTE.sub("", cell) in FIELD_OF for cell in cells) > 1:
            return len(next(lines, "").split("\t")) == len(cells)
    return False
