"""The percentage of a whole task, as departments write it: not a forecast, not a part's."""

import re
from dataclasses import dataclass
from itertools import chain, islice

from inbox.clauses import FULL_WIDTH, clause_at, shadow_of

CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 5, "〇": 0}
PERCENT = re.compile(
    r"(?P<digits>\d{1,6}(?:\.\d{1,4})?)\s?%"
    r"|百分之(?P<words>[零〇一二两三四五六七八九十百点\d.]{1,12})"
    r"|(?<![一二三四五六七八九十])(?P<tenths>[一二三四五六七八九十]|"
    r"\d(?=成))成(?P<half>[一二三四五六七八九半])?"
    r"(?![立员果绩功效为本品都就长熟])"
    r"|(?P<part>[一二三四五])分之(?P<over>[一二三四])|(?P<one>一半)(?!以上|左右以上)"
)
NO_SIGN = re.compile(
    r"(?:进度|完成率|完成度)\s*(?:为|是|:|：|"
    r"达到?)?\s*(?P<digits>\d{1,3}(?:\.\d+)?)(?=\s*[。，；,;\n]|\s*$)"
)
FORECAST = re.compile(
    r"预计|预期|预估|力争|争取|计划|拟于|将于|将达|将完成|可达|可完成|确保|有望|下一步|下步|"
    r"年底|年内|"
    r"(?:月|季度)(?:底|末|初|中旬|上旬|下旬)?之?前(?!已)|目标(?:是|为|值)|要求达到|应达到"
)
BY_NOW = re.compile(r"截至|截止|目前|现已|已完成|已达|实际|累计")
EARLIER = re.compile(
    r"上月|上期|上次|上季|上周|上旬|去年|上年|此前|之前|前期|原来|原报|误报|误填|误写|同期"
)
CORRECTED = re.compile(
    r"更正|应为|应是|改为|更新为|修正|订正|以此为准|(提高|提升|增加|推进|上升|增长|加快)(到|至)"
)
RISES = re.compile(r"^[^，。；]{0,4}(提高|提升|增加|推进|上升|增长)?(到|至)")
RATE = re.compile(r"(?<!完成)(?<!办结)(?<!进度)率|占比|同比|环比|增速|增幅|增长(?!到|至)|下降|比重")
PART = re.compile(
    r"其中|占|资金|投资|预算|支付|拨付|到位|征地|拆迁|土建|"
    r"主体|设备|装修|招标|采购|安装|设计|勘察|图审|审查|覆盖|贡献|合格|满意|比重|"
    r"一期|二期|三期|标段|部分|分项|子项|环节|回收|验收|报名|"
    r"参与|入驻|签约"
)
WHOLE = re.compile(
    r"(总体|整体|总|综合|当前|工作|工程|任务|项目|目前)?(完成|实施|推进|建设)?(进度|进展|"
    r"完成率|完成比例|完成度)|"
    r"总体|整体|总工程量|工程总量|工作量|年度(目标)?任务|目标任务|全年(目标)?任务|总任务|"
    r"任务量|总目标|"
    r"年度目标|(任务|目标|计划)的?$"
)
ABOUT_HALF = re.compile(
    r"(总体|整体|进度|进展|工程|工作|任务|项目|完成)[^，。；\n%]{0,6}(过半|大半|近半|大部分|"
    r"绝大部分|多半|一半以上|六七成|七八成)"
)
MOST = 300  # percentages of one reply that are weighed
WHOLLY = 3  # the weight of a figure that says it is about the whole
UP_TO = re.compile(r"%\s*[-—–~～至到]+\s*\d{1,3}(\.\d+)?\s?%")


@dataclass(frozen=True, slots=True)
class Percent:
    """One percentage, and how surely it is about the whole task (0: it is not)."""

    value: float
    weight: int
    corrected: bool = False


def find_percent(text: str, title: str = "", *, least: int = 1) -> tuple[float | None, str | None]:
    """Return the percentage of the whole task and a doubt, if there is one.

    A forecast, a part's share and last month's figure do not count; a correction wins.
    """
    shadow = shadow_of(text)
    found = [percent for percent in _percents(shadow, title) if percent.weight >= least]
    if not found:
        vague = ABOUT_HALF.search(shadow) if least == 1 else None
        return None, f"“{vague[0]}”不是确切的进度，请填写百分比" if vague else None
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
    value = words.translate(FULL_WIDTH).strip(" 约近：:（）()")
    plain = re.match(r"(\d{1,6}(?:\.\d{1,4})?)\s*(?:%|$|[，,。；;、（(\s])", value)
    if plain and not UP_TO.search(value):
        return float(plain[1])
    match = PERCENT.search(value)
    return _value(match) if match and not UP_TO.search(value) else None


def _percents(shadow: str, title: str) -> list[Percent]:
    found = []
    matches = chain(islice(PERCENT.finditer(shadow), MOST), islice(NO_SIGN.finditer(shadow), MOST))
    for match in matches:
        value = float(match["digits"]) if match.re is NO_SIGN else _value(match)
        if value is None:
            continue
        clause = clause_at(shadow, match.start(), match.end())
        weight = _weight(clause.before, clause.after, clause.sentence, title)
        found.append(Percent(value, weight, bool(CORRECTED.search(clause.before))))
    return found


def _weight(before: str, after: str, sentence: str, title: str) -> int:
    forecast = FORECAST.search(before) and not BY_NOW.search(before)
    if forecast or (EARLIER.search(before) and not CORRECTED.search(before)):
        return 0
    if RISES.match(after) and re.search(r"[由从][^，。；]{0,12}$", before):
        return 0  # 由60%提高到75%
    is_part = RATE.search(before) or any(m[0] not in title for m in PART.finditer(before))
    is_part = is_part or ("其中" in sentence and not re.search(r"总体|整体|全部|综合", before))
    if is_part or re.match(r"\s*的?(资金|投资|设备|土地|企业|比例)", after):
        return 0
    if WHOLE.search(before):
        return WHOLLY
    return 2 if re.search(r"完成|达到?$", before) or not before.strip(" ：:约近达") else 1


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(match["digits"])
    if match["one"]:
        return 50.0
    if match["part"]:
        whole, over = CHINESE[match["part"]], CHINESE[match["over"]]
        return round(100 * over / whole, 1) if over < whole else None
    if match["tenths"]:
        tens = match["tenths"]
        half = CHINESE.get(match["half"] or "零", 0)
        return float((int(tens) if tens.isdigit() else CHINESE[tens]) * 10 + half)
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
    except (KeyError, ValueError):
        return None
