"""Glyphs put together to lines, by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from notices.formats.pdf_pages import Glyph

_SAME_LINE = 0.45  # of a glyph's height: centres that differ less share a line
_WORD_GAP = 0.18  # of a glyph's width: between Latin words, or where a blank was typed
_WIDE_GAP = 0.9  # of a glyph's width: a gap left on purpose between Chinese words


@dataclass(slots=True)
class PrintedLine:
    """One printed line and its box; `size` is how wide its Chinese characters are."""

    words: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def lines_of_glyphs(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """Return the lines from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.middle):
        row = rows[-1] if rows else None
        if row and abs(row[0].middle - glyph.middle) < _SAME_LINE * _height(row[0], glyph):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _height(one: Glyph, other: Glyph) -> float:
    return max(one.top - one.bottom, other.top - other.bottom)


def _line(row: list[Glyph]) -> PrintedLine:
    size = _size(row)
    parts, before = [], row[0]
    for glyph in row:
        if glyph is not before and _is_print_of(before, glyph):
            continue  # bold, printed twice a hair apart
        gap = glyph.left - before.right
        if gap > _least_gap(before, glyph) * size:
            parts.append(" ")
        parts.append(glyph.sign)
        before = glyph
    return PrintedLine(
        "".join(parts),
        row[0].left,
        max(glyph.right for glyph in row),
        min(glyph.bottom for glyph in row),
        max(glyph.top for glyph in row),
        size,
    )


def _least_gap(before: Glyph, glyph: Glyph) -> float:
    """Return the gap that is a blank; between Chinese and Latin a program leaves some itself."""
    latin = before.sign.isascii() + glyph.sign.isascii()
    typed = glyph.spaced and not latin
    return _WORD_GAP if latin == 2 or typed else _WIDE_GAP


def _size(row: list[Glyph]) -> float:
    wide = sorted(glyph.right - glyph.left for glyph in row if glyph.sign > "\u2e80")
    heights = sorted(glyph.top - glyph.bottom for glyph in row)
    return (wide[len(wide) // 2] if wide else 0.8 * heights[len(heights) // 2]) or 1.0


def _is_print_of(one: Glyph, other: Glyph) -> bool:
    return one.sign == other.sign and abs(one.left - other.left) < 0.2 * (one.right - one.left)


def joined(one: str, other: str) -> str:
    """Return two parts of a sentence that a line's end cut, with a blank between Latin words."""
    latin = one[-1:].isascii() and other[:1].isascii()
    return f"{one} {other}" if latin and one[-1:].isalpha() and other[:1].isalpha() else one + other
