"""A list of units, split into names.

Names are parted by 、 , ; / | and by spaces, and by 和, 及, 与 and 以及 between two whole names.
They are not parted inside brackets (各县（市、区）人民政府), inside a collective whose levels are
listed (各市、县（区）人民政府; 省、市、县三级政府; 各省、自治区、直辖市人民政府), nor where the
word belongs to a name (市文化和旅游局, 和平分局, 各县党委和政府). 由, 请 before a name and 等部门
behind a list are no part of a name, nor is what a bracket says once for all (下同, 以下简称…).
"""

import re

from notices.elisions import make_whole
from notices.units import CORE, STRONG_END, Name, is_strong, is_unit

__all__ = ["STRONG_END", "Name", "make_whole", "split_names"]

_AND = re.compile(r"(?:以及|和(?!平|田|县|林格尔|顺|龙|静|硕|政县|布克)|及(?!其)|与|暨)")
_STRONG_TAIL = re.compile(rf"(?:{STRONG_END}|部门和单位|地区和单位)(?:\([^()]{{1,40}}\))?$")
_SAME_UNIT = re.compile(
    r"(?:人民)?政府(?:$|[(、,;])|单位(?:$|[及和与、,;])|机构$"
)  # 各县党委和政府, 部门和单位
_TAIL = re.compile(
    r"等?(?:(?<=等)(?:\d++个?|[一二三四五六七八九十]++个?|各|有关|相关|其他|其它)*+"
    r"(?:市直|省直|县直|区直|市级|省级|市|省|区|县)?(?:各|有关|相关)?(?:部门|单位|地区|机构"
    r"|方面|和|及|、)*|(?<=等))$"
)
_HEAD = re.compile(
    r"^(?:主要由|具体由|由|请|以及|及|和|与|其中|同时|并由|并|再由|其余由|其他由|分别由)(?=.{2,})"
)
_SAID_ONCE = re.compile(
    r"[,;、]?(?:以下(?:简称|统称|均?同)|下同|简称)[^()]*(?=\))|(?:,|、)?(?:以?下同)$"
)
_EMPTY = re.compile(r"\( *\)")
_LEVEL = (
    r"(?:[省市区县州盟旗乡镇村]|街道|社区|自治[区州县旗]|直辖市|地级市|直管县|县级市|镇街)"
    r"(?:\([^()]*\))?"
)
_COLLECTIVE = re.compile(rf"^(?:各|全[省市区县州]各)?(?:[\u3400-\u9fff]{{0,4}}?){_LEVEL}$")
_COLLECTIVE_REST = re.compile(
    rf"^{_LEVEL}(?:[两二三四五](?:级|地))?(?:党委|人民政府|政府|管委会|办事处|级|\(|$)"
)
_BODIES = re.compile(  # 各盟行政公署、市人民政府; 各市委、市政府; 各镇党委、政府
    r"^各(?P<level>[省市县区州旗盟])委 (?P=level)(?:人民)?政府$"
    r"|^各[^ ]{1,12}(?:党委|党工委) (?:人民政府|政府|办事处)$|"
    r"^各(?:盟|地区|州|自治州|市)(?:行政公署|行署|人民政府) "
    r"(?:[州市县区旗]|自治[州县]|县级市)人民政府$"
)
_ASIDE = re.compile(r"^.*(?:单位|部门|[局委办厅部])(?:以及|及|和|与)(?=各)")
_STRIPPED = " 。,;、:*\"'\n_#.|·-—"


def split_names(words: str, start: int = 0) -> list[Name]:
    """Return the names of a list, in the order printed, with half-width brackets."""
    words = words.translate(str.maketrans("（），；", "(),;"))
    pieces = _joined(words, _pieces(words))
    names = [name for s, e in pieces for name in _at_and(words[s:e], start + s)]
    return [name for name in names if name.text]


def _pieces(words: str) -> list[tuple[int, int]]:
    """Return what stands between separators outside brackets."""
    pieces, depth, begin = [], 0, 0
    for place, character in enumerate(words):
        if character in "(〔":
            depth += 1
        elif character in ")〕":
            depth = max(0, depth - 1)
        elif depth == 0 and (character in "、,;/|" or _parts(words, begin, place)):
            pieces.append((begin, place))
            begin = place + 1
    return [*pieces, (begin, len(words))]


def _parts(words: str, begin: int, place: int) -> bool:
    """Say whether a space parts two names: 市科技局 市财政局, but 市科 技局 is one broken name."""
    if words[place] not in " \n":
        return False
    following = re.match(r"[ \n]*([^、,;/| \n]+)", words[place:])
    before = words[begin:place].strip()
    return bool(
        following and is_strong(before) and is_strong(following[1]) and len(following[1]) > 2
    )


def _joined(words: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join 各市、县(市、区)人民政府 again: one collective, its levels listed."""
    joined: list[tuple[int, int]] = []
    for s, e in pieces:
        if joined and words[s - 1] == "、":
            before = words[joined[-1][0] : joined[-1][1]].replace(" ", "").split("、")
            first, last = _ASIDE.sub("", before[0]), before[-1]
            levels = _COLLECTIVE.match(first) and (first[0] in "各全" or len(first) <= 2)
            if _BODIES.match(" ".join((words[slice(*joined[-1])], words[s:e].strip()))):
                joined[-1] = (joined[-1][0], e)
                continue
            if (
                levels
                and (len(before) == 1 or _COLLECTIVE.match(last))
                and _COLLECTIVE_REST.match(words[s:e].strip())
            ):
                joined[-1] = (joined[-1][0], e)
                continue
        joined.append((s, e))
    return joined


def _at_and(words: str, start: int) -> list[Name]:
    names, begin = [], 0
    for match in _AND.finditer(words):
        left = _TAIL.sub("", words[begin : match.start()].strip())
        if _SAME_UNIT.match(words, match.end()) or len(words) - match.end() < 2:
            continue
        whole = _STRONG_TAIL.search(left) and len(left) > 1
        if whole and words.count("(", 0, match.start()) == words.count(")", 0, match.start()):
            names.append(_name(words[begin : match.start()], start + begin))
            begin = match.end()
    names.append(_name(words[begin:], start + begin))
    return names


def _name(words: str, start: int) -> Name:
    shown = words.strip(_STRIPPED)
    text = _HEAD.sub("", re.sub(r"\s+", "", shown))
    text = _EMPTY.sub("", _SAID_ONCE.sub("", text)).strip(_STRIPPED)
    if text.count("(") < text.count(")"):
        text = text.rstrip(")")
    whole = _TAIL.sub("", text) if len(text) > 3 or text == "等" else text
    if whole != text and text.endswith("部门") and CORE.search(whole) and not is_unit(whole):
        whole += "部门"  # 发展改革、财政、税务等部门
    rules = ("open-list",) if whole != text else ()
    return Name(whole, start + (words.find(shown) if shown else 0), rules)
