"""What stands where on a page of a PDF: glyphs, ruling lines, pictures.

Places are in points, x to the right and y upwards, turned so that the words stand upright.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import pi

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD0))
}
SHORT = 5  # points: what is shorter rules no table
THIN = 1.0  # points that a line may lean
Turn = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character, the box of its line's height, and whether a blank stands before."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    spaced: bool

    @property
    def middle(self) -> float:
        """Return the height of its centre."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: `at` is its x if upright, else its y."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """One page as it is read: its glyphs, ruling lines, and whether anything else is on it."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    pictured: float  # the share of the page that its largest picture covers
    drawn: int  # how many things are drawn on it


def read_sheet(page: PdfPage, number: int) -> Sheet:
    """Return what stands on a page."""
    width, height = _unturned(page)
    text = page.get_textpage()
    marks, turned = _marks(text)  # how the page itself is turned for showing says nothing
    text.close()
    turn = _turn(turned, width, height)
    glyphs = [_glyph(mark, turn) for mark in marks]
    paths = list(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3))
    rulings = [line for path in paths for line in _rulings(path.raw, turn)]
    images = [one.get_bounds() for one in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])]
    largest = max(((right - left) * (top - low) for left, low, right, top in images), default=0)
    if turned % 2:
        width, height = height, width
    share = largest / max(width * height, 1)
    return Sheet(number, width, height, glyphs, rulings, share, len(paths) + len(images))


def _unturned(page: PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return (height, width) if page.get_rotation() % 180 else (width, height)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A character as the library gives it; `quarters` is how far it is turned."""

    sign: str
    box: tuple[float, float, float, float]
    quarters: int
    spaced: bool


def _marks(text: PdfTextPage) -> tuple[list[_Mark], int]:
    """Return the characters that stand as most do, and by how many quarters those are turned."""
    found: list[_Mark] = []
    box, raw, spaced = pdfium.FS_RECTF(), text.raw, False
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if 0 < code <= 0x20 or code in (0xA0, 0x3000, 0xAD) or 0xD800 <= code < 0xE000:
            spaced = code in (0x20, 0xA0, 0x3000)
            continue
        quarters = pdfium.FPDFText_GetCharAngle(raw, index) / (pi / 2)
        if abs(quarters - round(quarters)) > 0.05:
            continue  # a watermark across the page
        pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box))
        sign = _RADICALS.get(code) or ("\ufffd" if code in (0, 0xFFFE) else chr(code))
        place = (box.left, box.bottom, box.right, box.top)
        found.append(_Mark(sign, place, round(quarters) % 4, spaced))
        spaced = False
    if not found:
        return [], 0
    angle = Counter(mark.quarters for mark in found).most_common(1)[0][0]
    return [mark for mark in found if mark.quarters == angle], angle


def _turn(quarters: int, width: float, height: float) -> Turn:
    """Return how a place on the page stands when its words are upright."""
    turns: tuple[Turn, ...] = (
        lambda x, y: (x, y),
        lambda x, y: (height - y, x),
        lambda x, y: (width - x, height - y),
        lambda x, y: (y, width - x),
    )
    return turns[quarters]


def _glyph(mark: _Mark, turn: Turn) -> Glyph:
    one, other = turn(*mark.box[:2]), turn(*mark.box[2:])
    return Glyph(
        mark.sign,
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[0], other[0]),
        max(one[1], other[1]),
        mark.spaced,
    )


def _rulings(path: object, turn: Turn) -> Iterator[Ruling]:
    """Yield the straight lines of a path; a thin filled box gives its two long sides."""
    for (x1, y1), (x2, y2) in _segments(path):
        (x1, y1), (x2, y2) = turn(x1, y1), turn(x2, y2)
        if abs(x1 - x2) <= THIN and abs(y1 - y2) >= SHORT:
            yield Ruling(True, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
        elif abs(y1 - y2) <= THIN and abs(x1 - x2) >= SHORT:
            yield Ruling(False, (y1 + y2) / 2, min(x1, x2), max(x1, x2))


def _segments(path: object) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield a path's straight segments, in places on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        place = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = place
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, place
        last = place
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first
            last = first
