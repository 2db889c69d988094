"""The styles of a mail's page: what its own sheets, attributes and inline styles say."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tinycss2
from cssselect import HTMLTranslator, SelectorError
from lxml.etree import XPathError
from lxml.html import HtmlElement
from tinycss2.ast import AtRule, Declaration, QualifiedRule

from inbox.errors import PageUnreadable

OF_INTEREST = frozenset([
    "display", "visibility", "mso-hide", "opacity", "font-size", "font", "line-height", "color",
    "background", "background-color", "position", "left", "right", "top", "bottom", "text-indent",
    "margin", "margin-left", "margin-top", "clip", "clip-path", "transform", "height",
    "max-height", "width", "max-width", "overflow", "-webkit-text-fill-color", "content-visibility",
    "zoom", "filter",
])  # fmt: skip
HIDES = re.compile(
    r"display|visibility|mso-hide|opacity|font|color|background|position|indent|margin|clip|transform|"
    r"height|width|zoom|filter|\\",
    re.I,
)
MOST_RULES = 2000
MOST_LETTERS = 300_000
Styles = tuple[tuple[str, str], ...]  # (property, value), both in small letters
_translator = HTMLTranslator()


def styles_of_page(root: HtmlElement) -> Mapping[HtmlElement, Styles]:
    """Return what the style sheets of a page say of its elements, whichever rule would win."""
    found: dict[HtmlElement, Styles] = {}
    sheets = [style.text or "" for style in root.iter("style") if _is_for_screens(style)]
    sheet = "\n".join(sheets)
    if not HIDES.search(sheet):
        return found
    if len(sheet) > MOST_LETTERS:
        raise PageUnreadable("样式表过长")
    for number, (selector, styles) in enumerate(_rules(sheet)):
        if number > MOST_RULES:
            raise PageUnreadable("样式表过长")
        for element in _selected(root, selector):
            found[element] = found.get(element, ()) + styles
    return found


@lru_cache(maxsize=4096)
def read_styles(inline: str) -> Styles:
    """Return the declarations of an inline style that may hide words."""
    if not HIDES.search(inline):
        return ()
    return _styles(tinycss2.parse_blocks_contents(inline, skip_comments=True, skip_whitespace=True))


def _is_for_screens(style: HtmlElement) -> bool:
    return "print" not in (style.get("media") or "")


def _rules(sheet: str) -> Iterator[tuple[str, Styles]]:
    """Yield the rules that may hide something; those for phones count, those for paper do not."""
    text = re.sub(r"<!--|-->", " ", sheet)
    waiting = list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    while waiting:
        rule = waiting.pop(0)
        if isinstance(rule, QualifiedRule):
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            if styles := _styles(content):
                yield tinycss2.serialize(rule.prelude).strip(), styles
        elif isinstance(rule, AtRule) and rule.content and not _is_for_paper(rule):
            waiting += tinycss2.parse_rule_list(rule.content, skip_comments=True)


def _is_for_paper(rule: AtRule) -> bool:
    return "print" in tinycss2.serialize(rule.prelude).lower()


def _styles(content: list[object]) -> Styles:
    return tuple(
        (one.lower_name, tinycss2.serialize(one.value).strip().lower())
        for one in content
        if isinstance(one, Declaration) and one.lower_name in OF_INTEREST
    )


def _selected(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements of a selector; one that no client knows selects nothing."""
    try:
        found = root.xpath(_translator.css_to_xpath(selector, prefix="descendant-or-self::"))
    except (SelectorError, XPathError, RecursionError, ValueError):
        return []
    return found if isinstance(found, list) else []
