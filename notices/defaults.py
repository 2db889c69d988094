"""What a notice says once for many measures.

Units that all of them share (以下各项均需…落实，不再列出), and that the first unit of each list
leads (责任单位中列第一位的为牵头单位; …列首位的为牵头单位，下同).
"""

import re
from dataclasses import dataclass

from notices.elisions import make_whole
from notices.evidence import Span
from notices.names import split_names
from notices.owners.vocabulary import FIRST_LEADS
from notices.shadow import Shadow
from notices.units import WIDE

_SAID_ONCE = re.compile(
    r"不再(?:逐一|一一|逐项|逐条|重复|另行|单独|分别|专门|具体)*"
    r"(?:列出|列明|列示|列举|标注|标明|注明|赘述|写明|单列|体现|列)"
)
_SCOPE = r"(?P<scope>以下|下列|下述|后续|上述|以上|所有|全部|各项|其他|其余|本[\u3400-\u9fff]{1,4})"
_SENTENCES = (
    re.compile(  # 以下各项均需各区政府落实
        rf"{_SCOPE}[^,;。]{{0,16}}?(?:均|都|皆|全部)?(?:还|也|同时)?(?:需|须|由|要|应|请)(?:由|要)?"
        r"(?P<names>[^;。]{2,200}?)(?:共同|按照?(?:各自)?职责(?:分工)?|分别|认真|组织|具体|抓好"
        r"|贯彻)*"
        r"(?:落实|负责|实施|配合|参与|推进|执行)"
    ),
    re.compile(  # 以下任务责任单位均包括各区政府
        rf"{_SCOPE}[^,;。]{{0,20}}?(?:均|都|皆|全部)?(?:涉及|包括|包含"
        rf"|含有?)(?P<names>[^;。,]{{2,120}}?)(?=[,;])"
    ),
    re.compile(  # 各区政府均为各项任务的责任单位
        r"(?P<names>[^;。:]{2,80}?)(?:均|都|皆)?(?:为|是|作为|系)"
        rf"(?:{_SCOPE}[^,;。]{{0,20}}?)?(?:责任|落实|配合|实施|承办|参与)(?:单位|部门|主体)"
    ),
)
_SAME_BELOW = re.compile(r"[^。\n]{0,8}?(?:下同|以下(?:均)?(?:同|相同|各))")
_OWN_CLAUSE = re.compile(
    r"(?:责任|落实|承办|实施)(?:单位|部门|主体)[:)]|负责[。,;(]|[(][^()]*(?:[局委厅办府]"
    r"|部(?!门))[^()]*$"
)
FAR = 16  # characters behind the sentence in which 下同 may stand
LONGEST = 260  # characters before 不再列出 that can belong to it


@dataclass(frozen=True, slots=True)
class Default:
    """Units added to measures after (`following`) or before the words, or to all."""

    names: tuple[str, ...]
    scope: str  # following, preceding or all
    at: int
    quote: str
    span: Span


def find_defaults(shadow: Shadow) -> list[Default]:
    """Return every document-wide default, in the order of the text."""
    found, place = [], 0
    for said in _SAID_ONCE.finditer(shadow.folded):
        match = _sentence(shadow.folded, place, said)
        place = said.end()
        if match:
            found.append(_default(shadow, match, said.end()))
    return found


def _sentence(folded: str, place: int, said: re.Match[str]) -> re.Match[str] | None:
    """Return the words before 不再列出 that name the units."""
    begin = max(place, said.start() - LONGEST)
    begin = max(begin, folded.rfind("\n", begin, said.start()) + 1)
    for sentence in _SENTENCES:
        for match in sentence.finditer(folded, begin, said.end()):
            if "。" not in folded[match.end() : said.start()]:
                return match
    return None


def _default(shadow: Shadow, match: re.Match[str], end: int) -> Default:
    printed = shadow.clean[match.start("names") : match.end("names")]
    names = make_whole(split_names(printed))
    return Default(
        tuple(name.text.translate(WIDE) if "（" in printed else name.text for name in names),
        _scope(match["scope"] or "所有"),
        match.start(),
        shadow.clean[match.start() : end],
        shadow.span(match.start(), end),
    )


def _scope(words: str) -> str:
    if words in ("以下", "下列", "下述", "后续", "其他", "其余"):
        return "following"
    return "preceding" if words in ("上述", "以上") else "all"


def inherited_by(
    defaults: list[Default], start: int, end: int, own: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what a measure between `start` and `end` inherits beside its own units."""
    names: list[str] = []
    for default in defaults:
        covers = {
            "following": default.at < start,
            "preceding": default.at >= end,
            "all": not start <= default.at < end,
        }[default.scope]
        if covers:
            names += [name for name in default.names if name not in names]
    printed = {_key(name) for name in own}
    return tuple(name for name in names if _key(name) not in printed)


def _key(name: str) -> str:
    """Return a name as it is compared: 各区政府 and 各区人民政府 are one."""
    return name.replace("人民政府", "政府")


@dataclass(frozen=True, slots=True)
class FirstLeads:
    """A sentence that lets the first unit of a list lead, and from where on it holds."""

    at: int
    begin: int


def find_first_leads(shadow: Shadow) -> list[FirstLeads]:
    """Return the sentences about first units that hold for more than their own clause."""
    found = []
    for said in FIRST_LEADS.finditer(shadow.folded):
        behind = shadow.folded[said.end() : said.end() + FAR]
        line = shadow.folded.rfind("\n", 0, said.start()) + 1
        if _SAME_BELOW.match(behind):
            found.append(FirstLeads(said.start(), line))
        elif not _OWN_CLAUSE.search(shadow.folded, line, said.start() + 1):
            found.append(FirstLeads(said.start(), 0))
    return found


def first_leads_at(found: list[FirstLeads], place: int) -> bool:
    """Say whether the first unit of a clause at `place` is said to lead."""
    return any(one.begin <= place for one in found)
