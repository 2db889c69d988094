"""The automatic numbers of a Word file, counted as Word counts them.

A paragraph names a list (numId) and a level; the list's definition says how each level looks
("%1、", "（%2）", "%1.%2"). Lists of one definition count on together; a list with a start of
its own begins anew where it is first used.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from notices.formats.numbers import number_in
from notices.formats.packages import child, is_on, local, value, whole

_PLACE = re.compile(r"%([1-9])")
_TIGHT = tuple("、）】〕．。，：")  # a number that ends so is followed by its words at once


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restarts_after: int | None = None  # 0: never; None: after every level above
    plain: bool = False  # all numbers of the pattern in plain digits
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list's definition and, where it overrides them, its own levels and starts."""

    definition: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document, in the order they stand."""

    def __init__(self, root: etree._Element | None) -> None:
        self._definitions: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        for node in root if root is not None else ():
            if local(node) == "abstractNum":
                self._define(node)
        for node in root if root is not None else ():
            if local(node) == "num":
                self._add_list(node)

    def _define(self, node: etree._Element) -> None:
        name = value(node, "abstractNumId") or ""
        self._definitions[name] = _levels(node)
        if linked := value(child(node, "numStyleLink")):
            self._links[name] = linked
        if own := value(child(node, "styleLink")):
            self._links[f"style {own}"] = name

    def _add_list(self, node: etree._Element) -> None:
        found = _List(value(child(node, "abstractNumId")) or "")
        linked = self._links.get(found.definition)
        if linked and not self._definitions.get(found.definition):
            found.definition = self._links.get(f"style {linked}", found.definition)
        for override in node:
            if local(override) == "lvlOverride":
                level = whole(override, "ilvl") or 0
                found.levels |= _levels(override)
                if (start := whole(child(override, "startOverride"))) is not None:
                    found.starts[level] = start
        self._lists[value(node, "numId") or ""] = found

    def level_of_style(self, number: str, style: str) -> int:
        """Return the level of a list that a paragraph style stands for."""
        levels = self._levels_of(number)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def next(self, number: str, depth: int) -> str:
        """Count one more paragraph and return its number as printed, '' for a bullet."""
        levels = self._levels_of(number)
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[number].definition, {})
        starts = self._starts(number, counts)
        self._count(levels, counts, depth, starts)
        level = levels[depth]
        if level.form == "bullet":
            return ""
        label = _PLACE.sub(lambda match: _shown(levels, counts, level, match[1]), level.pattern)
        return label + " " if label.strip() and not label.endswith(_TIGHT) else label

    def _levels_of(self, number: str) -> dict[int, Level]:
        if number not in self._lists:
            return {}
        found = self._lists[number]
        return self._definitions.get(found.definition, {}) | found.levels

    def _starts(self, number: str, counts: dict[int, int]) -> dict[int, int]:
        """Return the list's own starts; where it is first used they end what was counted."""
        starts = self._lists[number].starts
        if number not in self._started:
            self._started.add(number)
            for depth in starts:
                counts.pop(depth, None)
        return starts

    def _count(
        self, levels: dict[int, Level], counts: dict[int, int], depth: int, starts: dict[int, int]
    ) -> None:
        start = starts.get(depth, levels[depth].start)
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or depth < after:
                del counts[deeper]


def _shown(levels: dict[int, Level], counts: dict[int, int], level: Level, place: str) -> str:
    depth = int(place) - 1
    shown = levels.get(depth, Level())
    return number_in("decimal" if level.plain else shown.form, counts.get(depth, shown.start))


def _levels(node: etree._Element) -> dict[int, Level]:
    return {whole(one, "ilvl") or 0: _level(one) for one in node if local(one) == "lvl"}


def _level(node: etree._Element) -> Level:
    form = child(node, "numFmt")
    if form is None:  # newer forms stand in an alternative
        form = child(node, "AlternateContent", "Fallback", "numFmt")
    start = whole(child(node, "start"))
    return Level(
        form=value(form) or "decimal",
        pattern=value(child(node, "lvlText")) or "",
        start=1 if start is None else start,
        restarts_after=whole(child(node, "lvlRestart")),
        plain=is_on(child(node, "isLgl")),
        style=value(child(node, "pStyle")),
    )
