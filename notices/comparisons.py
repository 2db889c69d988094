"""What the words beside a figure say of it: at least, at most, about, brought to."""

import re

_AT_LEAST = re.compile(
    r"(?:不少于|不低于|不小于|不低|不得低于|不得少于|至少|(?<!不)(?:超过|超出|高于|大于|超)|突破|≥|>|多于"
    r"|不下于|优于|迈上|迈过|站上|跨越)(?:了|到|至)? {0,3}$"
)
_AT_MOST = re.compile(
    r"(?:不(?:得|能|应|再)?(?:超过|高于|多于|大于|超出)|(?<!不)(?<!不得)(?:低于|少于|小于)"
    r"|控制在|压减到|压降至|≤|<|最多) *$"
)
_OF = r"[\u3400-\u9fff“”]{2,16}的 *$"  # 不低于符合条件教师的10%
_AT_LEAST_OF = re.compile(
    rf"(?:不(?:得|能|应)?(?:低于|少于)|(?<!不)(?<!不得)超过|至少达到?|高于){_OF}"
)
_AT_MOST_OF = re.compile(rf"不(?:得|能|应)?(?:超过|高于|多于){_OF}")
_AT_LEAST_DONE = re.compile(  # 至少建成1个
    r"(?:至少|不少于|不低于)(?:要|应|须|需)?[\u3400-\u9fff]{0,10}?"
    r"(?:建成|建设|新建|完成|开展|举办|组织|培育|打造|引进|新增|创建|培训|改造|实施|配备|选派|召开"
    r"|推出|推广|安排|储备|设立|落实|办成|解决|形成|选树|发展|有|达到)[\u3400-\u9fff]{0,8} *$"
)
_INDEX = re.compile(  # has no unit of its own
    r"(?:指数|系数|PUE值?|pH值?|容积率|[人价师生床护医利效产]比|比值|分值|[均得评总]分"
    r"|[^产价增市数总面]值)[^\d,;。]{0,14}$"
)
_CUT_DOWN = re.compile(r"(?:控制在|(?:压缩|缩短|压减|压降|精简|缩减|降低?|减少)[到至])(?:平均)? *$")
_ABOUT = re.compile(r"(?:约|大约|近|将近|接近|左右) *$")
_REACH = re.compile(
    r"(?:达到?|达至|完成|实现|新增|培育|建成|建设|新建|创建|引进|累计|提高到|提升至|提高|提升|降至|降到"
    r"|提升到|提高至|增至|增加到|增长|增加|下降|降低|压减|减少|保持在|稳定在|下降到|下降至|净增|创成|打造|改造"
    r"|完工|拆除|植树|造林|开工|投放|力争|争取|突破|各|分别"
    r"|扩大到|拓展到|维持在|覆盖|惠及|培训|举办|开展) *$"
)
NEAR = 8  # characters: a comparison mostly stands right before its figure


def comparison(before: str, after: str | None) -> tuple[str, bool]:
    """Return the comparison that the words around a number state, and whether there is one."""
    near = before[-NEAR:]
    if after in ("左右", "上下") or _ABOUT.search(near):
        return "~", True
    if after and "以上" in after:
        return ">=", True
    if after:
        return "<=", True
    if _AT_MOST.search(near):
        return "<=", True
    if _AT_LEAST.search(near):
        return ">=", True
    return _farther(before) or ("=", bool(_REACH.search(near)))


def _farther(before: str) -> tuple[str, bool] | None:
    """Return what is said some words before: 不低于全省平均水平的95%, 至少建成1个."""
    if before.rstrip().endswith("的"):
        if _AT_MOST_OF.search(before):
            return "<=", True
        return (">=", True) if _AT_LEAST_OF.search(before) else None
    if ("至少" in before or "不" in before) and _AT_LEAST_DONE.search(before):
        return ">=", True
    return None


def is_of_index(before: str, after: str | None) -> bool:
    """Say whether a figure without a unit is that of an index, and compared."""
    compared = comparison(before, after)[1]
    return compared and bool(_INDEX.search(before))


def is_cut_down(before: str) -> bool:
    """Say whether a length of time is to be cut down to the figure."""
    return bool(_CUT_DOWN.search(before[-NEAR:]))
