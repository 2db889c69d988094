"""Which element of a web page holds the notice."""

import re
from collections.abc import Iterable

from lxml import etree, html

from notices.formats.page_blocks import is_seen

_CONTAINERS = frozenset(
    (
        "ucap-content", "zoom", "vsb_content", "trs_editor", "trs_ueditor", "article-content",
        "article_content", "pages_content", "view", "v_news_content", "news_content",
        "xxgk_content", "zwgk_content", "content_article", "detail-content", "main-content",
        "zw_content", "con_text", "content", "article", "wzcon", "bt-content", "artcle",
        "article-con", "article_con", "articlecontent", "newscontent", "news-content", "zwcontent",
        "detail_content", "detailcontent", "text_con", "xl_content", "xxgk-content", "txt",
        "gk_content", "conzt", "contentbox", "content-box", "mainbody", "showcontent", "j-fontsize",
        "xl-content", "wz_content", "print_content", "printcontent", "fontzoom", "con_content",
    )
)  # fmt: skip
_WORTH = re.compile(
    r"[。；：]\s*$|。|〔20\d\d〕|^\s*(?:20\d\d|二[〇○Ｏ零][一二三四五六七八九〇○零]{2})\s*年.{1,8}日\s*$"
    r"|关于.{4,60}的(?:通知|意见|批复|函|决定)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRAMES = frozenset(
    ("div", "section", "article", "main", "table", "tbody", "tr", "td", "form", "center", "body")
)
ENOUGH = 100  # Chinese characters: a shorter known container is a teaser
NEARLY_ALL = 0.9
HALF = 0.5


def find_article(body: etree._Element) -> etree._Element:
    """Return the smallest element that holds the notice, the body where none is smaller."""
    weights = _weights(body)
    known = [node for node in weights if node is not body and _is_known(node)]
    best = max(known, key=lambda node: weights[node], default=None)
    if best is not None and weights[best] >= max(ENOUGH, HALF * weights[body]):
        least = NEARLY_ALL * weights[best]
        inside = [node for node in known if weights[node] >= least and _holds(best, node)]
        return min(inside, key=lambda node: weights[node])
    return _descend(body, weights)


def _is_known(node: etree._Element) -> bool:
    names = {(node.get("id") or "").lower(), *(node.get("class") or "").lower().split()}
    return node.tag in ("article", "ucapcontent") or bool(names & _CONTAINERS)


def _holds(outer: etree._Element, inner: etree._Element) -> bool:
    return inner is outer or any(above is outer for above in inner.iterancestors())


def _weights(body: etree._Element) -> dict[etree._Element, int]:
    """Return how many Chinese characters each shown element holds outside links."""
    weights: dict[etree._Element, int] = {}

    def weigh(node: etree._Element) -> int:
        if not is_seen(node):
            return 0
        own = 0 if node.tag == "a" else len(_HAN.findall(node.text or ""))
        for child in node:
            own += weigh(child) + (0 if node.tag == "a" else len(_HAN.findall(child.tail or "")))
        weights[node] = own
        return own

    weigh(body)
    return weights


def _descend(body: etree._Element, weights: dict[etree._Element, int]) -> etree._Element:
    """Go down while one child holds nearly all and nothing of a notice stands beside it."""
    node = body
    while True:
        child = max(node, key=lambda one: weights.get(one, 0), default=None)
        if child is None or weights.get(child, 0) < HALF * max(weights.get(node, 0), 1):
            return node
        if child.tag not in _FRAMES:
            return node
        if any(_WORTH.search(line) for line in _beside(node, child)):
            return node
        node = child


def _beside(node: etree._Element, child: etree._Element) -> Iterable[str]:
    """Yield the lines of a node that stand outside one of its children."""
    yield node.text or ""
    for other in node:
        if other is not child and is_seen(other):
            yield from filter(None, _lines(other))
        yield other.tail or ""


def _lines(node: etree._Element) -> list[str]:
    """Return the words of each element that holds no block, outside links."""
    lines = []
    for one in node.iter():
        if is_seen(one) and one.tag != "a":
            lines.append((one.text or "").strip())
        lines.append((one.tail or "").strip() if one is not node else "")
    return lines


def parse_page(source: str) -> html.HtmlElement:
    """Return the page's tree; what a declaration says of the encoding no longer counts."""
    return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source))
