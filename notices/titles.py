"""The document's own title; where a notice only issues another document, that one's."""

import re
from dataclasses import dataclass, replace

from notices.headings import MAX_LINES, Heading, headings_at
from notices.issuers import units_before_about, units_of_line
from notices.lines import Level, Line

KINDS = (
    "通知|意见|方案|计划|措施|办法|规划|细则|要点|清单|规定|纲要|决定|通报|公告|通告|函"
    "|指引|指南|规程|条例|安排|分工|工作台账|行动|举措|政策|若干措施|规则|制度|预案|批复"
    "|(?:分解|分工|任务|责任|计划|安排|进度|清单)表|分解|目录|规范|章程|标准"
)
_ENDS = re.compile(rf"(?:{KINDS})(?: {{0,3}}\([^()]{{1,30}}\))*$")
_ABOUT = re.compile(r"关于.{2,}")
_VERB = r"(?:印发|下发|转发|批转|发布|公布)(?:实施|执行|了|我[省市区县])?"
_BOOK = r"《(?P<{name}>[^《》]{{4,120}}(?:《[^《》]{{1,60}}》[^《》]{{0,60}})?)》"
_INNER = r"(?:[^《》:;\n]|《[^《》\n]{1,60}》){4,120}?"
_ISSUING = re.compile(
    rf"^(?P<who>[^。《》]{{0,80}}?) *(?:关于)? *{_VERB} *"
    rf"(?:{_BOOK.format(name='book')}[^。《》]{{0,20}}?|(?P<plain>{_INNER}))"
    r"的? *(?:通知|函|公告|通报) *(?:\([^()]{1,40}\))?$"
)
_ISSUED_HERE = re.compile(
    rf"{_BOOK.format(name='book')}[^《》\n]{{0,120}}?"
    r"(?:(?:印发|下发|转发|发)给你们|印送|现(?:予以?)?(?:印发|转发|发布|公布))"
)
_NOT_TITLE = re.compile(
    r"(?:您?的?(?:当前)?位置|首页|>>|»|来源:|发布(?:日期|时间)|浏览次数|索引号|相关链接"
    r"|政策解读|上一篇|下一篇|附件\d*:)"
)
_BUTTON = re.compile(
    r"(?:返回|首页|打印|关闭|收藏|登录|注册|导航|搜索|无障碍|长者|繁体|简体|手机版|字号|字体|微信|微博|当前"
    r"|顶部|政务公开|信息公开|通知公告|政策文件|政府文件|规范性文件|政策法规|网站|门户|政府网)"
)
LONGEST_BUTTON = 16  # characters of a page's own words
_SPACES = re.compile(r"\s+")
_OPENS_BOOK = re.compile(r"《[^》]*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed, and where the document it heads begins (None: not printed there).

    `who` are the words before 关于 in the notice's own heading; `end` is where that heading ends.
    """

    text: str
    body_start: int | None
    issues_another: bool
    who: str = ""
    start: int = 0
    end: int = 0


def find_title(clean: str, folded: str, lines: list[Line]) -> Title | None:
    """Return the title, or None where the text bears none."""
    head = _head(lines)
    if issued := _issued(clean, folded, head, lines):
        return issued
    best: Title | None = None
    for at in range(len(head)):
        for count in range(1, MAX_LINES + 1):
            title = _title_at(clean, folded, head[at : at + count])
            if title and (best is None or _better(title, best)):
                best = title
    return _with_units(clean, folded, lines, best) if best else None


def _with_units(clean: str, folded: str, lines: list[Line], title: Title) -> Title:
    """Return the title with the units in the lines above it: 青湾市人民政府 / 关于…的意见."""
    above = [] if title.who else _lines_above(folded, lines, title.start)
    if not above:
        return title
    printed = "".join(clean[line.start : line.end] for line in above)
    who = " ".join(folded[line.start : line.end] for line in above)
    whole = _whole(printed) + title.text if title.text.startswith("关于") else title.text
    return replace(title, text=whole, who=who, start=above[0].start)


def _head(lines: list[Line]) -> list[Line]:
    """Return the lines before the first chapter, or the first fifty."""
    for index, line in enumerate(lines):
        if line.level in (Level.CHAPTER, Level.PART) or index == 50:
            return lines[:index]
    return lines[:50]


def _issued(clean: str, folded: str, head: list[Line], lines: list[Line]) -> Title | None:
    """Return X of 关于印发X的通知, or of 现将《X》印发给你们."""
    heading = _issuing_heading(clean, folded, head)
    named = [heading[1]] if heading else []
    for line in head:
        if match := _ISSUED_HERE.search(folded, line.start, line.end):
            named.append(clean[match.start("book") : match.end("book")])
            break
    if not named:
        return None
    found = heading[0] if heading else Heading("", "", 0, 0)
    who = _who(folded, lines, found)
    for name in named:
        if printed := _printed_again(clean, folded, lines, _key(name), found):
            return Title(_whole(printed[0]), printed[1], True, who, found.start, found.end)
    book = heading is not None and "《" in found.folded
    return Title(_whole(named[0 if book else -1]), None, True, who, found.start, found.end)


def _issuing_heading(clean: str, folded: str, head: list[Line]) -> tuple[Heading, str] | None:
    """Return the heading 关于印发X的通知, broken over some lines or not, and its X."""
    best: tuple[Heading, str] | None = None
    for index, line in enumerate(head):
        if not re.search(r"印发|下发|转发|批转|发布|公布", folded[line.start : line.end + 20]):
            continue
        for joined in headings_at(clean, folded, head[index:]):
            match = _ISSUING.match(joined.folded)
            if match and _is_unit_or_none(match["who"]):
                place = match.span("book" if match["book"] else "plain")
                if best is None or joined.start > best[0].end:
                    best = joined, joined.clean[slice(*place)]
                break
    return best


def _is_unit_or_none(who: str) -> bool:
    return not who.strip() or bool(units_before_about(who))


def _who(folded: str, lines: list[Line], heading: Heading) -> str:
    """Return the words before 关于印发, or else the units in the lines above."""
    match = _ISSUING.match(heading.folded)
    if match is None or match["who"].strip():
        return match["who"].strip() if match else ""
    above = _lines_above(folded, lines, heading.start)
    return " ".join(folded[line.start : line.end] for line in above)


def _lines_above(folded: str, lines: list[Line], start: int) -> list[Line]:
    """Return the lines right above a heading that name units and nothing else.

    A line whose unit another line names in full (青湾市人民政府 below 青湾市人民政府办公室, as some
    pages print it) is the page's own.
    """
    index = next((i for i, line in enumerate(lines) if line.start >= start), 0)
    above: list[Line] = []
    while index > 0 and len(above) < MAX_LINES:
        line = lines[index - 1]
        words = folded[line.start : line.end]
        if not units_of_line(words) or (above and _is_page(words, folded, above[0])):
            break
        above.insert(0, line)
        index -= 1
    return above


def _is_page(words: str, folded: str, below: Line) -> bool:
    unit = folded[below.start : below.end]
    return words == unit or words.startswith(unit) or unit.startswith(words)


def _printed_again(
    clean: str, folded: str, lines: list[Line], key: str, heading: Heading
) -> tuple[str, int] | None:
    """Return the issued document's title as it is printed at its head, and where that ends."""
    for index, line in enumerate(lines):
        if heading.start <= line.start < heading.end or line.level is not Level.BODY:
            continue
        printed = ""
        for part in lines[index : index + MAX_LINES]:
            printed += _key(folded[part.start : part.end])
            if printed == key and not folded[line.start : line.end].startswith("关于印发"):
                if line.start < heading.start:
                    break  # a page's own heading
                words = "".join(clean[p.start : p.end] for p in lines[index:] if p.end <= part.end)
                return words, part.end
            if len(printed) > len(key):
                break
    return None


def _title_at(clean: str, folded: str, parts: list[Line]) -> Title | None:
    *_, joined = [None, *headings_at(clean, folded, parts)]
    if joined is None or joined.end != parts[-1].end:
        return None
    words = joined.folded
    if not _ENDS.search(words) or _NOT_TITLE.search(words) or re.search(r"[。;:!?]", words):
        return None
    if (len(parts) > 1 and _ends_early(folded, parts)) or len(words.replace(" ", "")) < 6:
        return None
    who = words[: max(words.find("关于"), 0)].strip()
    return Title(_whole(joined.clean), joined.end, False, who, joined.start, joined.end)


def _ends_early(folded: str, parts: list[Line]) -> bool:
    """Say whether a line before the last is a title or another element of its own."""
    before = ""
    for part in parts[:-1]:
        words = folded[part.start : part.end]
        if _ENDS.search(words) or re.search(r"\d+ {0,3}号\)?$|日$|文件$", words):
            return True
        if len(words) < LONGEST_BUTTON and _BUTTON.search(words):
            return True
        before += words
        if not _OPENS_BOOK.search(before) and _begins(folded, parts[parts.index(part) + 1]):
            return True
    return False


def _begins(folded: str, line: Line) -> bool:
    """Say whether a line is the beginning of a title, so that nothing above it belongs to it."""
    return bool(re.compile(r"[^《]{0,40}关于(?!印发)").match(folded, line.start, line.end))


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
    return re.sub(r"[\s《》〈〉<>—\-–()（）,，、*|]", "", words)
