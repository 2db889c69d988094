"""Tables of indicators: each number under a year, or under 目标值, is a target."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from notices.reading import Doubt, Target
from notices.tables.cells import owners_of
from notices.tables.columns import UNITS, Meaning
from notices.tables.fitting import NOTHING
from notices.tables.grids import Field, Grid, Words, distinct
from notices.tables.headings import Heading
from notices.targets import Found

_YEAR = re.compile(r"20\d\d")
_NUMBER = re.compile(
    r"[\[〔(]?(?P<before>≥|≤|>=|<=|>|<|约|不低于|不少于|不超过|不高于|超过|突破|达到?|力争|控制在|高于"
    r"|低于)* *"
    r"(?P<value>-?\d[\d_]*(?:\.\d+)?)(?: *[—–~至-]+ *(?P<high>\d[\d_]*(?:\.\d+)?))?[\]〕)]? *"
    r"(?P<unit>[%‰]|[\u3400-\u9fffA-Za-z/]{0,8}?)"
    r"(?P<after>(?:及|\(含\))?以上|及?以下|以内|之内|左右)?[\]〕)]?"
)
_AT_LEAST = re.compile(r"≥|>|不低于|不少于|(?<!不)(?:超过|高于)|突破|以上")
_AT_MOST = re.compile(r"≤|<|不超过|不高于|控制在|(?<!不)低于|以下|以内|之内")
_ABOUT = re.compile(r"约|左右")
_UNIT_OF_NAME = re.compile(r"\(([^()]{1,10})\)$")
_COUNT = re.compile(r"^ *(?:\d{1,3}[.、]|\(\d{1,2}\)|[①-⑳]) *")
CAPTION = 80  # characters above a table that may hold its title
_NO_YEAR = "指标表没有写明目标年份，未列入指标，请人工补录。"
_NO_UNIT = "指标数值没有写明计量单位，请补充。"


@dataclass(slots=True)
class IndicatorReader:
    """Reads one table of indicators; `year` is that of the title, for columns without one."""

    words: Words
    grid: Grid
    heading: Heading
    year: int | None

    def found(self) -> Iterator[Found]:
        """Yield the targets, from left to right and top to bottom."""
        for row in self.grid.rows[self.heading.after :]:
            name = self._name(row)
            if name is None:
                continue
            for at in self.heading.places(Meaning.VALUE):
                year = self._year_of(at)
                if year and at < len(row) and (one := row[at]) is not None:
                    yield from self._target(row, name, one, year)

    def doubts(self) -> Iterator[Doubt]:
        """Yield a doubt where no year is stated, and one for each number without a unit."""
        shadow = self.words.shadow
        span = shadow.span(self.grid.start, self.grid.end)
        if not any(self._year_of(at) for at in self.heading.places(Meaning.VALUE)):
            yield Doubt("target-undated", "".join(self.heading.words)[:40], span, _NO_YEAR)
        for one in self.found():
            if not one.target.unit:
                target = one.target
                yield Doubt("unit-not-stated", target.quote, target.span, _NO_UNIT, blocking=False)

    def _year_of(self, at: int) -> int | None:
        """Return the year over a column; a table of one year has it in its title alone."""
        if match := _YEAR.search(self.heading.words[at]):
            return int(match[0])
        above = self.words.shadow.folded[max(0, self.grid.start - CAPTION) : self.grid.start]
        caption = _YEAR.findall(above.strip().rpartition("\n")[2])
        return int(caption[0]) if len(set(caption)) == 1 else self.year

    def _name(self, row: list[Field | None]) -> Field | None:
        """Return the indicator: of several columns (一级, 二级指标) the last that is filled."""
        if len(list(distinct(row))) < 2:
            return None
        filled = [row[at] for at in self.heading.places(Meaning.INDICATOR)]
        named = [one for one in filled if one is not None and self.words.folded(one)]
        return named[-1] if named else None

    def _target(
        self, row: list[Field | None], name: Field, one: Field, year: int
    ) -> Iterator[Found]:
        printed = re.sub(r"\s+", "", self.words.folded(one))
        match = _NUMBER.fullmatch(printed)
        if match is None or NOTHING.match(printed):
            return
        target = Target(
            indicator=self._indicator(name),
            op=_comparison(match),
            value=float(match["value"].replace("_", "")),
            unit=match["unit"] or self._unit(row, name),
            by=date(year, 12, 31),
            quote=f"{self.words.clean(name)} {self.words.clean(one)}",
            span=self.words.shadow.span(one.start, one.end),
            stretch="力争" in printed,
            value_max=float(match["high"].replace("_", "")) if match["high"] else None,
            owners=self._owners(row),
        )
        yield Found(target, one.start, (one.start, one.end))

    def _indicator(self, name: Field) -> str:
        text = re.sub(r"\s+", "", self.words.clean(name).replace("（", "(").replace("）", ")"))
        return _COUNT.sub("", _UNIT_OF_NAME.sub("", text))

    def _unit(self, row: list[Field | None], name: Field) -> str:
        """Return the unit of a column of its own, or in brackets behind the indicator."""
        for at in self.heading.places(Meaning.MEASURE):
            one = row[at]
            if one is not None and not NOTHING.match(words := self.words.folded(one)):
                return words
        aside = _UNIT_OF_NAME.search(re.sub(r"\s+", "", self.words.folded(name)))
        return aside[1] if aside else ""

    def _owners(self, row: list[Field | None]) -> tuple[str, ...]:
        """Return the units beside the numbers, the first of them first."""
        cells = [(self.heading.columns[at], row[at]) for at in self.heading.places(*UNITS)]
        units = tuple(
            (meaning, one)
            for meaning, one in cells
            if meaning is not None and one is not None and not NOTHING.match(self.words.folded(one))
        )
        return owners_of(self.words.shadow, units).names if units else ()


def _comparison(match: re.Match[str]) -> str:
    words = (match["before"] or "") + (match["after"] or "")
    if _AT_MOST.search(words):
        return "<="
    if _AT_LEAST.search(words) or match["high"]:
        return ">="
    return "~" if _ABOUT.search(words) else "="


def targets_of(
    words: Words, tables: list[tuple[Grid, Heading]], year: int | None
) -> tuple[list[Found], list[Doubt]]:
    """Return the targets of all tables of indicators, and what they leave open."""
    readers = [IndicatorReader(words, grid, heading, year) for grid, heading in tables]
    found = [one for reader in readers for one in reader.found()]
    return found, [doubt for reader in readers for doubt in reader.doubts()]
