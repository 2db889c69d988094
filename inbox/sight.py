"""What a reader sees of a page: nothing hidden, nothing tiny, nothing of the paper's colour."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import tinycss2.color3
from lxml.html import HtmlElement

from inbox.style_sheets import Styles, read_styles

Colour = tuple[float, float, float, float]
BLACK, WHITE = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)
ALIKE = 0.1  # of a channel: colours this near are one to the eye
FAINT = 0.1  # an opacity below this shows nothing
TINIEST = 2.0  # pixels of a font that nobody reads
FAR_OFF = -200.0  # pixels beyond the edge
LENGTH = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))\s*(px|pt|em|rem|ex|%|in|cm|mm|vw|vh)?$")
PIXELS = {
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "in": 96.0,
    "cm": 38.0,
    "mm": 3.8,
    "%": 0.16,
}
NO_FONT = re.compile(r"(?:^|\s)0(?:\.0+)?(?:px|pt|em|rem|%)?(?:\s*/|\s|$)")
NOTHING_LEFT = re.compile(
    r"inset\(\s*(?:50|100)%|rect\(\s*0|circle\(\s*0|polygon\(\s*0[ px]*0\s*\)"
)
GONE = (
    ("display", re.compile(r"^none")),
    ("visibility", re.compile(r"^(?:hidden|collapse)")),
    ("content-visibility", re.compile(r"^hidden")),
    ("mso-hide", re.compile(r"^all")),
    ("clip", NOTHING_LEFT),
    ("clip-path", NOTHING_LEFT),
    ("transform", re.compile(r"scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]|translate[xy]?\(\s*-\d{3,}")),
    ("filter", re.compile(r"opacity\(\s*0(?:\.0\d*|%)?\s*\)")),
    ("zoom", re.compile(r"^0(?:\.0\d*)?%?$")),
)  # fmt: skip
OFFSETS = frozenset(["left", "right", "top", "bottom", "text-indent", "margin-left", "margin-top"])


@dataclass(frozen=True, slots=True)
class Look:
    """How the words of an element are shown: every colour they and the paper may have."""

    inks: frozenset[Colour] = frozenset([BLACK])
    papers: frozenset[Colour] = frozenset([WHITE])
    is_tiny: bool = False

    @property
    def is_legible(self) -> bool:
        """Tell whether words in this look can be read."""
        if self.is_tiny or any(ink[3] < FAINT for ink in self.inks):
            return False
        return not any(_alike(ink, paper) for ink in self.inks for paper in self.papers)


def look_of(
    element: HtmlElement, around: Look, sheets: Mapping[HtmlElement, Styles]
) -> Look | None:
    """Return how an element's own words look, or None where it is not shown at all."""
    if not element.attrib and element not in sheets:
        return around
    if element.get("hidden") is not None:
        return None
    by_sheet = sheets.get(element, ())
    inline = read_styles(element.get("style") or "")
    if _is_gone((*by_sheet, *inline)):
        return None
    look = around
    if inks := _inks(element, by_sheet, inline):
        look = replace(look, inks=inks)
    papers = _papers(element, by_sheet, inline)
    if papers is not None:
        look = replace(look, papers=papers)
    sizes = [_is_tiny(name, value) for name, value in (*by_sheet, *inline)]
    if any(sizes):
        return replace(look, is_tiny=True)
    return replace(look, is_tiny=False) if False in sizes and look.is_tiny else look


def _is_gone(styles: Styles) -> bool:
    values: dict[str, list[str]] = {}
    for name, value in styles:
        values.setdefault(name, []).append(value)
    if any(p.search(value) for name, p in GONE for value in values.get(name, ())):
        return True
    if any(_number(value) < FAINT for value in values.get("opacity", ())):
        return True
    if any(_pixels(v) <= FAR_OFF for name in OFFSETS for v in values.get(name, ())):
        return True
    if any(_pixels(piece) <= FAR_OFF for v in values.get("margin", ()) for piece in v.split()):
        return True
    if any(_pixels(value) <= 1 for value in values.get("max-height", ())):
        return True
    is_cut = any(v.startswith(("hidden", "clip")) for v in values.get("overflow", ()))
    return is_cut and any(
        _pixels(v) <= 1 for name in ("height", "width", "max-width") for v in values.get(name, ())
    )


def _is_tiny(name: str, value: str) -> bool | None:
    """Tell whether a declaration makes words too small to see; None: it says nothing of size."""
    if name == "font":
        return bool(NO_FONT.search(value)) or None
    if name != "font-size" or not LENGTH.match(value):
        return None
    if value.endswith(("em", "%")) and not value.endswith("rem"):
        return _number(value.rstrip("em%")) < (0.1 if value.endswith("em") else 10) or None
    return _pixels(value) < TINIEST


def _inks(element: HtmlElement, by_sheet: Styles, inline: Styles) -> frozenset[Colour]:
    names = ("color", "-webkit-text-fill-color")
    own = _colours(value for name, value in inline if name in names)
    if not own and element.tag in ("font", "body"):
        own = _colours([element.get("color") or element.get("text") or ""])
    return own or _colours(value for name, value in by_sheet if name in names)


def _papers(element: HtmlElement, by_sheet: Styles, inline: Styles) -> frozenset[Colour] | None:
    """Return the colours behind an element; none known where there is a picture."""
    names = ("background", "background-color")
    values = [value for name, value in (*by_sheet, *inline) if name in names]
    if element.get("background") or any("url(" in value or "gradient" in value for value in values):
        return frozenset()
    attribute = [element.get("bgcolor") or ""]
    found = {colour for colour in _colours(attribute + values) if colour[3] > 1 - FAINT}
    return frozenset(found) or None


def _colours(values: Iterable[str]) -> frozenset[Colour]:
    pieces = (piece for value in values for piece in re.findall(r"[\w-]+\([^)]*\)|[#\w-]+", value))
    parsed = (tinycss2.color3.parse_color(piece) for piece in pieces)
    return frozenset(tuple(one) for one in parsed if one is not None and one != "currentColor")


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= ALIKE for a, b in zip(one[:3], other[:3], strict=True))


def _number(value: str) -> float:
    match = LENGTH.match(value)
    return float(match[1]) / (100 if match[2] == "%" else 1) if match else 1.0


def _pixels(value: str) -> float:
    match = LENGTH.match(value)
    return float(match[1]) * PIXELS.get(match[2] or "px", 1.0) if match else 100.0
