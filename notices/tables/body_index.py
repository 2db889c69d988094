"""The measures of the body, to be found by title, heading, quotation and number."""

import re
from collections import defaultdict
from collections.abc import Sequence

from notices.measures import Draft
from notices.outline import Node
from notices.tables.references import Step, leads_to, path_of_draft, points_at

_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_NUMBER = re.compile(
    r"^ *(?:第?[一二三四五六七八九十百\d]{1,4}(?:章|条|部分|项)|[一二三四五六七八九十]{1,3}[、.]"
    r"|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[、.](?!\d)|[①-⑳]) *"
)
_TITLE = re.compile(r"[^。:;\n]*")
_SEGMENT = re.compile(r"[^。;,:\n]+")
_FIRST = re.compile(r"[^。;,:\n(]*")
# What a title may have or lack: 壮大现代物流业, 推进“一网通办”工作, 改革和创新.
_EMPTY = re.compile(r"(?:工作|建设|行动|工程|任务|项目|体系|业|力度|水平|能力)$")
_ALIKE = str.maketrans("及与", "和和", "的")
LONG_ENOUGH = 6  # characters of a title whose last word may be left out
QUOTE = 8  # characters of a quotation by which it is looked up
LONGEST_TITLE = 80
REST = 60  # characters of a quotation that are compared


def bare(words: str) -> str:
    """Return nothing but characters and digits, without a number before them."""
    return _NOT_WORDS.sub("", _NUMBER.sub("", words))


def key_of(words: str) -> str:
    """Return a title as it is compared."""
    text = bare(words).translate(_ALIKE)
    return _EMPTY.sub("", text) if len(text) > LONG_ENOUGH else text


def first_segment(words: str) -> str:
    """Return what stands before the first comma or stop."""
    number = _NUMBER.match(words)
    match = _FIRST.match(words, number.end() if number else 0)
    return match[0] if match else ""


class BodyIndex:
    """Measures by their own words; behind the body's stand the paragraphs that were left out."""

    def __init__(self, folded: str, drafts: Sequence[Draft], count: int) -> None:
        self.folded = folded
        self.drafts = drafts
        self.count = count
        self.paths: list[tuple[Step, ...]] = [path_of_draft(draft) for draft in drafts]
        self.titles = [bare(self.title(draft)) for draft in drafts]
        self.by_title: dict[str, list[int]] = defaultdict(list)
        self.by_heading: dict[str, dict[int, None]] = defaultdict(dict)
        self._quotes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._segments: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[int, list[int]] = defaultdict(list)
        self._below: dict[int, list[int]] = defaultdict(list)
        for at, draft in enumerate(drafts):
            self._take(at, draft)

    def title(self, draft: Draft) -> str:
        """Return the first words of a measure."""
        match = _TITLE.match(self.folded, draft.start, min(draft.end, draft.start + LONGEST_TITLE))
        return match[0] if match else ""

    def _take(self, at: int, draft: Draft) -> None:
        for key in dict.fromkeys((key_of(self.title(draft)), key_of(self._opening(draft)))):
            if key:
                self.by_title[key].append(at)
        for node in (draft.chapter, draft.section):
            if node is not None:
                self.by_heading[self._heading(node)][at] = None
        if self.paths[at]:
            self._numbers[self.paths[at][-1][1]].append(at)
            for number in {step[1] for step in self.paths[at][:-1]}:
                self._below[number].append(at)
        for segment in _SEGMENT.finditer(self.folded, draft.start, draft.end):
            self._segments[bare(segment[0][: 2 * REST])].add(at)
            stop = min(draft.end, segment.start() + 2 * REST)
            rest = bare(self.folded[segment.start() : stop])
            if len(rest) >= QUOTE:
                self._quotes[rest[:QUOTE]].append((at, rest))

    def _opening(self, draft: Draft) -> str:
        """Return a title that stands before a space or a comma: 发展物流 支持企业…"""
        return first_segment(self.title(draft))

    def _heading(self, node: Node) -> str:
        start, end = node.heading
        return key_of(self.folded[start : min(end, start + LONGEST_TITLE)])

    def quoted(self, text: str) -> set[int]:
        """Return the measures in which the (bare) words stand, from the start of a part of them."""
        if len(text) < QUOTE:
            return set()
        if whole := self._segments.get(text):
            return whole
        found = set()
        for at, rest in self._quotes.get(text[:QUOTE], ()):
            length = min(len(text), len(rest), REST)
            if length > QUOTE + 3 and text[:length] == rest[:length]:
                found.add(at)
        return found

    def says(self, text: str) -> bool:
        """Say whether the body has these words already."""
        return key_of(text) in self.by_title or bool(self.quoted(bare(text)))

    def with_number(self, number: int) -> list[int]:
        """Return what bears a number: measures, else what was left out."""
        hits = self._numbers.get(number, [])
        return [at for at in hits if at < self.count] or hits

    def pointed_at(self, path: tuple[Step, ...]) -> list[int]:
        """Return what a reference names: one paragraph, or all below a chapter or section."""
        number = path[-1][1]
        hits = [at for at in self._numbers.get(number, ()) if points_at(path, self.paths[at])]
        return hits or [at for at in self._below.get(number, ()) if leads_to(path, self.paths[at])]
