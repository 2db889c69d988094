"""Values of target indicators, found by the unit they are counted in and the words around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox.clauses import FULL_WIDTH, Clause, bigrams, clause_at, is_of
from inbox.heard import TargetValue

NUMBER = re.compile(
    r"(?<![\d.])(?P<value>\d[\d,]{0,14}(?:\.\d{1,6})?)\s?[余多]?(?P<scale>[十百千]?[万亿]?)"
    r"(?P<unit>[个家项件人次名亩吨元台套座公里平方米千瓦时条所户张只辆处场%个月类种PｐEFLOPSW]{1,6})"
)
ALONE = re.compile(
    r"(?:目前|现|已|累计|实际|约|为|达到?|完成){0,4}\s?(?P<value>\d[\d,]{0,14}(?:\.\d{1,6})?)\s?[余多]?"
    r"(?P<scale>[十百千]?[万亿]?)(?P<unit>[^\d\s，,。；（(]{0,8})(?=$|[，,；（(\s])"
)
SCALES = {"": 1.0, "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
COMMON = re.compile(r"数量|人数|面积|总数|总量|总额|规模|新建|完成|累计|覆盖|数$|的")
NOT_REACHED = re.compile(
    r"还差|仍差|尚差|相差|缺口|剩余|其余|还有|不足|目标(?:是|为|值)?|计划|预计|力争|争取|拟|"
    r"将|可达|要求|"
    r"年度任务|全年$|任务数|去年|上年|同期|上月|上次|此前|其中|每|下一步|年底前|在建|开工|剩"
)
A_PLAN = re.compile(r"^[^，。；\n]{0,8}(的?(任务|目标|计划)|缺口)")
DONE = r"(?:完工|完成|建成|竣工|投用|投入使用|交付|通车|落成|改造|挂牌|开园|开放|办结)"
DONE_NOW = re.compile(rf"{DONE}|新增|认定|达到?|累计")
DONE_AFTER = re.compile(
    rf"^[^，。；\n未]{{0,16}}?(?:已|均|全部|都)[^，。；\n未]{{0,20}}{DONE}|^\s*{DONE}(?=[，。；,;\s]|$)"
)
STARTED = re.compile(
    r"^[^，。；\n\d]{0,12}(?:开工|动工|启动|在建|正在|进场|施工|立项|入库|申报|公示|签约|未|待|尚|仍)"
)
THE_TASK = re.compile(
    r"(?:年度|全年|今年|目标|总)?(?:目标)?任务数?[^，。；\d]{0,4}$|^其中[^，。；\d]{0,6}$"
)
IN_ALL = re.compile(r"已|累计|总数|共|达到?|已有|现有|目前|实际|截至|总计")
ALREADY = re.compile(rf"{IN_ALL.pattern}|{DONE}|新增")
NEWLY = re.compile(r"新增|本月|本期|当月|本季|今年新|新认定|又")
NEAREST = re.compile(
    r"(?:新增|累计|已|共)*([\u4e00-\u9fff]{2,8}?)(?:已|共|约|达到?|累计|总数|为|有|完成|了)*\s*$"
)
SAYS_NO_SUBJECT = re.compile(
    r"目前|现在?|截[至止](?:\d+[年月日]?|[本上]?[年月]?[末底])*|今年以来|本期|本年度?|全[市县区省]|我[市县区局委]|"
    r"实际|已经?|累计|共计?|总计|合计|其中|达到?|实现|完成|建成|完工|竣工|开工|新[增建]|投[用产]|认定|培育|发展|落实|安排|"
    r"突破|超过|增[加长]?[至到]|提[升高][至到]|数量|人数|面积|总[数量额]|规模|任务|目标|指标|年度|"
    r"分别|大约|约|近|超|为|是|有|了|的|和|及|与|等|各类?|个|家|项|[年月日]|第?[一二三四]季度"
)
SURE = 0.34  # share of an indicator's words that stand near its figure


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator a department gives values of, and the unit they are counted in."""

    name: str
    unit: str = ""


def find_targets(text: str, indicators: Sequence[Indicator]) -> tuple[tuple[TargetValue, ...], str]:
    """Return the values given for `indicators`, and the text without the percentages among them.

    What is left is read for the task's own percentage, so that a target's 2.3% is not taken for it.
    """
    shadow = text.translate(FULL_WIDTH)
    found: dict[str, tuple[float, TargetValue]] = {}
    rest = shadow
    names = [one.name.translate(FULL_WIDTH) for one in indicators]
    for match in NUMBER.finditer(shadow):
        if any(_is_inside(shadow, match, name) for name in names):
            continue
        likeliest = max(
            ((_score(shadow, match, one, indicators), one) for one in indicators),
            key=lambda pair: pair[0],
            default=None,
        )
        if likeliest is None or likeliest[0] <= 0:
            continue
        score, indicator = likeliest
        if indicator.name not in found or score >= found[indicator.name][0]:
            found[indicator.name] = (score, _value_of(match, indicator))
        if match["unit"].startswith("%"):
            gap = " " * len(match[0])
            rest = f"{rest[: match.start()]}{gap}{rest[match.end() :]}"
    return tuple(value for _, value in found.values()), rest


def _is_inside(text: str, match: re.Match[str], name: str) -> bool:
    """Tell whether a figure is part of an indicator's name: 年收入5亿元以上企业研发机构覆盖率."""
    first = max(0, match.start() - len(name))
    at = text.find(name, first, match.end() + len(name))
    return 0 <= at <= match.start() and match.end() <= at + len(name)


def read_value(words: str, indicator: Indicator) -> tuple[TargetValue, str] | None:
    """Return the value behind an indicator's own name (677家, 已达到1.2万家, 53), and what follows.

    A figure without a unit is in the unit asked for, unless that counts in tens of thousands.
    """
    shadow = words.translate(FULL_WIDTH).strip()
    match = ALONE.match(shadow)
    if match is None:
        return None
    bare = not match["unit"] and not match["scale"]
    if bare and indicator.unit == _plain(indicator.unit):
        value = TargetValue(indicator.name, float(match["value"].replace(",", "")), indicator.unit)
    elif not bare and _fits(match, indicator.unit):
        value = _value_of(match, indicator)
    else:
        return None
    return value, shadow[match.end() :].strip()


def _score(
    text: str, match: re.Match[str], indicator: Indicator, indicators: Sequence[Indicator]
) -> float:
    """Say how surely a figure is this indicator's; 0: it is not."""
    if not _fits(match, indicator.unit):
        return 0.0
    clause = clause_at(text, match.start(), match.end())
    if _is_not_reached(clause, indicator.name):
        return 0.0
    is_done = bool(DONE_AFTER.match(clause.after))
    core = COMMON.sub("", indicator.name) or indicator.name
    words = bigrams(core)
    around = match[0] + clause.after
    about = clause.before if _has_own_subject(clause.before, indicator.name) else clause.sentence
    named = len(words & bigrams(about + around)) / max(1, len(words))
    if (near := NEAREST.search(clause.before)) and is_of(near[1], core):
        named = max(named, SURE)  # 新增托位 of 新增普惠托育托位
    alone = len(indicators) == 1 and match["unit"][0] != "%" and bool(indicator.unit)
    alone = alone and about is clause.sentence
    if named < SURE and not (alone and (is_done or ALREADY.search(clause.before))):
        return 0.0
    if match["unit"][0] == "%" and core not in clause.before:
        return 0.0
    surely = bool(IN_ALL.search(clause.before)) / 2 - bool(NEWLY.search(clause.before)) / 2
    if "其中" in clause.before:
        return 1.75 + named  # beyond 共有62个, not beyond 累计完成62个
    return 1 + named + surely + (is_done or bool(DONE_NOW.search(clause.before))) / 2


def _is_not_reached(clause: Clause, name: str) -> bool:
    """Tell whether a figure is a plan, a rest, or of what has only begun: 62个已全部开工."""
    started = STARTED.match(clause.after)
    if started and started[0][-2:] not in name and not DONE_AFTER.match(clause.after):
        return True
    if A_PLAN.match(clause.after):
        return True
    before = clause.before
    if DONE_AFTER.match(clause.after):
        before = THE_TASK.sub("", before)
    return bool(NOT_REACHED.search(before))


def _has_own_subject(words: str, name: str) -> bool:
    """Tell whether the words before a figure say of what it is one, other than an indicator.

    已达到512家 leaves that to the words before it; 覆盖企业56家 does not.
    """
    left = SAYS_NO_SUBJECT.sub(" ", words)
    ours = bigrams(name)
    own = [
        sign
        for at, sign in enumerate(left)
        if "\u4e00" <= sign <= "\u9fff" and not ({left[at : at + 2], left[at - 1 : at + 1]} & ours)
    ]
    return len(own) >= 2


def _fits(match: re.Match[str], unit: str) -> bool:
    """Tell whether a figure is counted in a unit: 万亩 and 亩 are one, 人 and 人次 are two."""
    written, asked = match["unit"], _plain(unit)
    if not asked:
        return not written.startswith(("月", "年", "日", "个月"))
    return written == asked or (
        written.startswith(asked)
        and not re.match(r"人次|平方|个月|.次", written)
        and len(asked) > 0
    )


def _value_of(match: re.Match[str], indicator: Indicator) -> TargetValue:
    """Return the value in the indicator's own unit, or as written where it has none."""
    value = float(match["value"].replace(",", ""))
    scale = match["scale"]
    if not indicator.unit:
        return TargetValue(indicator.name, value, f"{scale}{match['unit']}")
    written, asked = _times(scale), _times(indicator.unit[: -len(_plain(indicator.unit)) or None])
    return TargetValue(indicator.name, round(value * written / asked, 6), indicator.unit)


def _plain(unit: str) -> str:
    return unit.lstrip("十百千万亿")


def _times(scale: str) -> float:
    product = 1.0
    for mark in scale:
        product *= SCALES.get(mark, 1.0)
    return product
