"""Percentages and dates as departments write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FULL_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 5, "〇": 0}
PERCENT = re.compile(
    r"(?P<digits>\d+(?:\.\d+)?)\s*[%﹪]"
    r"|百分之(?P<words>[零〇一二两三四五六七八九十百点\d.]+)"
    r"|(?<![完建达组形])(?P<tenths>[一二三四五六七八九十])成(?P<half>[一二三四五六七八九半])?(?![立员果绩功效为本品都就长])"
)
CLAUSE_ENDS = "，。；！？,;!?\n\t"
FORECAST = re.compile(
    r"预计|预期|力争|争取|计划|目标|拟于|将于|将达|确保|底前|有望|下一步|下步|年底"
)
BY_NOW = re.compile(r"截至|截止|目前|现已|已完成|已达|实际")
EARLIER = re.compile(r"上月|上期|上次|上季|上周|去年|上年|此前|之前|前期|原来|原报|误报|误填")
CORRECTED = re.compile(
    r"更正|应为|改为|更新为|修正|订正|以此为准|(提高|提升|增加|推进|上升)(到|至)"
)
PART = re.compile(
    r"其中|占比|占|同比|环比|增长|下降|增速|增幅|资金|投资|预算|支付|拨付|到位|征地|拆迁|土建|"
    r"主体|设备|装修|招标|采购|安装|设计|勘察|图审|审查|覆盖|贡献|合格|满意|比重|(?<!完成)(?<!办结)率|"
    r"一期|二期|三期|标段|部分|分项|子项"
)
WHOLE = re.compile(
    r"(总体|整体|总|综合|当前|工作|任务|项目|目前)?(完成)?(进度|进展|完成率|完成比例|完成度)|总体|整体"
)


@dataclass(frozen=True, slots=True)
class Percent:
    """One percentage, its clause, and how surely it is about the whole task (0: it is not)."""

    value: float
    weight: int
    corrected: bool = False


def find_percent(text: str) -> tuple[float | None, str | None]:
    """Return the percentage of the whole task and a doubt, if there is one.

    A forecast, a part's share and last month's figure do not count; a correction wins.
    """
    found = [percent for percent in _percents(text) if percent.weight]
    if not found:
        return None, None
    corrected = [percent for percent in found if percent.corrected]
    best = max(percent.weight for percent in found)
    chosen = corrected[-1:] or [percent for percent in found if percent.weight == best]
    values = {percent.value for percent in chosen}
    if max(values) > 100:
        return None, f"进度{max(values):g}%超过100%，请确认实际进度"
    if len(values) > 1:
        shown = "、".join(f"{value:g}%" for value in sorted(values))
        return None, f"来信中有几个进度（{shown}），请确认以哪一个为准"
    return values.pop(), None


def read_percent(words: str) -> float | None:
    """Return the number of a field that holds a percentage, with or without its sign."""
    value = words.translate(FULL_WIDTH).strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    match = PERCENT.search(value)
    return _value(match) if match else None


def find_date(text: str, *, today: date) -> date | None:
    """Return the first day in `text`; without a year it is the next such day from `today` on."""
    match = re.search(
        r"(?:(?P<year>\d{4})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*"
        r"(?:(?P<day>\d{1,2})\s*[日号]?|(?P<end>底|末))",
        text.translate(FULL_WIDTH),
    )
    if match is None:
        return None
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    for year in [int(match["year"])] if match["year"] else [today.year, today.year + 1]:
        day = monthrange(year, month)[1] if match["end"] else int(match["day"])
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if match["year"] or found >= today:
            return found
    return None


def _percents(text: str) -> list[Percent]:
    shadow = text.translate(FULL_WIDTH)
    found = []
    for match in PERCENT.finditer(shadow):
        value = _value(match)
        if value is None:
            continue
        start = max((shadow.rfind(end, 0, match.start()) for end in CLAUSE_ENDS), default=-1) + 1
        ends = [shadow.find(end, match.end()) for end in CLAUSE_ENDS]
        stop = min((end for end in ends if end >= 0), default=len(shadow))
        before, after = shadow[start : match.start()], shadow[match.end() : stop]
        found.append(Percent(value, _weight(before, after), bool(CORRECTED.search(before))))
    return found


def _weight(before: str, after: str) -> int:
    forecast = FORECAST.search(before) and not BY_NOW.search(before)
    if forecast or (EARLIER.search(before) and not CORRECTED.search(before)):
        return 0
    if WHOLE.search(before) and not PART.search(before):
        return 3
    if PART.search(before) or re.match(r"的?(资金|投资|设备|土地|企业)", after):
        return 0
    return 2 if "完成" in before or not before.strip(" ：:约") else 1


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(match["digits"])
    if match["tenths"]:
        half = CHINESE.get(match["half"] or "零", 0)
        return float(CHINESE[match["tenths"]] * 10 + half)
    return _chinese_number(match["words"])


def _chinese_number(words: str) -> float | None:
    """Read 八十, 六十二点五, 百 and 80."""
    if re.fullmatch(r"\d+(\.\d+)?", words):
        return float(words)
    whole, _, rest = words.partition("点")
    if whole in ("百", "一百"):
        return 100.0
    tens, ten, ones = whole.partition("十")
    if not ten:
        tens, ones = "零", whole
    try:
        value = float(CHINESE[tens or "一"] * 10 + CHINESE[ones or "零"])
        return value + (float("0." + "".join(str(CHINESE[c]) for c in rest)) if rest else 0)
    except KeyError:
        return None
