"""The list of attachments below a notice: 附件：1.任务分工表 / 2.指标表, which are no measures."""

import re
from collections.abc import Sequence

from notices.lines import Level, Line

_OPENS = re.compile(r"附件 {0,3}: {0,3}(?:(?P<first>1) {0,3}[.、]|$)")
_PAPER = re.compile(
    r"(?:表|单|方案|目录|办法|细则|函|书|图|指南|标准|规定|规程|要点|明细|汇总|台账|模板|格式|样式|计划)"
    r"(?:\([^()]{1,20}\))?$"
)
LONGEST = 60


def without_attachment_lists(folded: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines but for the numbered ones of a list of attachments."""
    kept, wanted = [], 0
    for line in lines:
        if wanted and _is_entry(folded, line, wanted):
            wanted += 1
            continue
        opened = _OPENS.match(folded, line.start, line.end)
        wanted = 0 if opened is None else 2 if opened["first"] else 1
        kept.append(line)
    return kept


def _is_entry(folded: str, line: Line, wanted: int) -> bool:
    """Say whether a line is the next entry: it names a paper and says nothing."""
    if line.level is not Level.ITEM or line.no != str(wanted):
        return False
    words = folded[line.text_start : line.end].rstrip(" ;")
    return len(words) <= LONGEST and "。" not in words and bool(_PAPER.search(words))
