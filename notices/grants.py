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
    r"(?:使用|安排|用好|统筹|管好|设立|下达|拨付|落实|筹集|总?规模|预留|列支)[^,;。]{0,16}"
    r"(?:资金|基金|经费|预算|专项债券?|贷款额度)? *$"
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
        existing = _EXISTING.search(plain, segment.start(), amount.start)
        if scope or existing or (full and not amount.implied) or after.startswith(("强", "大")):
            continue
        kept.append(amount)
    return kept


def _is_scope(plain: str, segment: re.Match[str], amount: Amount) -> bool:
    """Say whether 的 behind the number makes it a trait of something: 300户以上的大村."""
    if _MONEY.search(amount.unit) or amount.unit in "%‰" or not amount.compared:
        return True
    return not _DEED_LAST.search(plain, segment.start(), amount.start)


def _is_grant(plain: str, segment: re.Match[str], amount: Amount) -> bool:
    """Say whether an amount of money is paid out or set aside, and not to be reached."""
    before = plain[segment.start() : amount.start]
    return bool(_FUND.search(before)) or (amount.op == "<=" and bool(_CAP.search(before)))
