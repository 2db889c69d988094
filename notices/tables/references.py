"""Numbers that point at a measure: 7, 第7条, （一）, 二（三）7; and the path of a measure."""

import re

from notices.measures import Draft
from notices.numerals import number_of

_STEP = re.compile(
    r"第?(?P<part>[一二三四五六七八九十百]{1,4}|\d{1,3})(?:章|部分|编|篇|节)"
    r"|第(?P<article>[一二三四五六七八九十百]{1,5}|\d{1,3})(?:条|项|款)?"
    r"|\((?P<section>[一二三四五六七八九十]{1,4})\)|\((?P<sub>\d{1,2})\)"
    r"|(?P<chapter>[一二三四五六七八九十]{1,4})|(?P<item>\d{1,4})|(?P<circle>[①-⑳])"
)
_BETWEEN = re.compile(r"[ 、,.\-—/条项款之中的]*")
_APART = re.compile(r"[、,;和及]")
_LIST = re.compile(r"^\d{1,3}(?: *(?:[、,;]|[-—~至]) *\d{1,3})+$")
MOST = 40

Step = tuple[str, int]


def path_of(words: str) -> tuple[Step, ...] | None:
    """Return the steps of a (folded) reference, None where it says anything else."""
    steps: list[Step] = []
    place = 0
    while place < len(words):
        match = _STEP.match(words, place)
        if match is None:
            return None
        steps.append(_step(match))
        gap = _BETWEEN.match(words, match.end())
        place = gap.end() if gap else match.end()
    return tuple(steps) or None


def _step(match: re.Match[str]) -> Step:
    kind = match.lastgroup or ""
    printed = match[kind]
    value = ord(printed) - ord("①") + 1 if kind == "circle" else number_of(printed) or 0
    return kind, value


def paths_of(words: str) -> list[tuple[Step, ...]]:
    """Return each measure that a cell names: 7; 7、8; 5-7; 二（三）7."""
    words = words.strip(" .、")
    if _LIST.match(words):
        found: list[tuple[Step, ...]] = []
        for part in re.split(r"[、,;]", words):
            ends = [int(one) for one in re.findall(r"\d+", part)]
            if len(ends) == 2 and 0 < ends[1] - ends[0] < MOST:
                found += [(("item", number),) for number in range(ends[0], ends[1] + 1)]
            else:
                found += [(("item", number),) for number in ends]
        return found
    parts = [path_of(part.strip()) for part in _APART.split(words)]
    listed = [part for part in parts if part]
    if len(parts) == len(listed) > 1 and len({part[-1][0] for part in listed}) == 1:
        return listed
    path = path_of(words)
    return [path] if path else []


def path_of_draft(draft: Draft) -> tuple[Step, ...]:
    """Return chapter, section and number of a measure as steps."""
    printed = [node.no for node in (draft.chapter, draft.section) if node is not None and node.no]
    steps: list[Step] = []
    for words in [*printed, draft.no or ""]:
        steps += path_of(words.replace("（", "(").replace("）", ")").rstrip("、. ")) or ()
    return tuple(steps)


def points_at(reference: tuple[Step, ...], path: tuple[Step, ...]) -> bool:
    """Say whether a reference names a measure: its last steps, in the same kinds of numbers."""
    return _alike(reference[-1], path[-1]) and _in_order(reference[:-1], path[:-1])


def leads_to(reference: tuple[Step, ...], path: tuple[Step, ...]) -> bool:
    """Say whether a reference names a chapter or section above a measure."""
    return any(points_at(reference, path[:stop]) for stop in range(1, len(path)))


def _alike(one: Step, other: Step) -> bool:
    kinds = {one[0], other[0]}
    same = len(kinds) == 1 or kinds <= {"part", "chapter"} or kinds <= {"article", "item"}
    return same and one[1] == other[1]


def _in_order(steps: tuple[Step, ...], path: tuple[Step, ...]) -> bool:
    rest = iter(path)
    return all(any(_alike(step, other) for other in rest) for step in steps)
