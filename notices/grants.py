"""Numbers to reach, told from those that say what is meant: a scope, a grant, a fund, a rank."""

import re

from notices.amounts import Amount
from notices.periods import Period

_MONEY = re.compile(r"(?:元|美元|欧元|人民币)$")
_GRANT = re.compile(
    r"不得(?![低少高]于|超[过出]|多于)|严禁|禁止|给予|奖励|补助|补贴(?!性)|资助|奖补|贴息|罚款|最高"
    r"|加计|减按|税率|费率|扣除|比例(?:进行|给予)|拨付|每(?:人|家|个|户|亩)\S{0,4}元"
)
_CAP = re.compile(r"每(?:家|户|人|个|张|部|亩|台|套|辆|村|镇|项|次|年每)|单[个项笔户]|额度|标准")
_FUND = re.compile(
    r"(?:使用|安排|用好|统筹|管好|设立|下达|拨付|落实|筹集|预留|列支)[^,;。]{0,16}"
    r"(?:资金|基金|经费|预算|专项债券?|贷款额度)? *$"
    r"|(?:资金|基金|债券|贷款)[^,;。]{0,4}总?规模[^,;。]{0,8}$|总?规模(?:为|约)? *$"
)
_TRAIT = re.compile(  # 全长约32公里: what it is like, not what is to be reached
    r"(?<!完成)(?:全长|总长|(?<![增延成特])长度?|占地(?:面积)?|(?:项目|规划|总)用地(?:面积)?|总?建筑面积|总投资额?|估算投资|计划投资|设计(?:能力|规模|年产能)"
    r"|总库容|(?<![拓加])宽|(?<![加纵])深|原值|单价|人口规模)(?:约|近|共|达|为|共计)? *$"
)
_SHARE_DONE = re.compile(  # 45%以上的面积达到…要求
    r"的?[\u3400-\u9fff]{2,14}?(?:达到?|实现|纳入|完成|建成|开展|设立|配备|具备|享有|接入|通上|用上|建立|符合)"
)
_WHOSE = re.compile(r"[\u3400-\u9fff]{2}")
_WANTS = re.compile(
    r"(?:^|[到成增造进展育现有保动助持是各设排取供派织施少于过]|培训|引导|扶持|支持|覆盖|发放|完善|推广|选树|招募|认定|遴选|评选"
    r"|改造|治理|拆除|安置|救助|惠及|办|约|近|超|每[\u3400-\u9fff]|[,、年] *) *$"
)
_EXISTING = re.compile(
    r"(?:全[省市县区州]|我[省市县区州]|现有|已有|辖区内?|共有?|聚焦|围绕|面向) *\Z"
)
_DEED = re.compile(
    r"新建|改建|改造|新增|建成|培育|完成|引进|打造|创建|举办|开展|建设|培训|发放|安置|治理"
)
_DEED_LAST = re.compile(rf"(?:{_DEED.pattern})(?:不少于|至少|超过|突破|约|近)? *\Z")


def is_wanted(before: str, amount: Amount, period: Period) -> bool:
    """Say whether the words before it want the number; only then may a far day govern it.

    The year of a title is too far for 全覆盖, which often only says how something is done.
    """
    if amount.implied and period.start < 0:
        return False
    return amount.compared or bool(_DEED.search(before))


def wanted(plain: str, segment: re.Match[str], amounts: list[Amount]) -> list[Amount]:
    """Drop numbers that only say what is meant: a scope, a size, a grant, a rank."""
    if _GRANT.search(segment[0]):
        return []
    full = any(amount.implied and amount.unit == "%" for amount in amounts)
    kept = []
    for amount in amounts:
        after = plain[amount.end : min(segment.end(), amount.end + 2)]
        scope = after.startswith(("的", "级", "(含)")) and _is_scope(plain, segment, amount)
        if _MONEY.search(amount.unit) and _is_grant(plain, segment, amount):
            continue
        if _is_trait(plain, segment, amount, amounts[-1]):
            continue
        existing = _EXISTING.search(plain, segment.start(), amount.start)
        if scope or existing or (full and not amount.implied) or after.startswith(("强", "大")):
            continue
        kept.append(amount)
    return kept


def _is_scope(plain: str, segment: re.Match[str], amount: Amount) -> bool:
    """Say whether 的 behind the number makes it a trait of something: 300户以上的大村."""
    if amount.unit == "%" and amount.op != "=" and _SHARE_DONE.match(plain, amount.end):
        return False
    if _MONEY.search(amount.unit) or amount.unit in "%‰" or not amount.compared:
        return True
    return not _DEED_LAST.search(plain, segment.start(), amount.start)


def _is_trait(plain: str, segment: re.Match[str], amount: Amount, last: Amount) -> bool:
    """Say whether a figure tells which things are meant: 原值50万元以上仪器入网率达到80%."""
    before = plain[segment.start() : amount.start]
    if _TRAIT.search(before):
        return True
    if last is amount or amount.unit == "%" or plain[amount.end - 1] not in "上下内":
        return False
    if not _WHOSE.match(plain, amount.end):
        return False
    return not _WANTS.search(before) or (not before.strip() and last.unit == "%")


def _is_grant(plain: str, segment: re.Match[str], amount: Amount) -> bool:
    """Say whether an amount of money is paid out or set aside, and not to be reached."""
    before = plain[segment.start() : amount.start]
    return bool(_FUND.search(before)) or (amount.op == "<=" and bool(_CAP.search(before)))
