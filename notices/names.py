"""Names of units as a clause lists them: split, and made whole where a part was left out."""

import re
from dataclasses import dataclass

STRONG_END = (
    r"(?:局|委|厅|办|部|署|政府|管委会|委员会|部门|单位|办公室|银行|公司|集团|中心|大学"
    r"|学院|研究院|科学院"
    r"|实验室|协会|联合会|总工会|法院|检察院|支行|分行|海关|科协|团委|妇联|残联|工商联"
    r"|街道办事处|办事处|专班"
    r"|指挥部|机关|企业|机构|高校|院所|医院|学校|园区|高新区|开发区|新区|校区|分局|支队|总队"
    r"|总社|供销社|电视台|报社|党校|联盟|人行|各地)"
)
_UNIT = re.compile(
    rf".{{0,40}}(?:{STRONG_END}|[省市县区州旗盟镇乡院会社站所队室处组园馆台](?:\(.{{1,24}}\))?)$"
)
_AND = re.compile(r"(?:以及|和|及|与|暨)")
_STRONG_TAIL = re.compile(rf"{STRONG_END}(?:\(.{{1,20}}\))?$")
_SAME_UNIT = re.compile(r"(?:人民)?政府(?:$|[(、,;])")  # 各县党委和政府: one addressee
_TAIL = re.compile(
    r"(?:等(?:\d+个|[一二三四五六七八九十]+个|各|有关|相关|其他)?(?:市直|省直|县直"
    r"|区直)?(?:部门|单位|地区|机构)*|等)$"
)
_HEAD = re.compile(r"^(?:由|请|以及|及|和|与|其中|同时|主要由|具体由)(?=.{2,})")
_DEPARTMENT = re.compile(
    r"(?:局|委|厅|办|部|署|委员会|办公室|科协|妇联|残联|团委|总工会|工商联|文联|侨联"
    r"|供销社|红十字会)$"
)
_COLLECTIVE_HEAD = re.compile(
    r"^(?P<place>各[\u3400-\u9fff]{0,4}?[市区县州旗]+(?:[（(][^)）]*[)）])?)(?=[\u3400-\u9fff]{2,}[局委厅办]$)"
)
_OWN_KIND = re.compile(
    r"(?:分局|海事局|海警局|通信管理局|邮政管理局|铁路局|证监局|银保监局|专员办|政府|管委会|管理委员会|部门|单位|总局)$"
    r"|^(?:国家(?!安全局)|中国|中央|中共|全国|人民银行|人行|海关|海事|驻|各|有关|相关|其他|所有|属地|辖区)"
    r"|^团[省市区县州]|^[省市县区州][直级辖属内]|^[全本我][省市县区州]"
)
_LEVEL = re.compile(
    r"^(?:(?P<party>[省市区县州]委)(?=.)|(?P<level>[省市区县州])(?!场|域|区|内|外|级|辖"
    r"|直|政(?!府|务|协|法|研|策)))"
)
_PLACED = re.compile(
    r"^(?P<place>(?!城市|都市|全市|全省|社区|园区|区域"
    r"|自治区)[\u3400-\u9fff]{2,7}?(?:自治[区州县]|[省市县区州旗]))"
    r"(?!场|域|级|政(?!府|务|协|法))(?=.{2,})"
)
_PARTY_BODY = re.compile(
    r"^(?:组织部|宣传部|统战部|政法委|网信办|人才办|社会工作部|台办|政研室|老干部局|机关工委)$"
)
_BARE_PLACE = re.compile(
    r"^[\u3400-\u9fff]{2,10}(?:[区县市旗州镇乡]|街道|新区|开发区|高新区|园区)$"
)
_RULED_PLACE = re.compile(
    r"(?P<place>(?:[\u3400-\u9fff]{1,10}(?:[区县市旗州镇乡]|街道|新区|开发区|高新区|园区)))"
    r"(?P<body>人民政府|政府|管委会|管理委员会|办事处|工委)$"
)
_CLIPPED = re.compile(r"^[\u3400-\u9fff]{2,3}$")
_COLLECTIVE = re.compile(r"^各[\u3400-\u9fff]{0,4}[市区县州地盟旗](?:\([^)]*\))?$")
_COLLECTIVE_REST = re.compile(
    r"^(?:[市区县州镇乡旗](?:\([^)]*\))?|街道|镇街)(?:人民政府|政府|管委会|\(|$)"
)


@dataclass(slots=True)
class Name:
    """One listed unit: its words, and the rules that made them whole."""

    text: str
    start: int
    rules: tuple[str, ...] = ()


def is_unit(name: str) -> bool:
    """Say whether the words end as names of units do."""
    return 2 <= len(name) <= 40 and bool(_UNIT.match(name))


def split_names(words: str, start: int = 0) -> list[Name]:
    """Split a list at 、,; (outside brackets) and at 和/及/与 between two whole names."""
    pieces, depth, begin = [], 0, 0
    for place, character in enumerate(words):
        if character in "(〔":
            depth += 1
        elif character in ")〕":
            depth = max(0, depth - 1)
        elif depth == 0 and character in "、,;/|":
            pieces.append((begin, place))
            begin = place + 1
    pieces.append((begin, len(words)))
    names = [name for s, e in _joined(words, pieces) for name in _at_and(words[s:e], start + s)]
    return [name for name in names if name.text]


def _joined(words: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join 各市、县(市、区)人民政府 again: one collective, its levels listed."""
    joined: list[tuple[int, int]] = []
    for s, e in pieces:
        if joined and words[s - 1] == "、":
            before = words[joined[-1][0] : joined[-1][1]].replace(" ", "")
            if _COLLECTIVE.match(before) and _COLLECTIVE_REST.match(words[s:e].strip()):
                joined[-1] = (joined[-1][0], e)
                continue
        joined.append((s, e))
    return joined


def _at_and(words: str, start: int) -> list[Name]:
    names, begin = [], 0
    for match in _AND.finditer(words):
        left = _STRONG_TAIL.search(words[begin : match.start()].strip())
        if _SAME_UNIT.match(words, match.end()):
            continue
        if left and words.count("(", 0, match.start()) == words.count(")", 0, match.start()):
            names.append(_name(words[begin : match.start()], start + begin))
            begin = match.end()
    names.append(_name(words[begin:], start + begin))
    return names


def _name(words: str, start: int) -> Name:
    shown = words.strip(" 。,;、:*\"'\n")
    text = _HEAD.sub("", re.sub(r"\s+", "", shown))
    whole = _TAIL.sub("", text) if len(text) > 3 else text
    rules = ("open-list",) if whole != text else ()
    return Name(whole, start + (words.find(shown) if shown else 0), rules)


def make_whole(names: list[Name]) -> list[Name]:
    """Give back what a list left out: 市A、B → 市A, 市B; 甲区、乙区政府 → 甲区政府, 乙区政府."""
    return _with_bodies(_with_levels(names))


def _with_levels(names: list[Name]) -> list[Name]:
    whole, prefix = [], ""
    for name in names:
        own = _prefix_of(name.text)
        if own is not None:
            prefix = own
        elif prefix and _DEPARTMENT.search(name.text) and not _OWN_KIND.search(name.text):
            level = prefix if _PARTY_BODY.match(name.text) else prefix.removesuffix("委")
            name = Name(level + name.text, name.start, (*name.rules, "elided-prefix"))
        whole.append(name)
    return whole


def _prefix_of(text: str) -> str | None:
    """Return the level that the name prints (市, 市委, 青屿省), or None."""
    if match := _LEVEL.match(text):
        return match["party"] or match["level"]
    if collective := _COLLECTIVE_HEAD.match(text):
        return collective["place"]
    if placed := _PLACED.match(text):
        rest = text[placed.end() :]
        return placed["place"] if _DEPARTMENT.search(rest) and not _OWN_KIND.search(rest) else None
    return None


def _with_bodies(names: list[Name]) -> list[Name]:
    whole: list[Name] = []
    body = place_end = ""
    for name in reversed(names):
        if ruled := _RULED_PLACE.search(name.text):
            body, place_end = ruled["body"], ruled["place"][-1]
        elif body and _BARE_PLACE.match(name.text) and not name.text.startswith("各"):
            name = Name(name.text + body, name.start, (*name.rules, "elided-suffix"))
        elif body and _CLIPPED.match(name.text) and not is_unit(name.text):
            name = Name(name.text + place_end + body, name.start, (*name.rules, "elided-suffix"))
        elif not _BARE_PLACE.match(name.text):
            body = ""
        whole.append(name)
    return whole[::-1]
