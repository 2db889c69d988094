"""Values of target indicators, found by the unit they are counted in and the words around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from inbox.clauses import FULL_WIDTH, Clause, bigrams, clause_at, is_of, pointed
from inbox.heard import TargetValue
from inbox.numerals import in_arabic
from inbox.rates import names_rate
from inbox.reached import is_not_reached, leaves_the_plan, says_reached, weight_of
from inbox.subjects import counts_another, goes_on_about_another, own_subject

NUMBER = re.compile(
    r"(?<![\d.])(?P<value>\d[\d,]{0,14}(?:\.\d{1,6})?)\s?[余多]?(?P<scale>[十百千]?[万亿]?)"
    r"(?P<unit>[个家项件人次名亩吨元台套座公里平方米千瓦时条所户张只辆处场%个月类种PｐEFLOPSW]{1,6})"
)
HEADED = re.compile(r"\s*(?:[^，。；：:\d\n]{1,8}[：:]\s*)?")  # 管网：72公里
USUAL = re.compile(r"[个家项件人次名亩吨元台套座公里平方米千瓦时条所户张只辆处场%月类种PEFLOSW]+")
ALONE = re.compile(
    r"(?:目前|现|已|累计|实际|约|为|达到?|完成){0,4}\s?(?P<value>\d[\d,]{0,14}(?:\.\d{1,6})?)\s?[余多]?"
    r"(?P<scale>[十百千]?[万亿]?)(?P<unit>[^\d\s，,。；（(]{0,8})(?=$|[，,；（(\s])"
)
SCALES = {"": 1.0, "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
COMMON = re.compile(r"数量|人数|面积|总数|总量|总额|规模|新建|完成|累计|覆盖|数$|的")
NEAREST = re.compile(
    r"(?:新增|累计|已|共)*([\u4e00-\u9fff]{2,8}?)(?:已|共|约|达到?|累计|总数|为|有|完成|到了?|了)*\s*$"
)
SURE = 0.34  # share of an indicator's words that stand near its figure


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator a department gives values of, and the unit they are counted in."""

    name: str
    unit: str = ""


def find_targets(
    text: str, indicators: Sequence[Indicator], title: str = ""
) -> tuple[tuple[TargetValue, ...], str]:
    """Return the values given for `indicators`, and the text without the percentages among them.

    `title` is the tasks' own, whose words name no other subject.

    What is left is read for the task's own percentage, so that a target's 2.3% is not taken for it.
    """
    shadow = pointed(in_arabic(text.translate(FULL_WIDTH)))
    found: dict[str, tuple[float, TargetValue]] = {}
    rest = shadow
    names = [one.name.translate(FULL_WIDTH) for one in indicators]
    for match in _figures(tuple(one.unit for one in indicators)).finditer(shadow):
        if any(_is_inside(shadow, match, name) for name in names):
            continue
        likeliest = max(
            ((_score(shadow, match, one, indicators, title), one) for one in indicators),
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


@lru_cache(maxsize=256)
def _figures(units: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of figures, with the units asked for that are none of the usual ones."""
    plain = {_plain(unit) for unit in units}
    other = sorted((u for u in plain if u and not USUAL.fullmatch(u)), key=len, reverse=True)
    if not other:
        return NUMBER
    listed = "|".join(map(re.escape, other))
    return re.compile(NUMBER.pattern.replace("(?P<unit>", f"(?P<unit>{listed}|"))


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
    text: str,
    match: re.Match[str],
    indicator: Indicator,
    indicators: Sequence[Indicator],
    title: str,
) -> float:
    """Say how surely a figure is this indicator's; 0: it is not."""
    if not _fits(match, indicator.unit):
        return 0.0
    clause = _since_the_last_figure(clause_at(text, match.start(), match.end()))
    if is_not_reached(clause, indicator.name):
        return 0.0
    if match["unit"][0] == "%":
        is_only = sum(one.unit == indicator.unit for one in indicators) == 1
        return float(names_rate(clause, indicator.name, title, is_only=is_only))
    names = f"{indicator.name}{title}"
    if counts_another(match["unit"], _behind_the_unit(match, indicator) + clause.after, names):
        return 0.0
    core = COMMON.sub("", indicator.name) or indicator.name
    words = bigrams(core)
    about = clause.before if own_subject(clause.before, indicator.name) else clause.sentence
    named = len(words & bigrams(about + match[0] + clause.after)) / max(1, len(words))
    if (near := NEAREST.search(clause.before)) and is_of(near[1], core):
        named = max(named, SURE)  # 新增托位 of 新增普惠托育托位
    alone = len(indicators) == 1 and bool(indicator.unit) and about is clause.sentence
    if named < SURE and not (alone and _is_told_alone(text[: match.start()], clause, names, words)):
        return 0.0
    return named + weight_of(clause)


def _is_told_alone(above: str, clause: Clause, names: str, words: set[str]) -> bool:
    """Tell whether a figure that names nothing is the only indicator's: 已完成38个, 38个."""
    if not words & bigrams(clause.before) and goes_on_about_another(clause.sentence, names):
        return False
    is_bare = bool(HEADED.fullmatch(above)) and not clause.after.strip()
    return is_bare or says_reached(clause)


def _behind_the_unit(match: re.Match[str], indicator: Indicator) -> str:
    """Return what was read as a unit beyond the one asked for: 家企业 of 66家企业."""
    asked = _plain(indicator.unit)
    return match["unit"].removeprefix(asked) if asked else ""


def _since_the_last_figure(clause: Clause) -> Clause:
    """Return a clause from its last figure on, where what follows that says what is reached.

    任务三万亩到现在造完两万亩 speaks of the plan only before its first figure.
    """
    ends = [figure.end() for figure in NUMBER.finditer(clause.before)]
    earlier, since = clause.before[: max(ends, default=0)], clause.before[max(ends, default=0) :]
    if "其中" in earlier or not leaves_the_plan(earlier, since):
        return clause
    return replace(clause, before=since)


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
