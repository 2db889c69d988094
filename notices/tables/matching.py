"""Which measure of the body a row of a table means: by its number, by its words, never by likeness.

A row and a measure belong together where the row's reference names it, where name and title are the
same words, where the row quotes the measure, or where the numbers of table and body are the same
series (its words prove that for other rows). Words that are only alike make a suggestion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notices.measures import Draft
from notices.tables.body_index import LONGEST_TITLE, BodyIndex, bare, first_segment, key_of
from notices.tables.grids import Words
from notices.tables.references import path_of, paths_of, points_at
from notices.tables.rows import Row

SHORTEST = 4  # characters of a title that can be found in a row's words
MOST_SUGGESTED = 200  # rows and measures that are compared for likeness
ALIKE = 60.0
CHOICES = 3
MOST_ALIKE = 30  # measures with one title that are told apart
COMPARED = 40  # characters of a row that are compared with the measure its number names


@dataclass(slots=True)
class Match:
    """What a row means: measures it certainly belongs to, and those it is only like."""

    drafts: tuple[int, ...] = ()
    suggested: tuple[int, ...] = ()
    by: str = ""  # reference, title, heading, quote, number
    differs: bool = False  # the number agrees and the words do not


class Matcher:
    """Matches the rows of a table with the measures of the body."""

    def __init__(self, words: Words, drafts: Sequence[Draft], count: int) -> None:
        self.words = words
        self.drafts = drafts
        self.index = BodyIndex(words.shadow.folded, drafts, count)

    def match(self, rows: Sequence[Row]) -> list[Match]:
        """Return what each row means."""
        found = [self._certain(row) for row in rows]
        if self._share_numbers(rows, found):
            found = [
                one if one.drafts else self._by_number(row) or one
                for row, one in zip(rows, found, strict=True)
            ]
        self._suggest(rows, found)
        return found

    def _certain(self, row: Row) -> Match:
        found = self._by_reference(row) or self._by_title(row) or self._by_quote(row)
        return found or self._by_heading(row) or Match()

    def _by_reference(self, row: Row) -> Match | None:
        """Follow a column of its own, or a number that names its chapter: 二（三）7."""
        paths = paths_of(row.reference) if row.reference else []
        if not paths and row.no:
            paths = paths_of(row.no)
            paths = paths if len(paths) > 1 or any(len(path) > 1 for path in paths) else []
        drafts: list[int] = []
        for path in paths:
            hits = self.index.pointed_at(path)
            if len(hits) > 1 and any(points_at(path, self.index.paths[at]) for at in hits):
                return None
            drafts += hits
        if not drafts:
            return None
        differs = self._differ(row, drafts)
        return Match(tuple(dict.fromkeys(drafts)), by="reference", differs=differs)

    def _differ(self, row: Row, drafts: Sequence[int]) -> bool:
        """Say whether none of the row's words are those of the measure that its number names."""
        texts = [bare(text) for text in self._texts(row)]
        if not texts or len(drafts) != 1:
            return False
        draft = self.drafts[drafts[0]]
        body = bare(self.words.shadow.folded[draft.start : draft.end])
        return not any(_shares(text, body) for text in texts)

    def _texts(self, row: Row) -> list[str]:
        """Return what a row says of its task: its name, then its other words."""
        fields = [row.name, *row.content]
        texts = [self.words.folded(one) for one in fields if one is not None]
        return list(dict.fromkeys(text for text in texts if text))

    def _by_title(self, row: Row) -> Match | None:
        for text in self._texts(row):
            hits = self._narrowed(row, self._titled(text))
            if hits:
                one = len(hits) == 1
                return Match(tuple(hits), by="title") if one else Match(suggested=tuple(hits))
        return None

    def _titled(self, text: str) -> list[int]:
        """Return the measures whose title these words are, or begin with."""
        if hits := self.index.by_title.get(key_of(text)):
            return hits
        first = key_of(first_segment(text))
        return self.index.by_title.get(first, []) if len(first) >= SHORTEST else []

    def _narrowed(self, row: Row, hits: list[int]) -> list[int]:
        """Of measures with the same title keep those in the section that the table names."""
        if len(hits) < 2:
            return hits
        if len(hits) > MOST_ALIKE:
            return hits[:CHOICES]
        if row.section is not None:
            within = self.index.by_heading.get(key_of(self.words.folded(row.section)), {})
            hits = [at for at in hits if at in within] or hits
        number = number_in(row)
        same = [at for at in hits if self._has_number(at, number)]
        return same if len(same) == 1 else hits[:CHOICES]

    def _has_number(self, at: int, number: int | None) -> bool:
        path = self.index.paths[at]
        return bool(path) and path[-1][1] == number

    def _by_quote(self, row: Row) -> Match | None:
        """Find a row's words in the measure they were copied from."""
        for text in self._texts(row):
            quoted = self.index.quoted(bare(text))
            if len(quoted) == 1:
                return Match(tuple(quoted), by="quote")
        return None

    def _by_heading(self, row: Row) -> Match | None:
        """A row that names a section stands for all its measures."""
        if row.name is None and len(row.content) != 1:
            return None
        below = self.index.by_heading.get(key_of(self.words.folded(row.name or row.content[0])))
        return Match(tuple(below), by="heading") if below else None

    def _share_numbers(self, rows: Sequence[Row], found: Sequence[Match]) -> bool:
        """Say whether the numbers of the table are those of the body."""
        agree = against = numbered = known = 0
        for row, one in zip(rows, found, strict=True):
            number = number_in(row)
            if number is None:
                continue
            numbered += 1
            known += len(self.index.with_number(number)) == 1
            if len(one.drafts) == 1:
                same = self._has_number(one.drafts[0], number)
                agree, against = agree + same, against + (not same)
        if any(self._texts(row) for row in rows):
            return agree > against and agree * 3 >= numbered
        return known == numbered == len(rows) > 0

    def _by_number(self, row: Row) -> Match | None:
        """Take the only measure with the row's number; say so where the words are others."""
        number = number_in(row)
        hits = self.index.with_number(number) if number is not None else []
        if len(hits) != 1:
            return None
        return Match(tuple(hits), by="number", differs=self._differ(row, hits))

    def _suggest(self, rows: Sequence[Row], found: list[Match]) -> None:
        """Name measures with like words, for a person to choose from."""
        taken = {at for one in found for at in one.drafts}
        free = [at for at in range(self.index.count) if at not in taken][:MOST_SUGGESTED]
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
                bare(text)[:LONGEST_TITLE],
                titles,
                scorer=fuzz.ratio,
                score_cutoff=ALIKE,
                limit=CHOICES,
            )
            for _, score, at in hits:
                best[at] = max(score, best.get(at, 0.0))
        return sorted(best, key=lambda at: -best[at])[:CHOICES]


def number_in(row: Row) -> int | None:
    """Return a row's number without its kind: 7, （七）, 第七条."""
    path = path_of(row.no) if row.no else None
    return path[-1][1] if path and len(path) == 1 else None


def _shares(text: str, body: str) -> bool:
    """Say whether half of the pairs of characters of a row's words stand in the measure."""
    pairs = [text[at : at + 2] for at in range(min(len(text), COMPARED) - 1)]
    return not pairs or sum(pair in body for pair in pairs) * 2 >= len(pairs)
