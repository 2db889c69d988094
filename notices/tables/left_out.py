"""Numbered paragraphs that are no measures by themselves (保障措施), but may be by a table."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from notices.lines import Level
from notices.measures import Draft
from notices.outline import Node


def left_out(root: Node, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the paragraphs of the outline that stand in no measure, as measures."""
    starts = [draft.start for draft in drafts]
    found = []
    for draft in _leaves(root, None, None):
        at = bisect_right(starts, draft.start) - 1
        if at < 0 or draft.start >= drafts[at].end:
            found.append(draft)
    return found


def _leaves(node: Node, chapter: Node | None, section: Node | None) -> Iterator[Draft]:
    for child in node.children:
        if not child.children:
            start, end = child.paragraphs[0][0], child.paragraphs[-1][1]
            yield Draft(child.no, start, end, chapter, section)
        elif child.level <= Level.CHAPTER:
            yield from _leaves(child, child, None)
        else:
            yield from _leaves(child, chapter, section or child)
