"""Whether words may stand in a column, and which column a lone line of a row belongs to."""

import re
from collections.abc import Sequence

from notices.moments import TIME
from notices.names import split_names
from notices.tables.columns import UNITS, Meaning
from notices.units import is_office, is_prose, is_strong, is_unit

_LASTING = re.compile(
    r"长期|持续|常态|每[年季月周]|全年|立即|立行立改|即时|随时|适时|按.{0,8}(?:要求|进度|时限|计划|期)"
    r"|[前末底内]$|同步|汛期|年度|待定|[—/\-–]+$"
)
_NAME_OF_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}(?:[ 、,;][\u3400-\u9fff]{2,4})*$|[\d \-、,;]+$")
NOTHING = re.compile(r"(?:[—\-–－/\\╱·]|无)*$")
LONGEST_DUE = 40


def may_stand(words: str, meaning: Meaning | None) -> bool:
    """Say whether (folded) words may stand under a heading; content may be anything."""
    if NOTHING.match(words):
        return True
    if meaning in UNITS:
        return names_units(words) or _may_name_units(words)
    if meaning is Meaning.DUE:
        return is_time(words)
    if meaning is Meaning.PERSON:
        return bool(_NAME_OF_PERSON.match(words)) and not names_units(words)
    if meaning is Meaning.NUMBER:
        return words.rstrip(".、").isdecimal()
    return True


def names_units(words: str) -> bool:
    """Say whether words are nothing but names of units, with their verbs or without."""
    plain = re.sub(r"(?:牵头|配合|负责|落实|参与|协助)+(?=[,;、。]|$)", "", words)
    names = split_names(plain.replace("\n", "、"))
    return bool(names) and all(
        _is_all(name.text)
        or (is_unit(name.text) and (is_strong(name.text) or is_office(name.text)))
        for name in names
    )


def _may_name_units(words: str) -> bool:
    """Say whether words may name units: one is known for one (市交通局、边检站), none is prose."""
    names = [name.text for name in split_names(words.replace("\n", "、"))]
    if not names or any(is_prose(name) or not is_unit(name) for name in names):
        return False
    return any(is_strong(name) or is_office(name) for name in names)


def _is_all(name: str) -> bool:
    return name.startswith(("各", "有关", "相关", "全体")) and len(name) < 24 and not is_prose(name)


def is_time(words: str) -> bool:
    """Say whether words say when something is to be done."""
    return len(words) <= LONGEST_DUE and bool(TIME.search(words) or _LASTING.search(words))


def placed(lines: Sequence[str], columns: Sequence[Meaning | None]) -> tuple[list[int], bool]:
    """Return the column of each line of one row, and whether there is no other way.

    Fewer lines than columns: cells were empty. An empty column of units or days shows in the words
    of the others; where two ways fit, the earlier columns are taken and the row is unsure.
    """
    if len(lines) == len(columns):
        places = list(range(len(columns)))
        return places, _all_stand(lines, columns, places)
    if len(lines) > len(columns):
        return list(range(len(columns))), False
    ways = list(_ways(lines, columns))
    return (ways[0], len(ways) == 1) if ways else (list(range(len(lines))), False)


def _all_stand(
    lines: Sequence[str], columns: Sequence[Meaning | None], places: Sequence[int]
) -> bool:
    return all(may_stand(one, columns[at]) for one, at in zip(lines, places, strict=True))


def _ways(lines: Sequence[str], columns: Sequence[Meaning | None]) -> list[list[int]]:
    """Return up to two ways to place lines in order; only columns that can be empty are skipped."""
    ways: list[list[int]] = [[]]
    for line in lines:
        longer = []
        for way in ways:
            first = way[-1] + 1 if way else 0
            for at in range(first, len(columns)):
                if may_stand(line, columns[at]) and _is_own(line, columns[at]):
                    longer.append([*way, at])
                if not _may_be_empty(columns[at]):
                    break
        ways = longer[:MOST_WAYS]
    return [way for way in ways if all(map(_may_be_empty, columns[way[-1] + 1 :]))][:2]


MOST_WAYS = 32


def _is_own(line: str, meaning: Meaning | None) -> bool:
    """Keep units and days out of columns of words."""
    if meaning in (Meaning.WORDS, Meaning.NAME, Meaning.GOAL, Meaning.OTHER):
        return not (names_units(line) or (is_time(line) and len(line) < 16))
    return True


def _may_be_empty(meaning: Meaning | None) -> bool:
    return meaning not in (Meaning.NUMBER, Meaning.NAME)
