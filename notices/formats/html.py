"""The notice inside a saved web page; navigation is left behind."""

import re

from lxml import etree, html

_CONTAINERS = (
    "UCAP-CONTENT", "zoom", "Zoom", "vsb_content", "TRS_Editor", "TRS_UEDITOR", "article-content",
    "article_content", "pages_content", "view", "v_news_content", "news_content", "xxgk_content",
    "zwgk_content", "content_article", "detail-content", "main-content", "zw_content", "con_text",
    "content", "article", "wzcon", "bt-content", "artcle",
)  # fmt: skip
_HEADINGS = "//h1 | //*[@id='title' or contains(concat(' ', @class, ' '), ' title ')]"
_LABELS = re.compile(
    r"^\s*(?:文\s*号|发文字号|成文日期|发文日期|发文机关|发布机构|标\s*题|名\s*称)\s*[:：]?"
)
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
    )
)
_SKIPPED = frozenset(
    ("script", "style", "noscript", "head", "nav", "footer", "header", "form", "select", "button")
)
ENOUGH = 200  # characters: a shorter container is a teaser
MAX_TITLE = 120

_IS_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b", re.IGNORECASE)


def is_html(text: str, filename: str) -> bool:
    """Say whether the text is a web page, by its name or by how it begins."""
    named = filename.lower().endswith((".html", ".htm", ".mht", ".shtml"))
    return bool(_IS_HTML.search(text[:2000])) and (named or text.lstrip().startswith("<"))


def text_of_page(source: str) -> str:
    """Return the notice of the page, one line to a block."""
    tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source))
    body = _known_container(tree)
    if body is None:
        return _with_title(tree, _by_density(source) or _text(tree))
    return _with_title(tree, _text(body))


def _known_container(tree: html.HtmlElement) -> html.HtmlElement | None:
    """Return the longest element that is known to hold articles, if it holds enough."""
    names = set(_CONTAINERS)
    best, length = None, ENOUGH
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("id") in names or names & set((element.get("class") or "").split()):
            found = len(re.sub(r"\s", "", element.text_content()))
            if found > length:
                best, length = element, found
    return best


def _by_density(source: str) -> str | None:
    """Ask trafilatura, which finds the article of an unknown page."""
    import trafilatura  # costs 0.3 s: only unknown pages need it

    found = trafilatura.extract(source, include_tables=True, favor_recall=True)
    return str(found) if found and len(found) >= ENOUGH else None


def _with_title(tree: html.HtmlElement, text: str) -> str:
    """Put the page's title and its 文号 table before the text where the text lacks them."""
    squeezed = re.sub(r"\s", "", text)
    lines = []
    for row in tree.xpath("//tr | //li | //p"):
        line = re.sub(r"\s+", " ", row.text_content()).strip()
        if len(line) < MAX_TITLE and _LABELS.match(line) and _new(line, squeezed):
            lines.append(line)
    for element in tree.xpath(_HEADINGS)[:3]:
        line = re.sub(r"\s+", " ", element.text_content()).strip()
        if 8 <= len(line) < MAX_TITLE and _new(line, squeezed) and line not in lines:
            lines.append(line)
    return "\n".join([*lines[:8], text])


def _new(line: str, squeezed: str) -> bool:
    return re.sub(r"\s", "", line) not in squeezed


def _text(element: html.HtmlElement) -> str:
    parts: list[str] = []
    _walk(element, parts)
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(parts)).strip() + "\n"


def _walk(node: etree._Element, parts: list[str]) -> None:
    """Append the visible text below `node`; lxml itself limits the depth of a tree."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return
    mark = "\n" if node.tag in _BLOCKS else "\t" if node.tag in ("td", "th") else ""
    parts += (mark, _one_line(node.text))
    for child in node:
        _walk(child, parts)
        parts.append(_one_line(child.tail))
    if node.tag in _BLOCKS and node.tag != "br":
        parts.append("\n")


def _one_line(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
