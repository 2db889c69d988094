"""The measures of body and tables as one list: each with the rows that say who does it.

A table whose rows are the body's measures is joined to them; any other table of tasks is a list of
its own, and each of its rows a measure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from notices.clauses import Clause, find_clauses
from notices.lines import Level
from notices.measures import Draft
from notices.outline import Node
from notices.shadow import Shadow
from notices.tables.finding import Tables
from notices.tables.grids import Field, Grid, Words
from notices.tables.headings import Heading
from notices.tables.left_out import left_out
from notices.tables.matching import Match, Matcher
from notices.tables.rows import Row, TaskTable
from notices.targets import Zone

_COVER = re.compile(  # what a covering letter asks of its readers, above a table of tasks
    r"(?:切实|进一步|全面|统一|充分|准确|严格|科学|及时|按时|定期|认真|精心|层层|狠抓)*(?:提高|统一|加强|强化|压实"
    r"|落实|明确|细化|严格|严肃|密切|做好|抓好|注重|完善|报送|跟踪|狠抓|建立|健全|精心|制定|分解|倒排)"
    r"(?:思想|政治|组织|工作|目标|各方)?(?:认识|站位|领导|责任|分工|职责|督[查导办]|调度|协[调作同]|配合|统筹|考核|奖惩"
    r"|纪律|宣传|保障|措施|方案|任务|落实|信息|进展|情况|报送|反馈|问效|机制|台账|工期|沟通|衔接)"
    r"|请?各[^。]{0,40}(?:要|应|须|请)"
)
_COUNT = re.compile(r" *(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]) *")
JOINED = 0.3  # the share of rows that must be measures of the body


@dataclass(slots=True)
class Entry:
    """One measure, its rows in the tables, and how they were found."""

    draft: Draft
    rows: list[Row] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    of_table: bool = False
    without_measure: bool = False  # a row beside a body that does not have it


@dataclass(slots=True)
class Loose:
    """A row that may belong to one of several measures."""

    row: Row
    titles: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """All measures in the order of the text, and the rows that a person has to place."""

    entries: list[Entry]
    loose: list[Loose] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    broken: list[tuple[int, int]] = field(default_factory=list)
    indicators: list[tuple[Grid, Heading]] = field(default_factory=list)
    unread: list[Grid] = field(default_factory=list)

    @property
    def drafts(self) -> list[Draft]:
        """The measures alone."""
        return [entry.draft for entry in self.entries]


def join(shadow: Shadow, root: Node, drafts: Sequence[Draft], found: Tables) -> Plan:
    """Return the measures of the body with their rows, and the rows that are measures."""
    tables = found.tasks
    if not tables:
        entries = [Entry(draft) for draft in drafts]
        return Plan(entries, indicators=found.indicators, unread=found.unread)
    body = [draft for draft in drafts if not _is_caption(shadow, draft, tables)]
    joiner = _Joiner(shadow, body, left_out(shadow.folded, root, drafts))
    alone = [joiner.add(table) for table in tables]
    plan = joiner.plan
    plan.indicators, plan.unread = found.indicators, found.unread
    covers = any(alone) and not any(draft.clauses for draft in body)
    entries = [
        entry
        for at, entry in enumerate(plan.entries)
        if entry.rows or (at < len(body) and not (covers and _is_cover(shadow, entry.draft)))
    ]
    plan.entries = sorted(entries, key=lambda entry: entry.draft.start)
    return plan


class _Joiner:
    """Gives the rows of one table after the other to the measures of the body.

    Behind the body's measures stand the paragraphs that were left out: a row that is certainly
    about one of them (加大资金支持 among the safeguards) makes it a measure.
    """

    def __init__(self, shadow: Shadow, body: Sequence[Draft], others: Sequence[Draft]) -> None:
        self.words = Words(shadow)
        self.count = len(body)
        self.matcher = Matcher(self.words, [*body, *others], len(body))
        self.plan = Plan([Entry(draft) for draft in self.matcher.drafts])

    def add(self, table: TaskTable) -> bool:
        """Join one table; say whether it is a list of its own."""
        if table.grid.broken:
            self.plan.broken.append(table.grid.broken)
        matches = self.matcher.match(table.rows)
        near = sum(bool(one.drafts or one.suggested) for one in matches)
        joined = bool(near) and near >= JOINED * min(len(matches), max(self.count, 1))
        last: list[Entry] = []
        for row, match in zip(table.rows, matches, strict=True):
            if not row.content and row.name is not None and last and not match.drafts:
                for entry in last:
                    entry.rows.append(row)
                    entry.matches.append(Match(by="above"))
            else:
                last = self._place(row, match, joined=joined)
        return not joined

    def _place(self, row: Row, match: Match, *, joined: bool) -> list[Entry]:
        """Give a row to its measures, or make it one."""
        if match.drafts:
            entries = [self.plan.entries[at] for at in match.drafts]
            for entry in entries:
                entry.rows.append(row)
                entry.matches.append(match)
            self.plan.zones += _zones(self.words, row, self.matcher)
            return entries
        if (joined and match.suggested) or not row.content:
            drafts = [self.matcher.drafts[at] for at in match.suggested]
            titles = tuple(self.matcher.index.title(draft) for draft in drafts)
            self.plan.loose.append(Loose(row, titles))
            return []
        draft = draft_of(self.words, row)
        self.plan.entries.append(
            Entry(draft, [row], [match], of_table=True, without_measure=joined)
        )
        for one in row.content:
            self.plan.zones += _lines(self.words, one)
        return self.plan.entries[-1:]


def _zones(words: Words, row: Row, matcher: Matcher) -> list[Zone]:
    """Return the cells whose numbers the body does not have already."""
    new = [one for one in row.content if not matcher.index.says(words.folded(one))]
    return [zone for one in new for zone in _lines(words, one)]


def _lines(words: Words, one: Field) -> list[Zone]:
    """Return the lines of a cell, without numbers before them."""
    found, place = [], one.start
    for line in words.shadow.folded[one.start : one.end].split("\n"):
        number = _COUNT.match(line)
        begin = place + (number.end() if number else 0)
        found.append(Zone(begin, place + len(line), is_aim=False))
        place += len(line) + 1
    return found


def draft_of(words: Words, row: Row) -> Draft:
    """Return a row as a measure: its words, its section, the name it shares with other rows."""
    start = min(one.start for one in row.content)
    end = max(one.end for one in row.content)
    section = _node(row.name, Level.SECTION) if row.name and row.shares_name else None
    chapter = _node(row.section, Level.CHAPTER) if row.section else None
    draft = Draft(row.no, start, end, chapter, section, rule="measure-table")
    if not row.units:
        draft.clauses = _inner_clauses(words.shadow, row)
    return draft


def _inner_clauses(shadow: Shadow, row: Row) -> list[Clause]:
    """Return the clauses that stand in the words of a row without a column of units."""
    return [
        clause
        for one in row.content
        for clause in find_clauses(shadow.clean, shadow.folded, one.start, one.end)
    ]


def _node(one: Field, level: Level) -> Node:
    return Node(level, None, one.start, one.end, (one.start, one.end))


def _is_caption(shadow: Shadow, draft: Draft, tables: Sequence[TaskTable]) -> bool:
    """Say whether a numbered line is nothing but the heading of the table below it."""
    words = shadow.folded[draft.start : draft.end]
    if draft.clauses or "。" in words or len(words) > 60 or "\n" in words.strip():
        return False
    return any(
        draft.end <= table.grid.start and not shadow.folded[draft.end : table.grid.start].strip()
        for table in tables
    )


def _is_cover(shadow: Shadow, draft: Draft) -> bool:
    return bool(_COVER.match(shadow.folded, draft.start, draft.end))
