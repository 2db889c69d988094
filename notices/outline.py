"""The outline of a notice: numbered lines nested by their numbers, body lines below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from notices.lines import Level, Line
from notices.owners.labels import label_at

_SENTENCE_END = tuple("。;:!?)”》…")
_BROKEN_LINE = 25  # characters: a longer line without a full stop goes on in the next
MAX_HEADING = 80


@dataclass(slots=True)
class Node:
    """A numbered line, what stands below it, and its own paragraphs as (start, end)."""

    level: Level
    no: str | None
    start: int
    end: int
    heading: tuple[int, int]
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline_of(folded: str, lines: list[Line], start: int, end: int) -> Node:
    """Nest the lines between `start` and `end` by their numbers."""
    root = Node(Level.PART, None, start, end, (start, start))
    stack = [root]
    for line in lines:
        if line.start < start or line.end > end:
            continue
        if line.level is Level.BODY:
            _add_body(folded, stack[-1], line)
        else:
            _open(folded, stack, line)
    for node in root.walk():
        _set_end(node)
    return root


def _open(folded: str, stack: list[Node], line: Line) -> None:
    while len(stack) > 1 and stack[-1].level >= line.level:
        stack.pop()
    node = Node(line.level, line.no, line.start, line.end, _heading(folded, line))
    node.paragraphs.append((line.text_start, line.end))
    stack[-1].children.append(node)
    stack.append(node)


def _heading(folded: str, line: Line) -> tuple[int, int]:
    """Return the heading's words: the line, or its first sentence where the text runs on."""
    stop = folded.find("。", line.text_start, line.end)
    return line.text_start, line.end if stop < 0 else stop + 1


def _add_body(folded: str, node: Node, line: Line) -> None:
    if node.paragraphs and _goes_on(folded, *node.paragraphs[-1]):
        node.paragraphs[-1] = (node.paragraphs[-1][0], line.end)
    else:
        node.paragraphs.append((line.start, line.end))


def _goes_on(folded: str, start: int, end: int) -> bool:
    """Say whether a paragraph was broken in the middle of a sentence."""
    if folded[end - 1] in _SENTENCE_END:
        return False
    last = max(folded.rfind("\n", start, end) + 1, start)
    if label_at(folded, last, end):  # 牵头单位:市水利局、
        return folded[end - 1] in "、,("
    tail = max(folded.rfind("。", start, end), start)
    return "。" in folded[start:end] or (end - tail > _BROKEN_LINE and "," in folded[start:end])


def _set_end(node: Node) -> None:
    ends = [end for _, end in node.paragraphs]
    last = node
    while last.children:
        last = last.children[-1]
        ends += [end for _, end in last.paragraphs]
    if node.no is not None and ends:
        node.end = max(ends)


_ASIDE = re.compile(r"\(.*?\)")


def plain_heading(folded: str, node: Node) -> str:
    """Return the heading without number, brackets, spaces and closing stop, to be recognised."""
    start, end = node.heading
    words = folded[start : min(end, start + MAX_HEADING)]
    return _ASIDE.sub("", words).replace(" ", "").rstrip("。:;.")
