"""Which measure of the body a row of a table means: by its number, by its words, never by likeness.

A row and a measure belong together where the row's reference names it, where name and title are the
same words, where the row quotes the measure, or where the numbers of table and body are the same
series (its words prove that for other rows). Words that are only alike make a suggestion.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from notices.measures import Draft
from notices.outline import Node
from notices.tables.grids import Words
from notices.tables.references import leads_to, path_of_draft, paths_of, points_at
from notices.tables.rows import Row

_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_NUMBER = re.compile(
    r"^ *(?:第?[一二三四五六七八九十百\d]{1,4}(?:章|条|部分|项)|[一二三四五六七八九十]{1,3}[、.]"
    r"|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[、.](?!\d)|[①-⑳]) *"
)
_TITLE = re.compile(r"[^。:;\n]*")
_SENTENCE = re.compile(r"[^。;,:\n]+")
QUOTE = 8  # characters of a quotation that show where it comes from
SHORTEST = 4  # characters of a title that can be found in a row's words
LONGEST_TITLE = 80
MOST_SUGGESTED = 200  # rows and measures that are compared for likeness
ALIKE = 60.0
CHOICES = 3


@dataclass(slots=True)
class Match:
    """What a row means: measures it certainly belongs to, and those it is only like."""

    drafts: tuple[int, ...] = ()
    suggested: tuple[int, ...] = ()
    by: str = ""  # reference, title, heading, quote, number
    differs: bool = False  # the number agrees and the words do not


def bare(words: str) -> str:
    """Return nothing but characters and digits."""
    return _NOT_WORDS.sub("", words)


def untitled(words: str) -> str:
    """Return words without a number before them."""
    return _NUMBER.sub("", words)


@dataclass(slots=True)
class _Index:
    """The measures of the body, to be found by title, heading, quotation and number."""

    titles: list[str]
    by_title: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_heading: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_quote: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


class Matcher:
    """Matches the rows of one table with the measures of the body."""

    def __init__(self, words: Words, drafts: Sequence[Draft], count: int) -> None:
        """Take up the body's measures, `count` of them, and behind them what was left out."""
        self.words = words
        self.drafts = drafts
        self.count = count
        self.folded = words.shadow.folded
        self.paths = [path_of_draft(draft) for draft in drafts]
        self.index = self._index()

    def title(self, draft: Draft) -> str:
        """Return the first words of a measure."""
        match = _TITLE.match(self.folded, draft.start, min(draft.end, draft.start + LONGEST_TITLE))
        return match[0] if match else ""

    def _index(self) -> _Index:
        index = _Index([bare(untitled(self.title(draft))) for draft in self.drafts])
        for number, draft in enumerate(self.drafts):
            index.by_title[index.titles[number]].append(number)
            for node in (draft.chapter, draft.section):
                if node is not None:
                    index.by_heading[self._heading(node)].append(number)
            for sentence in _SENTENCE.finditer(self.folded, draft.start, draft.end):
                words = bare(self.folded[sentence.start() : sentence.start() + 3 * QUOTE])
                if len(words) >= QUOTE:
                    rest = bare(
                        self.folded[sentence.start() : min(draft.end, sentence.end() + 200)]
                    )
                    index.by_quote[words[:QUOTE]].append((number, rest))
            if self.paths[number]:
                index.by_number[self.paths[number][-1][1]].append(number)
        return index

    def _heading(self, node: Node) -> str:
        start, end = node.heading
        return bare(untitled(self.folded[start : min(end, start + LONGEST_TITLE)]))

    def match(self, rows: Sequence[Row]) -> list[Match]:
        """Return what each row means."""
        found = [self._by_words_or_reference(row) for row in rows]
        if self._share_numbers(rows, found):
            found = [
                one if one.drafts else self._by_number(row) or one
                for row, one in zip(rows, found, strict=True)
            ]
        self._suggest(rows, found)
        return found

    def _by_words_or_reference(self, row: Row) -> Match:
        found = self._by_reference(row) or self._by_title(row) or self._by_quote(row)
        return found or self._by_heading(row) or Match()

    def _by_reference(self, row: Row) -> Match | None:
        """Follow a column of its own, or a number that names its chapter: 二（三）7."""
        paths = paths_of(row.reference) if row.reference else []
        if not paths and row.no:
            paths = [path for path in paths_of(row.no) if len(path) > 1]
        drafts: list[int] = []
        for path in paths:
            named = self.index.by_number.get(path[-1][1], [])
            hits = [at for at in named if points_at(path, self.paths[at])]
            if len(hits) > 1:
                return None
            if not hits:
                hits = [at for at, own in enumerate(self.paths) if own and leads_to(path, own)]
            drafts += hits
        if not drafts:
            return None
        return Match(
            tuple(dict.fromkeys(drafts)), by="reference", differs=self._differ(row, drafts)
        )

    def _differ(self, row: Row, drafts: Sequence[int]) -> bool:
        """Say whether none of the row's words are those of the measure that its number names."""
        texts = self._texts(row)
        if not texts or len(drafts) != 1:
            return False
        draft = self.drafts[drafts[0]]
        body = bare(self.folded[draft.start : draft.end])
        return not any(self._shares(text, body) for text in texts)

    def _shares(self, text: str, body: str) -> bool:
        """Say whether half of the pairs of characters of a row's words stand in the measure."""
        text = text[:40]
        pairs = [text[at : at + 2] for at in range(len(text) - 1)]
        return not pairs or sum(pair in body for pair in pairs) * 2 >= len(pairs)

    def _texts(self, row: Row) -> list[str]:
        fields = [row.name, *row.content]
        texts = [bare(untitled(self.words.folded(one))) for one in fields if one is not None]
        return list(dict.fromkeys(text for text in texts if text))

    def _by_title(self, row: Row) -> Match | None:
        for text in self._texts(row):
            hits = self._narrowed(row, self.index.by_title.get(text, []))
            if len(hits) == 1:
                return Match(tuple(hits), by="title")
            if hits:
                return Match(suggested=tuple(hits[:CHOICES]))
        return None

    def _by_heading(self, row: Row) -> Match | None:
        """A row that names a section stands for all its measures."""
        if row.name is None and len(row.content) != 1:
            return None
        text = bare(untitled(self.words.folded(row.name or row.content[0])))
        below = self.index.by_heading.get(text, [])
        return Match(tuple(below), by="heading") if below else None

    def _narrowed(self, row: Row, hits: list[int]) -> list[int]:
        """Of measures with the same title keep those in the section that the table names."""
        if len(hits) < 2:
            return hits
        if row.section is not None:
            section = bare(untitled(self.words.folded(row.section)))
            within = set(self.index.by_heading.get(section, []))
            hits = [at for at in hits if at in within] or hits
        if len(hits) > 1 and row.no and row.no.isdecimal():
            numbered = [
                at for at in hits if self.paths[at] and self.paths[at][-1][1] == int(row.no)
            ]
            hits = numbered if len(numbered) == 1 else hits
        return hits

    def _by_quote(self, row: Row) -> Match | None:
        """Find a row's words in the measure they were copied from."""
        for text in self._texts(row):
            quoted = {
                at
                for at, rest in self.index.by_quote.get(text[:QUOTE], [])
                if self._same(text, rest)
            }
            if len(text) >= QUOTE and len(quoted) == 1:
                return Match(tuple(quoted), by="quote")
            titled = [
                at for at in self._with_prefix(text) if len(self.index.titles[at]) >= SHORTEST
            ]
            if len(titled) == 1:
                return Match(tuple(titled), by="title")
        return None

    def _same(self, text: str, rest: str) -> bool:
        length = min(len(text), len(rest), 60)
        return text[:length] == rest[:length]

    def _with_prefix(self, text: str) -> list[int]:
        """Return the measures whose whole title begins the row's words."""
        for stop in range(min(len(text), LONGEST_TITLE), SHORTEST - 1, -1):
            if hits := self.index.by_title.get(text[:stop]):
                return hits
        return []

    def _share_numbers(self, rows: Sequence[Row], found: Sequence[Match]) -> bool:
        """Say whether the numbers of the table are those of the body."""
        agree = against = plain = known = 0
        for row, one in zip(rows, found, strict=True):
            if not (row.no and row.no.isdecimal()):
                continue
            plain += 1
            known += len(self._numbered(int(row.no))) == 1
            if len(one.drafts) == 1:
                path = self.paths[one.drafts[0]]
                same = bool(path) and path[-1][1] == int(row.no)
                agree, against = agree + same, against + (not same)
        if any(self._texts(row) for row in rows):
            return agree > against and agree * 3 >= plain
        return known == plain == len(rows) > 0

    def _by_number(self, row: Row) -> Match | None:
        """Take the only measure with the row's number; say so where the words are others."""
        if not (row.no and row.no.isdecimal()):
            return None
        hits = self._numbered(int(row.no))
        if len(hits) != 1:
            return None
        return Match(tuple(hits), by="number", differs=self._differ(row, hits))

    def _numbered(self, number: int) -> list[int]:
        """Return what bears a number: measures, else what was left out."""
        hits = self.index.by_number.get(number, [])
        return [at for at in hits if at < self.count] or hits

    def _suggest(self, rows: Sequence[Row], found: list[Match]) -> None:
        """Name measures with like words, for a person to choose from."""
        taken = Counter(at for one in found for at in one.drafts)
        free = [at for at in range(self.count) if not taken[at]][:MOST_SUGGESTED]
        open_rows = [
            (row, one)
            for row, one in zip(rows, found, strict=True)
            if not one.drafts and not one.suggested
        ]
        for row, one in open_rows[:MOST_SUGGESTED]:
            one.suggested = tuple(self._alike(self._texts(row), free))

    def _alike(self, texts: Iterable[str], free: Sequence[int]) -> list[int]:
        from rapidfuzz import fuzz, process

        best: dict[int, float] = {}
        titles = {at: self.index.titles[at] for at in free if self.index.titles[at]}
        for text in texts:
            hits = process.extract(
                text[:LONGEST_TITLE], titles, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=CHOICES
            )
            for _, score, at in hits:
                best[at] = max(score, best.get(at, 0.0))
        return sorted(best, key=lambda at: -best[at])[:CHOICES]
