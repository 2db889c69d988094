"""Numbers with their units: 1.2万家, 30%以上, 1—2家, 百分之三十五, 全覆盖, 翻一番."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from notices.comparisons import comparison, is_cut_down, is_of_index
from notices.numerals import number_of

COUNTED = (
    "人次|人天|人日|平方公里|平方千米|平方米|立方米|公里|千米|公顷|吨标准煤|吨标煤|千瓦时"
    "|千瓦|兆瓦|吉瓦|美元|欧元|人民币|张床位|床位|户次|家次|批次|场次|课时|学时|车次|架次|航次|标箱"
    "|微克|毫克|公斤|分贝|元|家|个|项|件|人|名|所|条|座|户|米|亩|吨|度|台|套|辆|艘|架|支|张|篇"
    "|部|场|次|种|类|款|倍|位|处|片|株|头|只|床|门|册|幅|对|组|孔|盏|块|枚|斤|口|尾|羽|宗|方"
    "|笔|起|例|间|栋|幢|棵|村|镇|校|站|TEU|GW|MW|kW|TB|PB|P|EFLOPS|PFLOPS|分|本|份|艘次|标准箱|顶|师|班|期|届|单(?![位独列一项个纯打])|票(?!据)|辆次|人份|剂次|门次"
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
    rf" {{0,2}}(?P<after>(?:及|或|\(含\))?以上|及以下|以下|以内|之内|左右|上下)?"
    rf"|(?P<han>{_HAN})(?P<hanunit>(?:万|亿)?(?:家|件|名|所|座|万元|亿元|倍|个|项|条"
    r"|处|场|户|套|台|辆))"
    r"(?!月|工作日|小时|以上党|方面|层面|维度)(?P<hanafter>以上|左右|以内|以下)?"
    r"|百分之(?P<percent>[一二三四五六七八九十]{1,3}(?:点[一二三四五六七八九零]{1,3})?|\d{1,3}(?:\.\d+)?)"
    r"(?P<percentafter>以上|左右|以内|以下)?"
    r"|(?P<full>全覆盖|百分之百|百分百)|翻(?P<double>[一两二三]?)番"
    r"|(?P<whole>[二两三四五六七八九十])分之(?P<parts>[一二两三四五六七八九])"
    r"(?P<partsafter>以上|左右|以内|以下)?"
    r"|(?P<half>减半|(?<=[减少缩降低])一半(?P<halfafter>以上|左右)?)"
    rf"|(?P<time>{_NUM}) {{0,2}}(?P<timeunit>小时|分钟|天)"
    r"(?P<timeafter>以内|之内|左右)"
    rf"|(?<![\d.A-Za-z+\-])(?P<bare>{_NUM})(?P<bareafter>以上|以内|以下|左右)?"
    r"(?=[,;。、和及与)\n]|$)"
)
_JOINED = re.compile(r" *(?:[、和及与]|以及) *")
BEFORE = 32  # characters in which a comparison stands


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
    found: list[Amount] = []
    for match in _AMOUNT.finditer(folded, start, end):
        if match["bare"] and not _is_index(folded, start, match, found):
            continue
        amount = _amount(folded, start, match)
        if amount:
            found.append(amount)
    return _shared(folded, start, found)


def _is_index(folded: str, start: int, match: re.Match[str], found: list[Amount]) -> bool:
    """Say whether a number without a unit is that of an index: PUE值控制在1.3以内."""
    if found and not found[-1].unit and _JOINED.fullmatch(folded, found[-1].end, match.start()):
        return True
    before = folded[max(start, match.start() - BEFORE) : match.start()]
    return is_of_index(before, match["bareafter"])


def _shared(folded: str, start: int, amounts: list[Amount]) -> list[Amount]:
    """Give figures of one list one comparison: 分别控制在0.5和0.45以内, 达到80%、90%以上."""
    for index in range(len(amounts) - 1, 0, -1):
        one, other = amounts[index - 1], amounts[index]
        joined = _JOINED.fullmatch(folded, one.end, other.start)
        if joined and one.unit in ("", other.unit) and one.op == "=" != other.op:
            amounts[index - 1] = replace(one, op=other.op, compared=True)
    for index in range(1, len(amounts)):
        one, other = amounts[index - 1], amounts[index]
        joined = _JOINED.fullmatch(folded, one.end, other.start)
        alike = one.unit == other.unit or folded.find("分别", start, one.start) >= 0
        if joined and alike and one.compared and not other.compared:
            amounts[index] = replace(other, op=one.op, compared=True)
    return amounts


def _amount(folded: str, start: int, match: re.Match[str]) -> Amount | None:
    if implied := _implied(match):
        return implied
    before = folded[max(start, match.start() - BEFORE) : match.start()]
    if match["time"]:
        return _time(before, match)
    if before.endswith(("第", "前", "每", "近前")):
        return None
    for group, reader in _READERS:
        if match[group]:
            return reader(before, match)
    low = float(match["low"].replace("_", ""))
    high = float(match["high"].replace("_", "")) if match["high"] else None
    op, compared = comparison(before, match["after"])
    if (match["more"] or (high is not None and high > low)) and op == "=":
        op = ">="
    unit = match["unit"].replace(" ", "")
    return Amount(op, low, unit, *match.span(), high, compared or bool(match["more"]))


def _implied(match: re.Match[str]) -> Amount | None:
    if match["full"]:
        return Amount("=", 100, "%", *match.span(), compared=True, implied=True)
    if match["double"] is not None:
        times = 2 ** (number_of(match["double"]) or 1)
        return Amount("=", times, "倍", *match.span(), compared=True, implied=True)
    return None


def _half(before: str, match: re.Match[str]) -> Amount:
    op, _ = comparison(before, match["halfafter"])
    return Amount(op, 50, "%", *match.span(), compared=True)


def _bare(before: str, match: re.Match[str]) -> Amount:
    op, _ = comparison(before, match["bareafter"])
    return Amount(op, float(match["bare"].replace("_", "")), "", *match.span(), compared=True)


def _percent(before: str, match: re.Match[str]) -> Amount | None:
    """Count 百分之三十五 and 百分之12.5."""
    whole, _, part = match["percent"].partition("点")
    value = float(whole) if "." in whole else number_of(whole)
    if value is None:
        return None
    digits = [number_of(digit) or 0 for digit in part]
    value += sum(digit / 10 ** (place + 1) for place, digit in enumerate(digits))
    op, compared = comparison(before, match["percentafter"])
    return Amount(op, round(value, 4), "%", *match.span(), compared=compared)


def _time(before: str, match: re.Match[str]) -> Amount | None:
    """Count hours and days only where a length of time is to be cut down to them."""
    if not is_cut_down(before):
        return None
    op = "~" if match["timeafter"] == "左右" else "<="
    return Amount(op, float(match["time"]), match["timeunit"], *match.span(), compared=True)


def _share(before: str, match: re.Match[str]) -> Amount | None:
    """Count 三分之二 as per cent."""
    whole, parts = number_of(match["whole"]) or 0, number_of(match["parts"]) or 0
    if parts >= whole:
        return None
    op, compared = comparison(before, match["partsafter"])
    return Amount(op, round(100 * parts / whole, 2), "%", *match.span(), compared=compared)


def _han_amount(before: str, match: re.Match[str]) -> Amount | None:
    """Count in Chinese numerals only behind a comparison: 三个方面 counts nothing."""
    op, compared = comparison(before, match["hanafter"])
    value = number_of(match["han"])
    if not compared or value is None or (value == 1 and op == "="):  # 建设一处: an article
        return None
    return Amount(op, float(value), match["hanunit"], *match.span(), compared=True)


_READERS: tuple[tuple[str, Callable[[str, re.Match[str]], Amount | None]], ...] = (
    ("half", _half),
    ("percent", _percent),
    ("whole", _share),
    ("han", _han_amount),
    ("bare", _bare),
)
