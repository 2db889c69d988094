"""The document's own title; where a notice only issues another document, that one's."""

import re
from dataclasses import dataclass

from notices.lines import Level, Line

KINDS = (
    "通知|意见|方案|计划|措施|办法|规划|细则|要点|清单|规定|纲要|决定|通报|公告|通告|函"
    "|指引|指南|规程|条例|安排|分工|工作台账|行动|举措|政策|若干措施"
)
_ENDS = re.compile(rf"(?:{KINDS})(?: {{0,3}}\([^()]{{1,30}}\))*$")
_ABOUT = re.compile(r"关于.{2,}")
_ISSUING = re.compile(
    r"(?:印发|下发|转发|发布)(?:实施|执行|了"
    r"|我[省市区县])?(?:《(?P<book>[^《》]{4,120}(?:《[^《》]{1,60}》[^《》]{0,60})?)》"
    r"|(?P<plain>[^《》\n]{4,100}?)的?通知)"
)
_ISSUED_HERE = re.compile(
    r"(?:现将|现印发)?《(?P<book>[^《》]{4,120}(?:《[^《》]{1,60}》[^《》]{0,60})?)》"
    r"[^。《》]{0,120}?(?:印发|下发|发)给你们"
)
_LABEL = re.compile(r"^(?:标 {0,3}题|名 {0,3}称|文件名称) {0,3}[: ] {0,3}")
_NOT_TITLE = re.compile(
    r"(?:您?的?(?:当前)?位置|首页|>>|»|来源:|发布(?:日期|时间)|浏览次数|索引号|相关链接"
    r"|政策解读|上一篇|下一篇|附件\d*:)"
)
_SPACES = re.compile(r"\s+")
MAX_TITLE = 120
MAX_LINES = 4  # a title is broken over at most so many lines


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed, and where the document it heads begins (None: not printed there)."""

    text: str
    body_start: int | None
    issues_another: bool


def find_title(clean: str, folded: str, lines: list[Line]) -> Title | None:
    """Return the title, or None where the text bears none."""
    head = _head(lines)
    issued = _issued_title(clean, folded, head)
    if issued:
        return Title(_whole(issued), _printed_again(folded, lines, _key(issued)), True)
    best: Title | None = None
    for at in range(len(head)):
        for count in range(1, MAX_LINES + 1):
            title = _title_at(clean, folded, head[at : at + count])
            if title and (best is None or _better(title, best)):
                best = title
    return best


def _head(lines: list[Line]) -> list[Line]:
    """Return the lines before the first chapter, or the first forty."""
    for index, line in enumerate(lines):
        if line.level in (Level.CHAPTER, Level.PART) or index == 40:
            return lines[:index]
    return lines[:40]


def _issued_title(clean: str, folded: str, head: list[Line]) -> str | None:
    """Return X of 关于印发X的通知, or of 现将《X》印发给你们."""
    for index, line in enumerate(head):
        joined = "".join(folded[part.start : part.end] for part in head[index : index + 3])
        words = folded[line.start : line.end]
        if words.lstrip().startswith(("关于印发", "关于转发")) or (
            "关于印发" in words and len(words) < MAX_TITLE
        ):
            printed = "".join(clean[part.start : part.end] for part in head[index : index + 3])
            match = _ISSUING.search(words) or _ISSUING.search(joined)
            if match:
                start, end = match.span("book" if match["book"] else "plain")
                return printed[start:end]  # the first line's words begin both
    for line in head:
        if match := _ISSUED_HERE.search(folded, line.start, line.end):
            return clean[match.start("book") : match.end("book")]
        if match := re.compile(
            r"《([^《》]{4,120})》[^。]{0,80}(?:现(?:予以?)?印发|现印发)"
        ).search(folded, line.start, line.end):
            return clean[match.start(1) : match.end(1)]
    return None


def _printed_again(folded: str, lines: list[Line], key: str) -> int | None:
    """Return where the issued document begins: after the line, or lines, that print its title."""
    for index, line in enumerate(lines):
        printed = ""
        for part in lines[index : index + MAX_LINES]:
            printed += _key(folded[part.start : part.end])
            if printed == key and not folded[line.start : line.end].startswith("关于印发"):
                return part.end
            if len(printed) > len(key):
                break
    return None


def _title_at(clean: str, folded: str, parts: list[Line]) -> Title | None:
    if not parts or any(part.level is not Level.BODY for part in parts):
        return None
    printed = [clean[part.start : part.end] for part in parts]
    words = _LABEL.sub("", " ".join(folded[part.start : part.end] for part in parts))
    if len(words) > MAX_TITLE or not _ENDS.search(words) or _NOT_TITLE.search(words):
        return None
    if any(mark in words for mark in "。;:!?") or (len(parts) > 1 and _ends_early(folded, parts)):
        return None
    if len(words.replace(" ", "")) < 6:
        return None
    return Title(_whole(_LABEL.sub("", "".join(printed))), parts[-1].end, False)


def _ends_early(folded: str, parts: list[Line]) -> bool:
    """Say whether a line before the last is a title or another element of its own."""
    first = folded[parts[0].start : parts[0].end]
    return (
        bool(_ENDS.search(first))
        or bool(re.search(r"\d+ {0,3}号$|日$|文件$", first))
        or any(_ENDS.search(folded[part.start : part.end]) for part in parts[:-1])
    )


def _better(title: Title, best: Title) -> bool:
    """Prefer 关于…的通知, then the whole title; of two alike the later, next to the text."""
    ranks = [(bool(_ABOUT.search(one.text)), len(one.text)) for one in (title, best)]
    if _key(title.text) == _key(best.text):
        return True
    return (ranks[0] > ranks[1] and _key(best.text) in _key(title.text)) or (
        ranks[0][0] and not ranks[1][0]
    )


def _whole(title: str) -> str:
    return _SPACES.sub("", title) if re.search(r"[\u3400-\u9fff]", title) else title.strip()


def _key(words: str) -> str:
    return re.sub(r"[\s《》<>—\-–()（）,，、]", "", words)
