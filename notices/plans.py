"""Orders to write a plan or to split up the aims (制定实施方案、分解目标任务)."""

import re

from notices.reading import PlanOrder
from notices.shadow import Shadow

_PLAN = re.compile(
    r"(?:制定|制订|编制|研究制定|出台|拟定)[^,;。]{0,24}?(?:实施|工作|具体|配套|推进"
    r"|年度|行动|落实)+(?:方案|计划|细则)"
    r"|(?:细化|分解|量化)[^,;。]{0,16}?(?:目标|任务|指标)|(?:目标|任务"
    r"|指标)[^,;。]{0,12}(?:层层)?(?:分解|细化)"
)
_SENTENCE = re.compile(r"[^。;\n]+")
_WHO = re.compile(
    r"^(?:\([一二三四五六七八九十]+\))?(?:请)?(?P<who>各[\u3400-\u9fff()、,]{1,40}?"
    r"|[省市区县州][\u3400-\u9fff]{1,16}?(?:局|委|厅|办|府)|(?:责任|牵头)单位)(?=要|应"
    r"|须|需|必须|负责|根据|结合|按|对照|制定|对)"
)

FARTHEST = 300  # characters between a subject and its verb


def wants_plan(folded: str, start: int, end: int) -> bool:
    """Say whether these words order a plan, or the aims split up."""
    return bool(_PLAN.search(folded, start, end))


def find_plans(shadow: Shadow, start: int, end: int) -> list[PlanOrder]:
    """Return the orders that name who is to plan."""
    found = []
    for sentence in _SENTENCE.finditer(shadow.folded, start, end):
        words = sentence[0]
        order = _PLAN.search(words)
        who = _who(words, order.start()) if order else None
        if who:
            span = shadow.span(*sentence.span())
            quote = shadow.clean[sentence.start() : sentence.end()].strip()
            found.append(PlanOrder(who, quote, span))
    return found


def _who(words: str, order: int) -> str | None:
    """Return the nearest subject before the order."""
    first = max(0, order - FARTHEST)
    starts = [first] + [match.end() for match in re.compile(",").finditer(words, first, order)]
    for start in reversed(starts):
        if match := _WHO.match(words[start : start + FARTHEST].lstrip()):
            return match["who"]
    return None
