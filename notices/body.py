"""Where the measures begin and end, between the head and the signature or the page's rest."""

import re

from notices.header import Head
from notices.lines import Level, Line

_TAIL = re.compile(
    r"(?:相关(?:链接|附件|解读|文件|新闻|阅读)|附件下载|政策(?:解读|图解|问答)"
    r"|上一[篇条]|下一[篇条]|打印|【?关闭|责任编辑|责编|分享到|扫一扫"
    r"|版权|主办单位:|承办单位:|网站(?:地图|标识)|最新信息|抄送|公开(?:方式|属性)"
    r"|\((?:此件|主动)|ICP|浏览(?:次数|量))"
)
_WHO = re.compile(r"(?:牵头|责任|配合)(?:单位|部门)|牵头|[局委办厅部]负责|按职责分工")


def body_bounds(folded: str, lines: list[Line], head: Head) -> tuple[int, int]:
    """Return where to look for measures, in the shadow copy."""
    start = _start(head)
    return start, _end(folded, lines, head, start)


def _start(head: Head) -> int:
    if head.title and head.title.issues_another and head.title.body_start is not None:
        return head.title.body_start
    places = [head.addressed_at, head.title.body_start if head.title else None]
    return max((place for place in places if place is not None), default=0)


def _end(folded: str, lines: list[Line], head: Head, start: int) -> int:
    """Cut what follows the last numbered line: signature, links, buttons."""
    inside = [line for line in lines if line.start >= start]
    stop = inside[-1].end if inside else start
    signed = head.signature.start
    behind = [line for line in inside if signed is not None and line.start > signed]
    if signed is not None and signed > start and not _goes_on_after(folded, behind):
        stop = min(stop, signed)
    for line in reversed(inside):
        if line.level is not Level.BODY:
            break
        if line.start < stop and _TAIL.match(folded, line.start, line.end):
            stop = line.start
    return stop


def _goes_on_after(folded: str, behind: list[Line]) -> bool:
    """Say whether an attached plan follows the signature: chapters, or numbered clauses."""
    if any(line.level <= Level.CHAPTER for line in behind):
        return True
    numbered = [line for line in behind if line.level is not Level.BODY]
    return len(numbered) > 1 and bool(_WHO.search(folded, numbered[0].start, behind[-1].end))
