"""Numbered paragraphs that are no measures by themselves (保障措施), but may be by a table."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from notices.lines import Level
from notices.measures import Draft
from notices.outline import Node

_CLOSING = re.compile(
    r"附件|联系人|抄送|以上|本(?:通知|方案|意见|措施|办法|计划)|自.{0,24}起(?:施行|实施|执行)|\("
)


def left_out(folded: str, root: Node, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the paragraphs of the outline that stand in no measure, as measures."""
    starts = [draft.start for draft in drafts]
    found = []
    for draft in _leaves(folded, root, None, None):
        at = bisect_right(starts, draft.start) - 1
        if at < 0 or draft.start >= drafts[at].end:
            found.append(draft)
    return found


def _leaves(folded: str, node: Node, chapter: Node | None, section: Node | None) -> Iterator[Draft]:
    for child in node.children:
        if not child.children:
            yield Draft(child.no, *_place(folded, child), chapter, section)
        elif child.level <= Level.CHAPTER:
            yield from _leaves(folded, child, child, None)
        else:
            yield from _leaves(folded, child, chapter, section or child)


def _place(folded: str, node: Node) -> tuple[int, int]:
    """Return where a paragraph stands, with the lines below it that are still its own."""
    start, end = node.paragraphs[0]
    for paragraph in node.paragraphs[1:]:
        if _CLOSING.match(folded, *paragraph):
            break
        end = paragraph[1]
    return start, end
