"""Whether a figure counts what has been reached: not a plan, a rest, or what has only begun."""

import re

from inbox.clauses import Clause
from inbox.numbers import WRONG

NOT_REACHED = re.compile(
    r"另有|另外|还差|仍差|尚差|相差|缺口|剩余|其余|还有|不足|目标(?:是|为|值)?|计划|预计|力争|争取|拟|"
    r"将|可达|要求|不是|并非|而非|"
    r"年度任务|全年$|任务数|去年|上年|同期|上月|上次|此前|其中|每|下一步|年底前|在建|待建|续建|拟建|在办|开工|动工|剩|上期|上季|昨|需|须|应(?![为是])|签约|进场|立项|受理|申报|备案|储备|入库|培育库|推荐"
)
A_PLAN = re.compile(r"^[^，。；、\n]{0,8}(的?(任务|目标|计划)|缺口)")
_FINISHED = r"[造建改种栽修办干装补铺拆整治]完"
DONE = (
    rf"(?:{_FINISHED}|投运|投产|销号|完工|完成|建成|竣工|投用|投入使用|交付|通车|落成|改造|整治|"
    r"挂牌|开园|开放|办结)"
)
DONE_NOW = re.compile(rf"{DONE}|新增|认定|达到?|累计")
DONE_AFTER = re.compile(
    rf"^[^，。；\n未]{{0,16}}?(?:已|均|全部|都)[^，。；\n未]{{0,20}}{DONE}|^\s*(?:已|均|都)?{DONE}(?:并?{DONE}|并?通过验收|了)?(?=[，。；,;\s]|$)"
)
STARTED = re.compile(
    r"^[^，。；、\n\d]{0,12}(?:开工|动工|启动|在建|正在|进场|施工|立项|入库|申报|公示|签约|未|待|尚|仍)"
)
THE_TASK = re.compile(
    r"(?:年度|全年|今年|目标|总)?(?:目标)?任务数?[^，。；\d]{0,4}$|^其中[^，。；\d]{0,6}$"
)
A_TASK = re.compile(r"任务(?:是|为|数|量|共)*\s*$")
FOR_A_WHILE = re.compile(
    r"国庆|假期|假日|春节|黄金周|五一|(?<!二)(?<!三)十一(?![月日号个])|端午|中秋|元旦|单日|当[日天]|首日|周末|本周"
)
SINCE_THEN = re.compile(r"累计|总计|合计|截[至止]")
IN_ALL = re.compile(
    r"已|累计|总数|共|达到?|已有|现有|目前|实际|截至|总计|合计|到了|[增升提]至|[增升]到"
)
ALREADY = re.compile(rf"{IN_ALL.pattern}|{DONE}|新增|^[改建造修铺栽种装补]了?\s*$")
FORECAST = re.compile(r"预计|预期|力争|争取|拟|将|确保|可达|有望|年底")
A_TARGET = re.compile(r"计划|目标|任务|要求")
BY_NOW = re.compile(r"已|现在?|目前|累计|实际|截至")
NEWLY = re.compile(r"新增|本月|本期|当月|本季|今年新|新认定|又")


def is_not_reached(clause: Clause, name: str) -> bool:
    """Tell whether a figure is a plan, a rest, or of what has only begun: 62个已全部开工."""
    started = STARTED.match(clause.after)
    if started and started[0][-2:] not in name and not DONE_AFTER.match(clause.after):
        return True
    if A_PLAN.match(clause.after) or WRONG.match(clause.after):
        return True
    before = clause.before
    if DONE_AFTER.match(clause.after):
        before = THE_TASK.sub("", before)
    elif A_TASK.search(before) and not ALREADY.search(before):
        return True
    if FOR_A_WHILE.search(before) and not SINCE_THEN.search(before):
        return True
    return any(word[0] not in name for word in NOT_REACHED.finditer(before))


def says_reached(clause: Clause) -> bool:
    """Tell whether the words around a figure say that it is there: 已建成41处, 85公里全部改完."""
    return bool(DONE_AFTER.match(clause.after) or ALREADY.search(clause.before))


def leaves_the_plan(earlier: str, since: str) -> bool:
    """Tell whether words behind an earlier figure speak of today: 计划60个已完成48个."""
    if not earlier or FORECAST.search(earlier) or not ALREADY.search(since):
        return False
    return bool(BY_NOW.search(since)) or not A_TARGET.search(earlier)


def weight_of(clause: Clause) -> float:
    """Return how surely a figure is the one that counts, where several are named alike."""
    before = clause.before
    if "其中" in before:
        return 1.75  # beyond 共有62个, not beyond 累计完成62个
    surely = bool(IN_ALL.search(before)) / 2 - bool(NEWLY.search(before)) / 2
    is_done = bool(DONE_AFTER.match(clause.after) or DONE_NOW.search(before))
    return 1 + surely + is_done / 2
