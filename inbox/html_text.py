"""Turns the HTML of a mail into the lines a person sees."""

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

BLOCKS = frozenset(
    ["p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote", "hr", "table"]
)
UNSEEN = frozenset(["script", "style", "head", "title", "noscript"])
CELL_ENDS = "\t"  # cells of a row stay on one line


def text_of_html(page: str) -> str:
    """Return the visible text; each block on a line of its own, the cells of a row by tabs."""
    try:
        root = lxml.html.document_fromstring(_without_declaration(page))
    except (ParserError, ValueError):
        return ""
    pieces: list[str] = []
    _collect(root, pieces)
    lines = [line.strip(" \t") for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line.strip()).strip()


def _without_declaration(page: str) -> str:
    """Leave out an XML declaration: lxml refuses text that names an encoding."""
    return page.partition("?>")[2] if page.lstrip().startswith("<?xml") else page


def _collect(root: HtmlElement, pieces: list[str]) -> None:
    """Walk without recursion: mail HTML nests deeper than Python's stack."""
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, is_end = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if is_end:
            pieces.append("\n" if tag in BLOCKS else CELL_ENDS if tag in ("td", "th") else "")
            pieces.append(_flat(element.tail))
            continue
        stack.append((element, True))
        if not tag or tag in UNSEEN:
            continue
        if tag in ("td", "th") and next(element.iter("table"), None) is None:
            pieces.append(" ".join(str(piece) for piece in element.itertext()).strip())
            continue
        if tag in BLOCKS:
            pieces.append("\n")
        pieces.append(_flat(element.text))
        stack.extend((child, False) for child in reversed(list(element)))


def _flat(text: str | None) -> str:
    return " ".join((text or "").replace("\xa0", " ").split("\n")).replace("\r", "")
