"""Whether a percentage is the value of an indicator: it needs the indicator's name beside it."""

import re

from inbox.clauses import Clause, is_of
from inbox.subjects import own_subject

TAIL = re.compile(r"[\u4e00-\u9fff]{2}(?:率|比例|比重|占比)$")
OF_THE_WORK = re.compile(r"(?:完成|办结|进度|增长|到位|达标|执行|开工|完工|支付)(?:率|比例)$")
INSTEAD = re.compile(r"(?:应为|应是|实为|更正为|改为|修正为|以)\s*$")
MISTAKEN = re.compile(r"有误|更正|误报|误填|笔误|写错|报错|不对")
STILL = re.compile(r"\s*(?:目前|现在?|当前|实际|已)(?:已|达到?|为|有|约|到|了|\s)*")
COMMON = re.compile(r"数量|总量|规模|达到|累计|的")
OF_ANOTHER_TIME = re.compile(r"昨[天日]|前[天日]|上[月期周季次]|此前|去年|上年|同期|报的")


def names_rate(clause: Clause, name: str, title: str, *, is_only: bool) -> bool:
    """Tell whether a percentage is the indicator's: by its name, or its last words.

    参保率97.1% is enough for 基本医疗保险参保率; 医护人员参保率97.1% is something else.
    """
    core = COMMON.sub("", name) or name
    if core in clause.before:
        return True
    tail = TAIL.search(core)
    if not is_only or tail is None or OF_THE_WORK.search(core):
        return False
    if INSTEAD.search(clause.before) and MISTAKEN.search(clause.sentence):
        return _is_named(clause.sentence, tail[0], name, title)
    if STILL.fullmatch(clause.before):  # 参保率应达98%，目前96%
        earlier = clause.sentence.removesuffix(clause.before).rstrip("，, ")
        return _is_named(re.split(r"[，,]", earlier)[-1], tail[0], name, title)
    return _is_named(clause.before, tail[0], name, title)


def _is_named(words: str, tail: str, name: str, title: str) -> bool:
    """Tell whether the last words of a name stand there, with nothing else before them."""
    at = words.rfind(tail)
    if at < 0:
        return False
    around = OF_ANOTHER_TIME.sub("", re.split(r"[，。；：,;:\n]", words[:at])[-1])
    own = own_subject(f"{around}{tail}", name)
    return not own or is_of(own, name + title)
