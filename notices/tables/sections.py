"""What stands over the rows of a table: headings between them, its caption, notes and sums."""

import re
from collections.abc import Sequence

from notices.tables.columns import CONTENT, Meaning, plain
from notices.tables.grids import Field, Grid, Words, distinct
from notices.tables.headings import Heading
from notices.units import is_office, is_strong

MARKED = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,4}[章部编篇节]|[一二三四五六七八九十]{1,3}[、.]"
    r"|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[、.](?!\d))"
)
_NOTE = re.compile(r"注\d?[:、]|(?:说明|备注|填表说明)[:、]|填表人|制表|审核人|单位负责人")
_SUM = re.compile(r"(?:合计|总计|小计)[:(]?")
_HAN_NUMBER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.]?$")
_UNIT_ALONE = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.])? *"
    r"(?:(?:牵头|责任)(?:单位|部门): *)?(?P<unit>[^ (:\n]{3,20}(?:\([^()\d]{2,12}\))?)"
    r"(?:\(?(?:共|计)? *\d{1,3} *(?:项|条|件|个)[^)]{0,6}\)?|:)?\s*"
)
LONGEST = 80


class Sections:
    """Tells headings between rows, and notes, from rows that ask for something."""

    def __init__(self, words: Words, grid: Grid, heading: Heading) -> None:
        self.words = words
        self.grid = grid
        self.heading = heading
        self._counts = self._is_counted()

    def _is_counted(self) -> bool:
        """Say whether the rows bear Arabic numbers."""
        if self.heading.columns[0] is not Meaning.NUMBER:
            return False
        below = self.grid.rows[self.heading.after :]
        return any(self.words.folded(row[0]).isdecimal() for row in below if row)

    def caption(self) -> Field | None:
        """Return a numbered line just above the table, or a unit in its first rows."""
        folded, stop = self.words.shadow.folded, self.grid.start
        first = max(0, stop - 2 * LONGEST)
        end = first + len(folded[first:stop].rstrip())
        line = Field(max(folded.rfind("\n", first, end) + 1, first), end)
        words = self.words.folded(line)
        if len(words) <= LONGEST and "。" not in words and MARKED.match(words):
            return line
        for row in self.grid.rows[: max(0, self.heading.first)]:
            title = list(distinct(row))
            if len(title) == 1 and self.unit_in(title[0]):
                return title[0]
        return None

    def unit_in(self, section: Field | None) -> Field | None:
        """Return the unit that a section names and nothing else: 一、市教育局（共3项）."""
        if section is None:
            return None
        folded = self.words.shadow.folded
        match = _UNIT_ALONE.fullmatch(folded, section.start, section.end)
        if match is None or not is_office(match["unit"]) or not is_strong(match["unit"]):
            return None
        return Field(*match.span("unit"), section.row)

    def is_none_of_ours(self, fields: Sequence[Field | None], filled: Sequence[Field]) -> bool:
        """Say whether a row is a note, a sum, or the heading again, as on each new page."""
        first = self.words.folded(filled[0])
        if _NOTE.match(first) or _SUM.match(first.replace(" ", "")):
            return True
        if len(filled) == 1 and self._is_wide(filled[0]) and len(first) > LONGEST:
            return True
        texts = [plain(self.words.folded(one)) for one in fields]
        same = sum(bool(a) and a == b for a, b in zip(texts, self.heading.words, strict=False))
        return same >= 2 and same * 2 >= sum(map(bool, texts))

    def _is_wide(self, one: Field) -> bool:
        return one.colspan > 1 and one.colspan * 2 > self.grid.columns

    def is_section(self, fields: Sequence[Field | None], filled: Sequence[Field]) -> bool:
        """Say whether one cell stands over the whole row, or alone in it as a heading does."""
        text = self.words.folded(filled[0])
        if len(filled) == 2 and self._is_counted_section(fields, filled):
            return True
        if len(filled) > 1 or text.isdecimal() or len(text) > LONGEST:
            return False
        if self._is_wide(filled[0]):
            return True
        if fields[0] is not filled[0] or filled[0].rowspan > 1:
            return False
        return bool(MARKED.match(text)) or self.heading.columns[0] is Meaning.NUMBER

    def _is_counted_section(self, fields: Sequence[Field | None], filled: Sequence[Field]) -> bool:
        """Say whether 一 | 强化产业支撑 stands over rows that are counted 1, 2, 3."""
        return (
            self._counts
            and fields[0] is filled[0]
            and bool(_HAN_NUMBER.match(self.words.folded(filled[0])))
            and filled[1] in [fields[at] for at in self.heading.places(*CONTENT)]
        )
