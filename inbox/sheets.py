"""The table an office sent, filled in and returned as xlsx: its rows as lines of a table."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from inbox.fields import FIELD_OF, UNSURE
from inbox.tables import NOTE, is_head

MOST_SHEETS, MOST_ROWS, MOST_CELLS = 5, 500, 40
LARGEST = 5 * 1024 * 1024  # bytes
LONGEST_CELL = 3000  # characters
READER = Path(__file__).with_name("sheet_child.py")
PATIENCE = 20  # seconds
ENDINGS = (".xlsx", ".xls", ".et", ".ods")

Rows = Sequence[Sequence[object]]


def is_sheet(name: str) -> bool:
    """Tell whether a file's name is that of a table."""
    return name.lower().endswith(ENDINGS)


def text_of_sheets(content: bytes) -> str:
    """Return the filled tables of a workbook, cells parted by tabs; nothing where there is none."""
    if len(content) > LARGEST:
        return ""
    return "\n".join(line for rows in _sheets(content) for line in _lines(rows))


def _sheets(content: bytes) -> list[Rows]:
    """Let a process of its own open the file: one that claims too much ends only that process."""
    command = [sys.executable, "-I", str(READER), str(MOST_SHEETS), str(MOST_ROWS)]
    try:
        ran = subprocess.run(  # noqa: S603  # nosec B603  # our own command line, no shell
            command, input=content, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return []
    sheets: list[Rows] = json.loads(ran.stdout)
    return sheets


def _lines(rows: Rows) -> Iterator[str]:
    """Yield a sheet from the row of heads on; what stands above it is a title."""
    head = next((n for n, row in enumerate(rows) if is_head(list(map(str, row)))), None)
    if head is None:
        return
    shares, percents = _share_columns(rows, head), _percent_columns(rows[head])
    for row in rows[head:]:
        cells = [
            _words(cell, is_share=place in shares, is_percent=place in percents)
            for place, cell in enumerate(row[:MOST_CELLS])
        ]
        if any(cells):
            yield "\t".join(cells)


def _share_columns(rows: Rows, head: int) -> frozenset[int]:
    """Return the columns of a percentage whose numbers are shares of one: 0.6 for 60%."""
    found = []
    for place in _percent_columns(rows[head]):
        column = [row[place] for row in rows[head + 1 :] if place < len(row)]
        numbers = [cell for cell in column if isinstance(cell, float) and cell]
        if numbers and max(numbers) <= 1 and min(numbers) < 1:
            found.append(place)
    return frozenset(found)


def _percent_columns(heads: Sequence[object]) -> frozenset[int]:
    names = [NOTE.sub("", str(name)) for name in heads]
    return frozenset(n for n, name in enumerate(names) if FIELD_OF.get(name) == "percent")


def _words(cell: object, *, is_share: bool, is_percent: bool) -> str:
    """Return a cell as words; a 1 alone, or a 0.6 beside a 35, may be a share or a percentage."""
    if isinstance(cell, float):
        if is_share:
            return f"{cell * 100:g}%"
        return f"{UNSURE}{cell:g}" if is_percent and 0 < cell <= 1 else f"{cell:g}"
    return " ".join(str(cell).split())[:LONGEST_CELL]
