"""Labels of a clause (牵头单位：, 配合单位为, 【责任单位】, 完成时限：), each with its role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notices.owners.vocabulary import Role

_LEVEL = r"(?:(?:省|市|区|县|州|旗|镇|属地)(?:级|直|本级)?)?"
_BODY = r"(?:单位|部门|主体|机构|机关|处室|科室|股室|分工)"
_ALSO = r"(?:(?:\(|、|和|及|与|/)?(?:责任|牵头|负责|主办|主要|配合|参与|协办|落实|实施)\)?)?"
_OF_WORK = r"(?:工作|任务|计划|预计|要求)?(?:完成|办结|整改|推进|实施|办理|落实|进度)?"
_RANK = r"(?:第一|主要|具体|市级|县级|区级|市|县|区)?"
_CHARGE = r"(?:责任|分管|牵头|包联|包保|联系|挂钩|挂点|督导|主管)"
_LABEL_WORDS = {
    Role.LEAD: (
        rf"(?:总|主要|共同|联合|责任)?牵头{_ALSO}{_BODY}",
        rf"(?:主办|主责|主抓|第一责任){_BODY}",
        r"(?:总)?牵头|主办|主责",
    ),
    Role.SUPPORT: (
        (
            rf"(?:主要)?(?:配合|协办|协同|参与|参加|协助|支持|协作|会办|协调|指导|督导"
            rf"|监督){_ALSO}{_BODY}"
        ),
        r"配合|协办|协同|参与|参加|协助|支持|协作|会办|指导",
    ),
    Role.OWNER: (
        (
            rf"(?:主要|具体|共同|第一|直接)?(?:责任|承办|负责|落实|实施|组织|执行|承担|主管"
            rf"|建设){_ALSO}{_BODY}"
        ),
        r"(?:任务|职责|责任)分工|责任|负责|承办|落实",
    ),
    Role.DUE: (
        (
            rf"{_OF_WORK}(?:时限|时间|时间节点|时间要求|时间安排|期限|进度|年限|时间表)(?:要求|安排"
            rf"|节点)?"
        ),
    ),
    Role.OTHER: (
        rf"{_RANK}{_CHARGE}(?:人员?|(?:市|县|区)?领导|同志|负责人)|(?:市|县|区)?领导",
        r"责 {0,3}任 {0,3}人|联系(?:人|电话|方式)|联络员|备注|资金来源",
        r"(?:信息|稿件|文章)来源|发布(?:时间|日期)|(?:责任)?编辑|审核|作者|打印",
        r"(?:预期|工作)?(?:成果|成效)(?:形式)?|(?:工作|主要|年度|具体)?(?:目标|措施|任务|要求)",
    ),
}
_SPACED = {
    Role.LEAD: "牵头单位 牵头部门 牵头科室 主办单位",
    Role.SUPPORT: "配合单位 配合部门 配合科室 协办单位",
    Role.OWNER: "责任单位 责任部门 责任科室 承办单位",
    Role.DUE: "完成时限 完成时间 时限",
    Role.OTHER: "责任领导 分管领导 牵头领导",
}
for _role, _words in _SPACED.items():  # 责 任 单 位, spread over the width of its neighbours
    _LABEL_WORDS[_role] += tuple(" {0,3}".join(word) for word in _words.split())
_NAMED = "|".join(f"(?P<{role.value}>{'|'.join(words)})" for role, words in _LABEL_WORDS.items())
_LABEL = re.compile(
    rf"(?:(?<=[,;。、()\[\]〔〕\s|*])|^)[ (\[〔*#"
    rf"|-]{{0,4}}{_LEVEL}(?:{_NAMED})(?:及[^:,;()\n]{{1,8}}|名称)?"
    rf"(?:\*{{0,2}} {{0,3}}(?::|[—–-]{{2}})[ *]{{0,4}}"
    rf"|\*{{0,2}}[)\]〕][ :*]{{0,4}}|(?:为|是)(?!牵头|责任"
    rf"|配合)| *\| *)"
)
_GLUED = re.compile(  # 市科技局配合单位：市财政局, without anything between
    r"(?:(?P<lead>牵头|主办|主责)|(?P<support>配合|协办|参与|参加|协助|支持)|(?P<owner>责任"
    r"|承办|落实|实施))"
    r"(?:责任)?(?:单位|部门) {0,3}:"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label's role, and where it stands with its colon; `spoken` for 责任单位为."""

    role: Role
    start: int
    end: int
    spoken: bool


def labels_in(folded: str, start: int = 0, end: int | None = None) -> Iterator[Label]:
    """Yield the labels between `start` and `end`, in the order of the text."""
    stop = len(folded) if end is None else end
    for match in _LABEL.finditer(folded, start, stop):
        if _stands(folded, start, match):
            yield _label(match)


def label_at(folded: str, place: int, end: int | None = None) -> Label | None:
    """Return the label that begins at `place`."""
    match = _LABEL.match(folded, place, len(folded) if end is None else end)
    return _label(match) if match and _stands(folded, place, match) else None


def glued_labels_in(folded: str) -> Iterator[Label]:
    """Yield labels with nothing before them: 市科技局配合单位：市财政局."""
    for match in _GLUED.finditer(folded):
        yield _label(match)


def _label(match: re.Match[str]) -> Label:
    spoken = match[0].rstrip(" *")[-1] in "为是"
    return Label(Role(match.lastgroup or ""), match.start(), match.end(), spoken)


def _stands(folded: str, start: int, match: re.Match[str]) -> bool:
    """Say whether brackets hold a label alone: not 市科技局（牵头）, which is a mark."""
    words = match[0].strip(" :*")
    if words[-1] not in ")]〕":
        return True
    before = folded[match.start() - 1] if match.start() > start else "\n"
    return words[0] in "([〔" and before in ",;。 \n"
