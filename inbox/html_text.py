"""Turns the HTML of a mail into the lines a person sees, with the quoted parts marked."""

import re

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from inbox.errors import PageUnreadable
from inbox.sight import Look, look_of
from inbox.style_sheets import styles_of_page

BLOCKS = frozenset([
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre",
    "section", "table", "tr", "ul",
])  # fmt: skip
UNSEEN = frozenset([
    "script", "style", "head", "title", "noscript", "template", "object", "applet", "select",
    "svg", "button", "textarea", "iframe",
])  # fmt: skip
QUOTES = frozenset(
    ["gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote"]
)
BEGIN_QUOTE, END_QUOTE = "\ue000", "\ue001"  # lines of their own: what a client quoted
CELL_END = "\t"  # cells of a row stay on one line
SPACES = re.compile(r"[ \r\x0b\x0c]+")


def text_of_html(page: str) -> str:
    """Return the visible text; each block on a line of its own, the cells of a row by tabs."""
    try:
        root = lxml.html.document_fromstring(_plain_page(page))
    except (LxmlError, ValueError, AssertionError):
        return ""
    pieces: list[str] = []
    try:
        _collect(root, pieces)
    except PageUnreadable:
        return ""
    lines = [SPACES.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(line.removesuffix(CELL_END) for line in lines if line.strip())


def _plain_page(page: str) -> str:
    """Leave out an XML declaration, which lxml refuses, and marks that only we may set."""
    start = page.lstrip().removeprefix("\ufeff")
    body = start.partition("?>")[2] if start.startswith("<?xml") else start
    clean = body.replace("\0", "").replace(BEGIN_QUOTE, "").replace(END_QUOTE, "")
    return clean.encode("utf-8", "replace").decode("utf-8")


def _collect(root: HtmlElement, pieces: list[str]) -> None:
    """Walk without recursion: mail HTML nests deeper than Python's stack."""
    sheets = styles_of_page(root)
    stack: list[tuple[HtmlElement, str | None, bool, Look]] = [(root, None, False, Look())]
    while stack:
        element, ending, is_in_row, around = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        tail = _flat(element.tail) if around.is_legible else ""
        seen = ending is None and tag and tag not in UNSEEN
        look = look_of(element, around, sheets) if seen else None
        if look is None:
            pieces += (ending or "", tail)
            continue
        beginning, ending = _around(element, tag, is_in_row=is_in_row)
        pieces += (beginning, _flat(element.text) if look.is_legible else "")
        stack.append((element, ending, is_in_row, around))
        inside = is_in_row or (tag == "tr" and _is_data_row(element))
        stack.extend((child, None, inside, look) for child in reversed(element))


def _around(element: HtmlElement, tag: str, *, is_in_row: bool) -> tuple[str, str]:
    """Return what stands before and after an element's own words."""
    if is_in_row:
        if tag in ("td", "th"):
            return "", CELL_END
        return ("", "\n") if tag == "tr" else (" ", " ") if tag in BLOCKS else ("", "")
    if tag == "blockquote" or not QUOTES.isdisjoint((element.get("class") or "").split()):
        return f"\n{BEGIN_QUOTE}\n", f"\n{END_QUOTE}\n"
    return ("\n", "\n") if tag in BLOCKS or tag in ("td", "th") else ("", "")


def _is_data_row(row: HtmlElement) -> bool:
    """Tell a row of a table from one that only arranges the page."""
    if next(row.iter("table"), None) is not None:
        return False
    cells = [cell for cell in row if isinstance(cell.tag, str)]  # comments stand there, too
    return sum(any(text.strip() for text in cell.itertext()) for cell in cells) > 1


def _flat(text: str | None) -> str:
    return text.replace("\xa0", " ").replace("\n", " ").replace("\t", " ") if text else ""
