"""Rows as tasks: who does it by the cells of units, until when by the cell of days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notices.assembly import Assembler
from notices.deadlines import stated_deadline
from notices.defaults import first_leads_at, inherited_by
from notices.evidence import Span
from notices.owners import Owners
from notices.plans import wants_plan
from notices.reading import Measure, Task
from notices.tables.cells import clause_of, owners_of, place_of
from notices.tables.fitting import NOTHING
from notices.tables.grids import Field
from notices.tables.joining import Entry
from notices.tables.rows import Row

_STOPS = "。；：，、！？.;:,"
_LASTING = re.compile(r"长期|持续|常态|每[年季月周]|立行立改|立即|即时|随时|适时|全年|按年度")


@dataclass(frozen=True, slots=True)
class RowTask:
    """A task that a row states, its owners, and whether its cell of days names none."""

    row: Row
    task: Task
    owners: Owners
    undated: bool


class RowAssembler:
    """Makes tasks of rows; shares the text, the day of issue and the defaults with the body."""

    def __init__(self, assembler: Assembler) -> None:
        self.assembler = assembler
        self.shadow = assembler.shadow

    def measure(self, entry: Entry) -> tuple[Measure, list[RowTask]]:
        """Return an entry's measure with its rows' tasks, and these."""
        measure = self.assembler.measure(entry.draft)
        if entry.of_table:
            measure = replace(measure, text=self._text(entry.rows[0]))
        base = measure.tasks[0]
        told = [
            self._task(row, base, alone=len(entry.rows) == 1, quoted=not entry.of_table)
            for row in entry.rows
            if row.units or row.due or not entry.draft.clauses
        ]
        if told and not entry.draft.clauses:
            measure = replace(measure, tasks=tuple(one.task for one in told))
        return measure, told

    def _text(self, row: Row) -> str:
        """Return the words of a row, one cell after the other as in a sentence."""
        said = ""
        for one in row.content:
            words = re.sub(r"\s*\n\s*", "", self.shadow.clean[one.start : one.end]).strip()
            if said and said[-1] not in _STOPS:
                said += "，" if one in row.goals or row.name is not row.content[0] else "："
            said += words
        return said

    def _task(self, row: Row, base: Task, *, alone: bool, quoted: bool) -> RowTask:
        owners = owners_of(self.shadow, row.units) if row.units else Owners()
        span = base.span if alone or not (quoted and row.content) else self._place(row)
        task = replace(
            base,
            leads=owners.leads,
            supports=owners.supports,
            inherited=inherited_by(
                self.assembler.defaults, row.place.start, row.place.end, owners.names
            ),
            lead_implied=owners.lead_implied and not self._first_leads(row),
            clause=clause_of(self.shadow, row.units) if row.units else None,
            span=span,
            clause_span=self.shadow.span(*place_of(row.units)) if row.units else None,
            style=owners.style if row.units else "none",
            wants_plan=base.wants_plan or self._wants_plan(row),
            rules=("table-row", *owners.rules),
        )
        task, undated = self._dated(row, task)
        return RowTask(row, task, owners, undated)

    def _place(self, row: Row) -> Span:
        return self.shadow.span(row.content[0].start, row.content[-1].end)

    def _first_leads(self, row: Row) -> bool:
        return first_leads_at(self.assembler.first_leads, row.place.start)

    def _wants_plan(self, row: Row) -> bool:
        return any(wants_plan(self.shadow.folded, one.start, one.end) for one in row.content)

    def _dated(self, row: Row, task: Task) -> tuple[Task, bool]:
        """Set the day of the row's own cell; 长期坚持 has none, an empty cell says nothing."""
        if row.due is None:
            return task, False
        words = self._words(row.due)
        if NOTHING.match(words):
            return task, False
        day = stated_deadline(words, reckoning=self.assembler.reckoning)
        if day is None and not _LASTING.search(words):
            return task, task.deadline is None
        place = self.shadow.span(row.due.start, row.due.end) if day else None
        rules = (*task.rules, "column-due")
        return replace(task, deadline=day, deadline_span=place, rules=rules), False

    def _words(self, one: Field) -> str:
        return re.sub(r"\s+", "", self.shadow.folded[one.start : one.end])


def same_owners(tasks: Sequence[Task], told: Sequence[RowTask]) -> bool:
    """Say whether body and table name the same leads and the same supports."""
    mine = _sides(tasks)
    theirs = _sides([one.task for one in told])
    return mine == theirs


def same_names(tasks: Sequence[Task], told: Sequence[RowTask]) -> bool:
    """Say whether body and table name the same units, in whatever role."""
    mine, theirs = _sides(tasks), _sides([one.task for one in told])
    return mine[0] | mine[1] == theirs[0] | theirs[1]


def _sides(tasks: Sequence[Task]) -> tuple[set[str], set[str]]:
    leads = {_key(name) for task in tasks for name in task.leads}
    return leads, {_key(name) for task in tasks for name in task.supports} - leads


def _key(name: str) -> str:
    return name.replace("人民政府", "政府").replace("（", "(").replace("）", ")")
