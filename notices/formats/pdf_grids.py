"""Tables of a PDF page, by their ruling lines.

Lines that cross or meet make a grid; a place without a line to its neighbour is one cell with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from notices.formats.building import CellDraft
from notices.formats.pdf_cells import cell_words
from notices.formats.pdf_pages import Glyph, Ruling

NEAR = 3.0  # points: lines closer than this are one, ends this near touch
OPEN_SIDE = 12.0  # points that rows may reach past the last upright line: a side left open

DRAWING = 200_000  # crossings to look at: a page with more is a map or a plan


@dataclass(slots=True)
class Grid:
    """A table's lines on one page: xs from left to right, ys from top to bottom."""

    xs: list[float]
    ys: list[float]
    cells: list[CellDraft] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Return the height of the upper edge."""
        return self.ys[0]

    def holds(self, glyph: Glyph) -> bool:
        """Say whether a glyph stands inside."""
        middle = (glyph.left + glyph.right) / 2
        return self.xs[0] < middle < self.xs[-1] and self.ys[-1] < glyph.middle < self.ys[0]


def grids_of(rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """Return the tables from top to bottom, filled, and the glyphs that stand outside of them."""
    level = _merged([line for line in rulings if not line.upright])
    upright = _merged([line for line in rulings if line.upright])
    grids, rest = [], list(glyphs)
    if len(level) * len(upright) > DRAWING:
        return [], rest
    for rows, columns in _connected(level, upright):
        grid = _grid(rows, columns)
        if grid is None:
            continue
        inside = [glyph for glyph in rest if grid.holds(glyph)]
        if not inside:
            continue
        _fill(grid, rows, columns, inside)
        if len(grid.cells) > 1:
            grids.append(grid)
            rest = [glyph for glyph in rest if not grid.holds(glyph)]
    return sorted(grids, key=lambda grid: -grid.top), rest


def _merged(lines: list[Ruling]) -> list[Ruling]:
    """Return the lines with those that continue or double each other made one."""
    merged: list[Ruling] = []
    groups: list[list[Ruling]] = []
    for line in sorted(lines, key=lambda one: one.at):
        if groups and line.at - groups[-1][0].at <= NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        at = sum(line.at for line in group) / len(group)
        start, end = None, 0.0
        for line in sorted(group, key=lambda one: one.start):
            if start is not None and line.start <= end + NEAR:
                end = max(end, line.end)
                continue
            if start is not None:
                merged.append(Ruling(group[0].upright, at, start, end))
            start, end = line.start, line.end
        if start is not None:
            merged.append(Ruling(group[0].upright, at, start, end))
    return merged


def _connected(
    level: list[Ruling], upright: list[Ruling]
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Return groups of lines that cross or meet each other."""
    groups: list[tuple[list[Ruling], list[Ruling]]] = []
    for column in upright:
        crossed = [row for row in level if _meets(row, column)]
        own = [group for group in groups if any(row in group[0] for row in crossed)]
        rows, columns = list(crossed), [column]
        for group in own:
            rows += [row for row in group[0] if row not in rows]
            columns += group[1]
            groups.remove(group)
        groups.append((rows, columns))
    return [group for group in groups if len(group[0]) > 1]


def _meets(row: Ruling, column: Ruling) -> bool:
    return (
        row.start - NEAR <= column.at <= row.end + NEAR
        and column.start - NEAR <= row.at <= column.end + NEAR
    )


def _grid(rows: list[Ruling], columns: list[Ruling]) -> Grid | None:
    """Return the grid of a group; open sides are closed where the rows end."""
    xs = _distinct([column.at for column in columns])
    ys = _distinct([row.at for row in rows])[::-1]
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    if xs and xs[0] - left > OPEN_SIDE:
        xs.insert(0, left)
    if xs and right - xs[-1] > OPEN_SIDE:
        xs.append(right)
    return Grid(xs, ys) if len(xs) > 1 and len(ys) > 1 and len(xs) + len(ys) > 4 else None


def _distinct(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > NEAR:
            kept.append(place)
    return kept


def _fill(grid: Grid, rows: list[Ruling], columns: list[Ruling], glyphs: list[Glyph]) -> None:
    """Make the cells and put each glyph into its own."""
    owner = _regions(grid, rows, columns)
    members: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        row, column = (
            _index(grid.ys, glyph.middle, down=True),
            _index(grid.xs, (glyph.left + glyph.right) / 2, down=False),
        )
        members.setdefault(owner[row, column], []).append(glyph)
    for first in dict.fromkeys(owner.values()):
        places = [place for place, own in owner.items() if own == first]
        height = max(place[0] for place in places) - first[0] + 1
        breadth = max(place[1] for place in places) - first[1] + 1
        width = grid.xs[first[1] + breadth] - grid.xs[first[1]]
        words = cell_words(members.get(first, []), width)
        grid.cells.append(CellDraft(first[0], first[1], words, height, breadth))


def _index(edges: list[float], place: float, *, down: bool) -> int:
    for index in range(len(edges) - 2):
        if place > edges[index + 1] if down else place < edges[index + 1]:
            return index
    return len(edges) - 2


def _regions(
    grid: Grid, rows: list[Ruling], columns: list[Ruling]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each place of the grid the first place of the cell that covers it."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.ys) - 1):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(len(grid.xs) - 1):
            centre = (grid.xs[column] + grid.xs[column + 1]) / 2
            owner[row, column] = (row, column)
            if column and not _ruled(columns, grid.xs[column], middle):
                owner[row, column] = owner[row, column - 1]
            elif row and not _ruled(rows, grid.ys[row], centre):
                owner[row, column] = owner[row - 1, column]
    return owner


def _ruled(lines: list[Ruling], at: float, place: float) -> bool:
    return any(
        abs(line.at - at) <= NEAR and line.start - NEAR <= place <= line.end + NEAR
        for line in lines
    )
