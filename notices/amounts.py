"""Numbers with their units: 1.2万家, 30%以上, 1—2家, 百分之三十五, 全覆盖, 翻一番."""

import re
from dataclasses import dataclass

from notices.numerals import number_of

COUNTED = (
    "人次|人天|人日|平方公里|平方千米|平方米|立方米|公里|千米|公顷|吨标准煤|吨标煤|千瓦时"
    "|千瓦|兆瓦|吉瓦|美元|欧元|人民币|张床位|床位|户次|家次|批次|场次|课时|学时|车次|架次|航次|标箱"
    "|微克|毫克|公斤|分贝|元|家|个|项|件|人|名|所|条|座|户|米|亩|吨|度|台|套|辆|艘|架|支|张|篇"
    "|部|场|次|种|类|款|倍|位|处|片|株|头|只|床|门|册|幅|对|组|孔|盏|块|枚|斤|口|尾|羽|宗|方"
    "|笔|起|例|间|栋|幢|棵|村|镇|校|站|TEU|GW|MW|kW|TB|PB|P|EFLOPS|PFLOPS|分|本|份|艘次|标准箱|顶|师|班|期|届"
)
_SCALE = r"(?:万亿|千亿|百亿|亿|千万|百万|万|千|百)"
_PER = (
    r"(?:/(?:万?元|平方米|立方米|平方公里|公里|千瓦时|千瓦|公顷|亩|人|户|年|月|天|日|吨|升"
    r"|千人|万人|百人))"
)
UNIT = rf"(?:%|‰|个百分点|{_SCALE}?(?:{COUNTED}){_PER}?)"
_COUNT_AFTER = r"(?!工作日|月|小时|自然日|方面|层面|维度|岁|周岁|学年|年级)"
_NUM = r"\d[\d_]*(?:\.\d+)?"
_HAN = r"[一二两三四五六七八九十百千]{1,6}"
_AMOUNT = re.compile(
    rf"(?<![\d.A-Za-z+\-])(?P<low>{_NUM}) {{0,3}}(?:(?:%|万|亿)? {{0,3}}(?:—{{1,2}}"
    rf"|-|–|~|至|到) {{0,3}}(?P<high>{_NUM}))? {{0,3}}(?P<more>余|多)?"
    rf"(?P<unit>{UNIT}){_COUNT_AFTER}"
    rf"(?P<after>(?:及|或|\(含\))?以上|及以下|以下|以内|之内|左右|上下)?"
    rf"|(?P<han>{_HAN})(?P<hanunit>(?:万|亿)?(?:家|件|名|所|座|万元|亿元|倍|个|项|条"
    r"|处|场|户|套|台|辆))"
    r"(?!月|工作日|小时|以上党|方面|层面|维度)(?P<hanafter>以上|左右|以内|以下)?"
    r"|百分之(?P<percent>[一二三四五六七八九十]{1,3}(?:点[一二三四五六七八九零]{1,3})?|\d{1,3}(?:\.\d+)?)"
    r"(?P<percentafter>以上|左右|以内|以下)?"
    r"|(?P<full>全覆盖|百分之百|百分百)|翻(?P<double>[一两二三]?)番"
)
_AT_LEAST = re.compile(
    r"(?:不少于|不低于|不小于|不低|不得低于|不得少于|至少|(?<!不)(?:超过|超出|高于|大于|超)|突破|≥|>|多于"
    r"|不下于|优于|迈上|迈过|站上|跨越)(?:了|到|至)? {0,3}$"
)
_AT_MOST = re.compile(
    r"(?:不(?:得|能|应|再)?(?:超过|高于|多于|大于|超出)|(?<!不)(?<!不得)(?:低于|少于|小于)"
    r"|控制在|压减到|压降至|≤|<|最多) *$"
)
_ABOUT = re.compile(r"(?:约|大约|近|将近|接近|左右) *$")
_REACH = re.compile(
    r"(?:达到?|达至|完成|实现|新增|培育|建成|建设|新建|创建|引进|累计|提高到|提升至|提高|提升|降至|降到"
    r"|提升到|提高至|增至|增加到|增长|增加|下降|降低|压减|减少|保持在|稳定在|下降到|下降至|净增|创成|打造|改造"
    r"|完工|拆除|植树|造林|开工|投放|力争|争取|突破|各|分别"
    r"|扩大到|拓展到|维持在|覆盖|惠及|培训|举办|开展) *$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as printed, its comparison, and its place in the shadow copy."""

    op: str
    value: float
    unit: str
    start: int
    end: int
    value_max: float | None = None
    compared: bool = False  # a word such as 达到, 突破, 以上 stands with it
    implied: bool = False  # 全覆盖, 翻一番


def find_amounts(folded: str, start: int, end: int) -> list[Amount]:
    """Return the amounts between `start` and `end`, in the order of the text."""
    found = []
    for match in _AMOUNT.finditer(folded, start, end):
        amount = _amount(folded, start, match)
        if amount:
            found.append(amount)
    return found


def _amount(folded: str, start: int, match: re.Match[str]) -> Amount | None:
    if match["full"]:
        return Amount("=", 100, "%", *match.span(), compared=True, implied=True)
    if match["double"] is not None:
        times = 2 ** (number_of(match["double"]) or 1)
        return Amount("=", times, "倍", *match.span(), compared=True, implied=True)
    before = folded[max(start, match.start() - 8) : match.start()]
    if before.endswith(("第", "前", "每", "近前")):
        return None
    if match["percent"]:
        return _percent(before, match)
    if match["han"]:
        return _han_amount(before, match)
    low = float(match["low"].replace("_", ""))
    high = float(match["high"].replace("_", "")) if match["high"] else None
    op, compared = _comparison(before, match["after"])
    if (match["more"] or (high is not None and high > low)) and op == "=":
        op = ">="
    unit = match["unit"].replace(" ", "")
    return Amount(op, low, unit, *match.span(), high, compared or bool(match["more"]))


def _percent(before: str, match: re.Match[str]) -> Amount | None:
    """Count 百分之三十五 and 百分之12.5."""
    whole, _, part = match["percent"].partition("点")
    value = float(whole) if "." in whole else number_of(whole)
    if value is None:
        return None
    digits = [number_of(digit) or 0 for digit in part]
    value += sum(digit / 10 ** (place + 1) for place, digit in enumerate(digits))
    op, compared = _comparison(before, match["percentafter"])
    return Amount(op, round(value, 4), "%", *match.span(), compared=compared)


def _han_amount(before: str, match: re.Match[str]) -> Amount | None:
    """Count in Chinese numerals only behind a comparison: 三个方面 counts nothing."""
    op, compared = _comparison(before, match["hanafter"])
    value = number_of(match["han"])
    if not compared or value is None or (value == 1 and op == "="):  # 建设一处: an article
        return None
    return Amount(op, float(value), match["hanunit"], *match.span(), compared=True)


def _comparison(before: str, after: str | None) -> tuple[str, bool]:
    """Return the comparison that the words around a number state."""
    if after in ("左右", "上下") or _ABOUT.search(before):
        return "~", True
    if after and "以上" in after:
        return ">=", True
    if after:
        return "<=", True
    if _AT_MOST.search(before):
        return "<=", True
    if _AT_LEAST.search(before):
        return ">=", True
    return "=", bool(_REACH.search(before))
