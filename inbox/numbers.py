"""Which of the percentages in a reply is the whole task's: not a forecast, not a part's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from inbox.clauses import Clause, clause_at, is_of, shadow_of
from inbox.figures import PERCENT, value_of

NO_SIGN = re.compile(
    r"(?:进度|完成率|完成度)\s*(?:为|是|:|：|"
    r"达到?)?\s*(?P<digits>\d{1,3}(?:\.\d+)?)(?=\s*[。，；,;\n]|\s*$)"
)
FORECAST = re.compile(
    r"预计|预期|预估|力争|争取|计划|拟于?|将于|将达|将完成|可达|可完成|确保|有望|下一步|下步|届时|"
    r"尽快|尽早|抓紧|务必|赶到|赶至|冲刺|请.{0,12}(?:达到|完成|提高|提升)|"
    r"年底|年内(?!累计|已)|明年|"
    r"(?:月|季度)(?:底|末|初|中旬|上旬|下旬)?之?前(?!已)|目标(?:是|为|值)|要求达到|应达到"
)
A_PLAN = re.compile(  # 计划 as a noun: what is measured against, no forecast
    r"(?:按照?|对照|根据|较|比|达到?|占|完成|符合|高于|低于|快于|慢于|超过?|为)"
    r"[^，。；]{0,10}(?:计划|目标)|计划(?:的|内|任务|完成率|完成度|完成比例|进度|数|量|执行率)"
)
FORECAST_BEFORE = re.compile(r"预计|预期|力争|争取|拟于|将于|计划(?:于|在|到|\d)")
A_DAY = re.compile(r"届时|[年月季度][底末]|\d月|明年|\d日")
BY_NOW = re.compile(r"截至|截止|目前|现|已(?!批)|实际|至今|迄今")
EARLIER = re.compile(
    r"上月|上期|上次|上季|上周|上旬|去年|上年|此前|之前|前期|前次|前报|原来|原报|误报|误填|误写|写成|填成|"
    r"报成|错写|错填|同期"
)
CORRECTED = re.compile(
    r"更正|应为|应是|改为|改成|变为|更新为|修正|订正|以此为准|持平|"
    r"(提高|提升|增加|推进|上升|增长|加快|调整)(到|至|为)"
)
UNCHANGED = re.compile(r"还是|仍[为是]?|依然|保持|不变")
RISES = re.compile(
    r"^[^，。；]{0,4}(提高|提升|增加|推进|上升|增长|调整|变|改|增|升|涨|降)?(到|至|为|成)"
)
DIFFERENCE = re.compile(
    r"(?:提高|提升|增加|增长|上升|加快|下降|降低|减少|高出|高于|低于|快于|慢于|快|慢|超出|超前|"
    r"提前|滞后|落后|相差|差距|距离?)(?:了|约|近|为|计划|序时|序时进度|计划进度|年度|全年|目标|\s)*$"
)
OF_THE_PLAN = re.compile(
    r"(?<!占)(?<!完成)(?<!达到)(?<!实现)(?<!年度)(?<!全年)(?:序时|时序|计划|时间|目标|应有)(?:进度|完成)?(?:要求)?(?:应?[为是达]|应|[：:])?\s*$|"
    r"应(?:完成|达到?)\s*$"
)
DENIED = re.compile(r"(?:不是|并非|而非|不为)\s*$")
WRONG = re.compile(
    r"^[^，。；]{0,4}(?:有误|笔误|不对|不准|作废|错误|写错|填错|报错|系误|为误|是错|系错)"
)
COUNTS = re.compile(r"^\s*(?:为准|登记|计|更正)")
MISSING = re.compile(
    r"(?:差|剩余?|余下?|还有|尚有|仍有|未完成的?|缺口|欠)(?:约|近|大约|不到|最后|的|[\s为：:])*$"
)
MISSING_AFTER = re.compile(
    r"^[^，。；%\d]{0,6}(?:未|尚未|没有?|待)(?:完成|开展|实施|推进|完|办|建)"
)
BELOW = re.compile(r"(?:不到|不足|未到|不满)\s*$")
RATE = re.compile(
    r"(?<!完成)(?<!办结)(?<!进度)(?<!完工)(?<!竣工)(?<!销号)率|占比|同比|环比|增速|增幅|增长(?!到|至)|下降|比重"
)
PART = re.compile(
    r"其中|占|资金|投资|预算|支付|拨付|到位|征地|拆迁|土建|"
    r"主体|设备|装修|招标|采购|安装|设计|勘察|图审|审查|覆盖|贡献|合格|满意|比重|"
    r"一期|二期|三期|标段|部分|分项|子项|环节|回收|验收|报名|"
    r"参与|入驻|签约"
)
PART_AFTER = re.compile(r"^\s*的?(?:资金|投资|设备|土地|企业|比例|标段|单位|乡镇|街道|县区)")
SHARE_OF_TASK = re.compile(
    r"占(?:到)?(?:年度|全年|总|本年度|今年)?(?:目标)?(?:任务|计划|目标)(?:任务|总量|总数|量|数)?的?"
    r"(?:比例)?(?:约|近|为|达)?\s*$"
)
WHOLE = re.compile(
    r"总体|整体|总工程量|工程总量|工作量|年度(?:目标)?任务|目标任务|全年(?:目标)?任务|总任务|"
    r"任务量|总目标|年度目标|年度计划|全年计划|(?:任务|目标|计划)的?$|累计|综合|折合|折算|"
    r"总(?:的)?进度"
)
PROGRESS = re.compile(r"进度|进展|完成率|完成比例|完成度")
TODAY = re.compile(r"目前|截[至止]|现[已在]?")
ROUGH = re.compile(r"(?:约|近|接近|大约|将近|大概|超过?|逾|突破|约为)\s*$")
AN_INVESTMENT = re.compile(r"投资|资金")
ABOUT_HALF = re.compile(
    r"(总体|整体|进度|进展|工程|工作|任务|项目|完成|建设|已|双)[^，。；\n%]{0,6}(过半|大半|近半|大部分|"
    r"绝大部分|多半|半数以上|一半以上|六七成|七八成|八九成)"
)
SUBJECTLESS = re.compile(
    r"截[至止]?[^，。；]{0,12}(?:底|日|末|目前)|\d{1,2}月(?:份|底|末|\d{1,2}日)?|[一二三四]季度|"
    r"目前|当前|现在?|已经?|本[期月周季]度?|今年|全年|年度|我(?:局|单位|委|办|市|县|区|院|中心)|"
    r"本(?:局|单位|委|办)|该|此|各|这(?:一?块|边|项|个事)?|任务|工作|事项|项目|工程|建设|实施|推进|整改|形象|施工|"
    r"总体|整体|总的?|综合|平均|完成|进行|推进|实际|累计|共|达成?到?|进度|进展|情况|率|比例|度|百分比|"
    r"[约近仅只才刚均都为是的在到至有了其也又即：:、．.）（()【】“”\"\s]|大约|大概|接近|将近|超过|逾|"
    r"突破|基本|左右|按照?|计划|序时|目标|折合|折算|量|更正|应|改|提高|提升|增加|上升|增长|由|从|"
    r"持平|仍|保持|以本次|本次|上报|填报|登记|请|\d+(?:\.\d+)?号?|一下|正常|有序|顺利|稳步|全部|"
    r"第|项|不是|而是|变|成|以|准确|精确|确切|具体|数|较|比|与|和|上(?:月|期|周|季度?|次)|年初|同期|增|升|"
    r"修正|订正|更新|调整|经|核实|核对|核|系|把|将|报|填|写|错|误|前|原|有|个百分点|已达|说|刚|那封|按|"
    r"统计|测算|初步|预估|表明|显示|数据|对照|所|牵头|承担|负责|目标|答复|回复|反馈|汇报|报告|情况|"
    r"口径|新|还|依然|不变|过|(?:完工|竣工|销号|办结)率?"
)
OF_ALL = re.compile(
    r"总体|整体|全部|综合|(?<!其中)(?:工程|项目|任务)(?:形象|总)?进度[约近已达到为]*$"
)
COUNTED = re.compile(
    r"\d[\d,.]*[十百千万亿]{0,2}[\u4e00-\u9fff]{1,3}(?=[（(、]\s*$)"
)  # 183个（85.5%）
DONE_OF_ALL = re.compile(  # 已开工34个，其中28个完工，完工率77.8%
    r"其中\s*(?:已有?|有)?\d+\s*[\u4e00-\u9fff]{1,2}(?:已|均|都|全部)*(?:完工|完成|建成|投运|办结|竣工|销号)"
    r"[^，。；\d]{0,6}，\s*(?:总)?(?:完工|完成|建成|办结|竣工|销号)率(?:为|达到?|约)*\s*$"
)
AN_EVENT = re.compile(r"举办|承办|筹办|办好|召开|办成")
AS_TO = re.compile(r"(?P<what>[^，。；\n]{2,12})(?:方面|环节|部分)[，,]\s*$")
MOST = 300  # percentages of one reply that are weighed
WHOLLY = 3  # the weight of a figure that says it is about the whole
ALIKE = 5.0  # points between a round figure and the exact one beside it


@dataclass(frozen=True, slots=True)
class Percent:
    """One percentage, and how surely it is about the whole task.

    0: it is not; 1: of something that may be a part; −1: what is missing, or only a bound.
    """

    value: float
    weight: int
    words: str = ""
    corrected: bool = False
    rough: bool = False


def find_percent(text: str, title: str = "", *, least: int = 2) -> tuple[float | None, str | None]:
    """Return the percentage of the whole task and a doubt, if there is one.

    A forecast, a part's share and last month's figure do not count; a correction wins.
    """
    shadow = shadow_of(text)
    every = _percents(shadow, title)
    found = [percent for percent in every if percent.weight >= least]
    if not found:
        return None, _doubt(every, shadow) if least < WHOLLY else None
    corrected = [percent for percent in found if percent.corrected]
    best = max(percent.weight for percent in found)
    chosen = corrected[-1:] or [percent for percent in found if percent.weight == best]
    values = {percent.value for percent in _without_rounding(chosen, found)}
    if max(values) > 100:
        return None, f"进度{max(values):g}%超过100%，请确认实际进度"
    if len(values) > 1:
        shown = "、".join(f"{value:g}%" for value in sorted(values))
        return None, f"来信中有几个进度（{shown}），请确认以哪一个为准"
    return values.pop(), None


def _without_rounding(chosen: Sequence[Percent], found: Sequence[Percent]) -> list[Percent]:
    """Leave out 近八成 where 78.6% stands beside it."""
    exact = [percent for percent in found if not percent.rough]
    kept = []
    for percent in chosen:
        near = [one for one in exact if abs(one.value - percent.value) <= ALIKE]
        kept += near[:1] if percent.rough and near else [percent]
    return kept


def _doubt(every: Sequence[Percent], shadow: str) -> str | None:
    """Return the question that figures leave which are not surely the whole's."""
    missing = next((percent for percent in every if percent.weight < 0), None)
    if missing is not None:
        return f"“{missing.words}”不是确切的进度，请填写百分比"
    unsure = next((percent for percent in every if percent.weight == 1), None)
    if unsure is not None:
        return f"“{unsure.words}”是否为该任务的总体进度，请确认"
    vague = ABOUT_HALF.search(shadow)
    return f"“{vague[0]}”不是确切的进度，请填写百分比" if vague else None


def _percents(shadow: str, title: str) -> list[Percent]:
    found = []
    matches = chain(islice(PERCENT.finditer(shadow), MOST), islice(NO_SIGN.finditer(shadow), MOST))
    for match in matches:
        value = float(match["digits"]) if match.re is NO_SIGN else value_of(match)
        if value is None:
            continue
        clause = clause_at(shadow, match.start(), match.end())
        rough = match.re is PERCENT and not match["digits"] and not match["words"]
        corrected = CORRECTED.search(clause.before) or COUNTS.match(clause.after)
        found.append(
            Percent(
                value,
                _weight(clause, title),
                words=f"{clause.before[-12:]}{match[0]}".strip("：:、 "),
                corrected=bool(corrected),
                rough=rough or bool(ROUGH.search(clause.before)) or clause.after[:2] == "左右",
            )
        )
    return found


def _weight(clause: Clause, title: str) -> int:
    before = clause.before
    if _is_of_another_time(clause) or DENIED.search(before) or WRONG.match(clause.after):
        return 0
    if DIFFERENCE.search(before) or OF_THE_PLAN.search(before):
        return 0
    if MISSING.search(before) or MISSING_AFTER.match(clause.after) or BELOW.search(before):
        return -1
    if SHARE_OF_TASK.search(before):
        return 1 if AN_INVESTMENT.search(clause.sentence) else WHOLLY
    is_part = RATE.search(before) or any(m[0] not in title for m in PART.finditer(before))
    is_part = is_part or ("其中" in clause.sentence and not OF_ALL.search(before))
    is_part = is_part and not DONE_OF_ALL.search(clause.sentence)
    if is_part or PART_AFTER.match(clause.after):
        return 0
    if WHOLE.search(before):
        return WHOLLY
    if _is_of_something_else(clause, title):
        return 1
    return WHOLLY if PROGRESS.search(before) or TODAY.search(before) else 2


def _is_of_another_time(clause: Clause) -> bool:
    """Tell whether a figure is a forecast or an order, or was last time's."""
    before = A_PLAN.sub(lambda m: "，" * len(m[0]), clause.before)
    forecast = _last(FORECAST, before)
    if forecast >= 0 and forecast > _last(BY_NOW, before):
        return True
    earlier = clause.sentence[: len(clause.sentence) - len(clause.before)]
    promised = _last(FORECAST_BEFORE, earlier)
    if promised > _last(BY_NOW, earlier) and A_DAY.search(before) and not BY_NOW.search(before):
        return True
    known = CORRECTED.search(clause.before) or UNCHANGED.search(clause.before)
    stays = bool(known) or clause.after.startswith("持平")
    if EARLIER.search(clause.before) and not stays:
        return True
    return bool(
        RISES.match(clause.after) and re.search(r"[由从把将][^，。；]{0,12}$", clause.before)
    )


def _is_of_something_else(clause: Clause, title: str) -> bool:
    """Tell whether a figure has a subject that the task's title does not name."""
    start = max((figure.end() for figure in PERCENT.finditer(clause.before)), default=0)
    subject = SUBJECTLESS.sub("", COUNTED.sub("", clause.before[start:]))
    if as_to := AS_TO.search(clause.sentence[: len(clause.sentence) - len(clause.before)]):
        subject += SUBJECTLESS.sub("", as_to["what"])
    if AN_EVENT.search(title):
        subject = subject.replace("筹备", "")
    return len(re.findall(r"[\u4e00-\u9fff]", subject)) > 1 and not is_of(subject, title)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
