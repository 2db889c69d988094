"""Which row of a table is its heading, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from notices.tables.columns import CONTENT, UNITS, Meaning, meaning_of, plain
from notices.tables.grids import Field, Grid, Words, distinct

LOOK = 8  # rows above which a title, a date, a unit of account may stand
FEWEST = 2  # columns that must be known
_VETO = (Meaning.SCORE, Meaning.CATALOGUE)


class Sort(StrEnum):
    """What a table is."""

    TASKS = "tasks"
    UNASSIGNED = "unassigned"  # tasks if their cells say who does them
    INDICATORS = "indicators"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows of a heading, what stands in each column, and what the table is."""

    first: int
    after: int  # the first row below it
    columns: tuple[Meaning | None, ...]
    words: tuple[str, ...]  # of each column, from top to bottom
    sort: Sort

    def places(self, *meanings: Meaning) -> list[int]:
        """Return the columns that hold one of `meanings`."""
        return [at for at, one in enumerate(self.columns) if one in meanings]


def find_heading(words: Words, grid: Grid) -> Heading | None:
    """Return the heading of a table, or None where no row reads as one."""
    for number in range(min(LOOK, len(grid.rows))):
        printed = [words.folded(one) for one in grid.rows[number]]
        columns = [meaning_of(one) for one in printed]
        if not _is_heading(columns, printed, list(distinct(grid.rows[number]))):
            continue
        after = number + 1
        texts = [plain(one) for one in printed]
        if after < len(grid.rows) and _goes_on(words, grid, number, columns):
            columns, texts = _two_rows(words, grid, number, columns, texts)
            after += 1
        settled = settle(columns, texts)
        return Heading(number, after, settled, tuple(texts), sort_of(settled))
    return None


def _is_heading(
    columns: Sequence[Meaning | None], printed: Sequence[str], fields: Sequence[Field]
) -> bool:
    filled = [at for at, words in enumerate(printed) if words]
    known = [at for at in filled if columns[at] is not None]
    return len(known) >= FEWEST and len(known) * 2 >= len(filled) and len(fields) > 1


def _goes_on(words: Words, grid: Grid, number: int, columns: Sequence[Meaning | None]) -> bool:
    """Say whether the heading has a second row: parts of one column, or cells that reach down."""
    above, below = grid.rows[number], grid.rows[number + 1]
    own = [at for at, one in enumerate(below) if one and one is not above[at] and words.folded(one)]
    parts = [at for at in own if at < len(above) and _is_wide(above, at)]
    known = [at for at in own if meaning_of(words.folded(below[at])) or _is_part(words, below[at])]
    covered = len(own) < len(columns)
    return bool(own) and covered and len(known) == len(own) and bool(parts or len(own) > 1)


def _is_wide(row: Sequence[Field | None], at: int) -> bool:
    """Say whether a field covers several columns, or the one right of it is empty."""
    one = row[at]
    return one is None or one.colspan > 1 or one.start >= one.end


def _is_part(words: Words, one: Field | None) -> bool:
    return plain(words.folded(one)) in _PARTS


_PARTS = {
    "牵头": Meaning.LEAD,
    "主办": Meaning.LEAD,
    "配合": Meaning.SUPPORT,
    "协办": Meaning.SUPPORT,
    "参与": Meaning.SUPPORT,
    "责任": Meaning.OWNER,
    "承办": Meaning.OWNER,
}


def _two_rows(
    words: Words,
    grid: Grid,
    number: int,
    columns: Sequence[Meaning | None],
    texts: Sequence[str],
) -> tuple[list[Meaning | None], list[str]]:
    """Return what two rows of heading say: the lower where it is known, else the upper."""
    settled, joined, last = [], [], ""
    for at, one in enumerate(grid.rows[number + 1]):
        upper = texts[at] if at < len(texts) else ""
        last = upper or last
        lower = "" if one is grid.rows[number][at] else plain(words.folded(one))
        meaning = _PARTS.get(lower) or meaning_of(lower) or meaning_of(last + lower)
        settled.append(meaning if lower else columns[at])
        joined.append((upper or last) + lower if lower else upper)
    return settled, joined


def settle(columns: Sequence[Meaning | None], texts: Sequence[str]) -> tuple[Meaning | None, ...]:
    """Return what columns hold once all of them are known."""
    found = list(columns)
    _settle_values(found, texts)
    _settle_owners(found, texts)
    names = [at for at, one in enumerate(found) if one is Meaning.NAME]
    for at in names[1:]:
        found[at] = Meaning.WORDS  # 主要任务 | 具体任务
    return tuple(found)


def _settle_values(found: list[Meaning | None], texts: Sequence[str]) -> None:
    """In a table of indicators 单位 is what they are counted in; elsewhere they are aims."""
    if _is_of_indicators(found):
        for at, words in enumerate(texts):
            if words == "单位":
                found[at] = Meaning.MEASURE
        return
    for at, one in enumerate(found):
        if one is Meaning.INDICATOR:
            found[at] = Meaning.GOAL
        if one is Meaning.VALUE and "目标" in texts[at]:
            found[at] = Meaning.GOAL


def _settle_owners(found: list[Meaning | None], texts: Sequence[str]) -> None:
    """Of two columns of responsible units the one that says 主要 leads, the other supports."""
    owners = [at for at, one in enumerate(found) if one is Meaning.OWNER]
    if len(owners) < 2:
        return
    inner = [at for at in owners if texts[at][-1:] in "处科股室" or texts[at].endswith("科室")]
    for at in inner:
        found[at] = Meaning.OTHER  # 责任科室 beside 责任单位: a part of the unit
    chief = [at for at in owners if texts[at].startswith(("主要", "第一", "直接", "市级", "总"))]
    if len(chief) == 1 and len(owners) - len(inner) > 1:
        found[chief[0]] = Meaning.LEAD


def _is_of_indicators(columns: Sequence[Meaning | None]) -> bool:
    return Meaning.INDICATOR in columns and Meaning.VALUE in columns


def is_vetoed(columns: Sequence[Meaning | None]) -> bool:
    """Say whether a column shows that nothing is asked for: scores, permits."""
    return any(meaning in columns for meaning in _VETO)


def sort_of(columns: Sequence[Meaning | None]) -> Sort:
    """Return what a table with these columns is."""
    held = set(columns)
    if is_vetoed(columns):
        return Sort.OTHER
    if _is_of_indicators(columns):
        return Sort.INDICATORS
    units = held & {Meaning.LEAD, Meaning.OWNER}
    matter = held & {*CONTENT, Meaning.REFERENCE}
    told = held & {Meaning.WORDS, Meaning.GOAL, Meaning.DUE, Meaning.LEAD, Meaning.SUPPORT}
    if (matter and units and (told or Meaning.MONEY not in held)) or (
        Meaning.NUMBER in held and Meaning.LEAD in held
    ):
        return Sort.TASKS
    return Sort.UNASSIGNED if matter and not units else Sort.OTHER


def is_valid(columns: Sequence[Meaning | None]) -> bool:
    """Say whether a line of headings opens a table of tasks."""
    return sort_of(columns) is Sort.TASKS and bool(set(columns) & set(UNITS))
