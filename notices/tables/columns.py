"""What a column holds, by its heading: a table of words, with the labels of clauses for the units.

牵头单位, 责任单位 and 配合单位 mean over a column what they mean in a clause, so those words (and
完成时限, 责任人, 备注) are asked of `notices.owners.labels`; the others are here.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from notices.owners.labels import label_at
from notices.owners.vocabulary import Role


class Meaning(StrEnum):
    """What the cells of a column say of the task in their row."""

    NUMBER = "number"
    REFERENCE = "reference"  # 对应条款: which measure of the body is meant
    GROUP = "group"  # 类别, 领域
    NAME = "name"
    WORDS = "words"
    GOAL = "goal"
    INDICATOR = "indicator"
    VALUE = "value"  # 2026年, 目标值
    MEASURE = "measure"  # 计量单位
    BASE = "base"  # 2024年完成值: what is, not what is wanted
    LEAD = "lead"
    SUPPORT = "support"
    OWNER = "owner"
    DUE = "due"
    PERSON = "person"
    SCORE = "score"
    CATALOGUE = "catalogue"  # 设定依据: a list of what offices may do, not of what they are to do
    MONEY = "money"
    OTHER = "other"


UNITS = (Meaning.LEAD, Meaning.OWNER, Meaning.SUPPORT)
CONTENT = (Meaning.NAME, Meaning.WORDS, Meaning.GOAL)

_OF = (
    r"(?:20\d\d年?(?:度)?|年度|本年|重点|主要|具体|工作|核心|改革|重大|目标|督办|督查|整改|建设|民生|实事"
    r"|任务|分解|细化|落实|推进|创建|专项|服务|支持|保障|攻坚|行动|政策|计划|实施|项目|办理|下步|下一步|需|创新|全年|阶段|节点|时序|标志性|可检验的?)*"
)
_WORDS_OF = {
    Meaning.NUMBER: r"序号?|编号|项次|条次|次序|(?:任务|事项|项目|工作)(?:序号|编号|号)|N[oO]\.?|#",
    Meaning.REFERENCE: (
        r"(?:对应|所在|所属|文件|方案|意见|正文|原文)(?:的)?(?:条款|条目|章节|条文|条|措施|任务|序号|编号)"
        r"(?:序号|编号|号)?|(?:条款|条文|条目|措施)(?:序号|编号|号)?(?<!措施)"
    ),
    Meaning.GROUP: (
        r"(?:任务|工作|项目|重点|指标|一级|问题)*(?:类别|分类|类型|领域|方面|板块|大类|维度|层面|环节|阶段)"
        r"|一级(?:任务|指标|目标)|(?:重点|主要|工作|政策|任务)方向"
    ),
    Meaning.SCORE: (
        r"(?:标准|基础|考核|最高|实际)?(?:分值|得分|评分|扣分|计分|赋分|加分|自评|权重|分数)(?:标准|办法"
        r"|说明|细则|依据|情况|分)*|(?:考核|评价|评估|打分)(?:标准|办法|细则|方式|评分)"
    ),
    Meaning.CATALOGUE: (
        r"(?:设定|法律|法规|实施|收费|审批|许可|处罚)依据|(?:事项|办件|权力|服务)(?:类型|性质|类别|编码)"
        r"|(?:法定|承诺)(?:办结|办理)?时限|行使层级|(?:审批|许可)(?:部门|机关|层级)|(?:办理|受理)(?:地点|条件"
        r"|材料)|(?:申报|申请|推荐|获奖)(?:单位|人|主体)|子项(?:名称)?"
    ),
    Meaning.MONEY: (
        r"[^,。]{0,10}(?:资金|金额|投资|经费|补助|奖补|预算|估算|额度)(?:额|数|量|规模|安排|计划|情况|标准|来源)?"
    ),
    Meaning.PERSON: (
        r"(?!.*(?:单位|部门)(?:及|和|与|、|/|\())(?:[^,。]{0,6}(?:领导|责任人|联系人|联络员|负责人|负责同志|姓名|职务|职称|电话|手机|联系方式|组长"
        r"|专班长|链长|河长|林长|市长|县长|区长|书记|人员)(?:及.{1,8})?|[^,。]{0,8}(?:领导|责任人|负责人|联系人)"
        r"(?:和|与|、|/)(?:联系)?(?:电话|方式|职务))"
    ),
    Meaning.INDICATOR: (
        r"(?:主要|具体|核心|考核|目标|预期|二级|三级|评价|监测|年度|约束性|规划)*指标(?:名称|项目|内容)?"
        r"|目标名称"
    ),
    Meaning.BASE: (
        r"(?:20\d\d年?(?:度)?)?(?:基期值?|基数|基准值?|现状值?|完成值|完成情况|实际(?:值|完成值?)|预计完成值?"
        r"|上年(?:完成|实际)?值?|现值|进展情况)"
    ),
    Meaning.VALUE: (
        r"(?:到|至)?20\d\d年?(?:度|底|末)?(?:目标|计划|预期|任务)?(?:值|数)?"
        r"|(?:年度|预期|计划|任务)?(?:目标|指标|计划|任务)(?:值|数|量)|累计(?:目标)?值?"
    ),
    Meaning.GOAL: (
        rf"{_OF}(?:预期)?(?:目标|指标|成效|成果|效果|任务量)(?:形式|要求|任务|内容|值|体现)?|形象进度"
        r"|成果形式|预期(?:目标|成果|效果)|(?:完成|验收|工作|达标|质量)标准"
    ),
    Meaning.WORDS: (
        rf"{_OF}(?:内容|措施|举措|要求|要点|做法|规模|任务分解|任务要求|办法|安排)(?:内容|要求)?"
        r"(?:(?:及|和|与|、|/)[\u3400-\u9fff]{1,6})?"
    ),
    Meaning.NAME: (
        rf"{_OF}(?:任务|事项|项目|工作|工程|实事|行动|议题|问题|活动|政策)(?:名称|事项|清单|点|分工"
        r"|(?:及|和|与)[\u3400-\u9fff]{1,6})?|名称|存在的?(?:主要|突出)?问题|问题(?:表现|描述)|(?:意见)?建议(?:内容)?"
    ),
    Meaning.MEASURE: r"(?:计量|统计|数量)单位|单位\((?:计量|万?[元人亩户个家吨%])\)",
    Meaning.OWNER: (
        r"责任(?:县|区|市|镇|乡|街道|地区|主体|属地)(?:[^,。]{0,8})|办理单位|经办单位|单位|部门"
        r"|(?:责任)?(?:处|科|股)室|(?:承接|包抓|包保|属地|项目|业主)单位|推进主体|责任方"
        r"|项目单位|业主单位|责任分工|任务分工"
    ),
    Meaning.DUE: (
        r"(?:起止|办理|上线|计划|竣工|建成|建设|实现|达标|交付|时间|销号|截止|完成|验收)*"
        r"(?:时间|时限|日期|年限|期限)|时间进度|进度|时序进度"
        r"|(?:时间|进度|完成|工作)(?:安排|要求|计划|节点)"
    ),
    Meaning.OTHER: (
        r"备注?|备注?说明|说明|编码|路线图|地区|县区|区县|依据|政策依据|文件依据|来源|任务来源|属性|性质|第?[一二三四1-4]季度.*|季度(?:进度|目标|安排).*|[上下]半年.*|\d{1,2}(?:[-—–~至]\d{1,2})?月.*"
        r"|(?:计划)?(?:开工|开始|启动|下达|交办|印发)(?:时间|日期)|(?:工作|目前|当前)?进展|进展情况|完成情况|地点"
        r"|建设地点|(?:督办|督查|考核|填报|审核|验收|编制|报送|制表|来文|设计|施工)(?:单位|部门)"
        r"|完成(?:比例|率)|年份|数量"
    ),
}
_RULES = tuple((meaning, re.compile(words)) for meaning, words in _WORDS_OF.items())
_FIRST = (
    Meaning.NUMBER,
    Meaning.OTHER,
    Meaning.SCORE,
    Meaning.CATALOGUE,
    Meaning.PERSON,
    Meaning.REFERENCE,
    Meaning.BASE,
    Meaning.VALUE,
    Meaning.MEASURE,
)
_OF_ROLE = {
    Role.LEAD: Meaning.LEAD,
    Role.SUPPORT: Meaning.SUPPORT,
    Role.OWNER: Meaning.OWNER,
    Role.DUE: Meaning.DUE,
}
_BRACKETS = re.compile(r"\([^()]*\)")
_FIELD = re.compile(r"^(?:整改|区县|乡镇|镇街|县区|市县|任务|工作|项目|改革|本级|具体)(?=.{4})")
_BESIDE = re.compile(r"(?:及|和|与|、|/).{2,8}$")
_UNITS_TOO = re.compile(r"(?:责任|配合|协办|承办|落实)(?:单位|部门)")
_SIDES = ("牵头", "配合", "主办", "协办")
_ASIDE = re.compile(r"\(([^()]*)\)$")
_BLANK = re.compile(r"\s+|[:*]+$")
LONGEST_HEADING = 24


def plain(words: str) -> str:
    """Return the words of a heading without spaces, line breaks and a colon behind."""
    return _BLANK.sub("", words.strip())


def meaning_of(words: str) -> Meaning | None:
    """Return what a column under this (folded) heading holds; None for words we do not know."""
    heading = plain(words)
    if not heading or len(heading) > LONGEST_HEADING:
        return None
    if found := _meaning(heading):
        return found
    if (aside := _ASIDE.search(heading)) and (inside := aside[1]) in _SIDES:
        return _by_label(inside + "单位")
    return next(filter(None, map(_meaning, _shorter(heading))), None)


def _shorter(heading: str) -> Iterator[str]:
    """Yield a heading with less: without brackets, a field of work, a second thing beside it."""
    yield _BRACKETS.sub("", heading)
    yield _FIELD.sub("", heading)
    if beside := _BESIDE.search(heading):
        yield "责任单位" if _UNITS_TOO.search(beside[0]) else heading[: beside.start()]


def _meaning(heading: str) -> Meaning | None:
    for meaning, rule in _RULES:
        if meaning in _FIRST and rule.fullmatch(heading):
            return meaning
    if labelled := _by_label(heading):
        return labelled
    return next((meaning for meaning, rule in _RULES if rule.fullmatch(heading)), None)


def _by_label(heading: str) -> Meaning | None:
    """Return what the words mean as a label of a clause (牵头单位：)."""
    label = label_at(heading + ":", 0)
    if label is None or label.end != len(heading) + 1:
        return None
    return _OF_ROLE.get(label.role)
