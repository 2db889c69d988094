"""Body and tables settled: the measures with their tasks, and what a person has to decide."""

from dataclasses import replace

from notices.assembly import Assembler
from notices.doubts import doubts_about_owners
from notices.evidence import Span
from notices.reading import Doubt, Measure, Task
from notices.shadow import Shadow
from notices.tables.grids import Words
from notices.tables.indicators import targets_of
from notices.tables.joining import Entry, Loose, Plan
from notices.tables.rows import Row
from notices.tables.tasks import RowAssembler, RowTask, same_names, same_owners
from notices.targets import Found

_CONTINUES = "表格此行的责任单位为空，已沿用上一行（按合并单元格理解），请对照原表确认。"
_SECTION = "表格没有责任单位一列，已按本行上方的小标题理解为责任单位，请确认。"
_UNSURE = "表格在文本中已被打散，此行各列的对应关系不能确定，请对照原表核对责任单位和时限。"
_NO_MEASURE = (
    "分工表中的这一项在正文中没有对应的措施，已单列，请确认是单独的任务，还是正文某项的一部分。"
)
_WHICH = "分工表中的这一项与正文措施不完全一致，未自动对应，请指定它属于哪一项。"
_NOWHERE = "分工表中的这一行没有读到任务内容，也未能与正文对应，请人工指定。"
_OTHER_WORDS = "分工表与正文按序号对应，但文字不同，请确认是同一项任务。"
_DIFFERS = "正文与分工表所写的责任单位不一致，暂按正文，请选定。"
_OTHER_DAY = "正文与分工表所写的完成时限不一致，暂按正文，请选定。"
_UNDATED = "时间要求没有写明日期，如需按时限督办，请设定完成时间。"
_UNREADABLE = "此处像是责任分工，但未能读懂，请人工填写牵头和配合单位。"
_BROKEN = "此处像是被打散的表格，未能还原各行，请导入原文件（Word、PDF 或 Excel），或人工补录。"
_NOT_READ = "此表可能列有任务和责任单位，但未能认出表头，没有读入，请对照原表人工补录。"
LONGEST_QUOTE = 40


class Settler:
    """Makes the measures of a plan and gathers the doubts about rows."""

    def __init__(self, assembler: Assembler) -> None:
        self.shadow: Shadow = assembler.shadow
        self.words = Words(self.shadow)
        self.rows = RowAssembler(assembler)
        self.doubts: list[Doubt] = []

    def measures(self, plan: Plan) -> tuple[Measure, ...]:
        """Return the measures, in the order of the text; `doubts` then holds what was unsure."""
        found = tuple(self._measure(index, one) for index, one in enumerate(plan.entries))
        for loose in plan.loose:
            self._loose(loose)
        for start, end in plan.broken:
            quote = self.shadow.clean[start : min(end, start + LONGEST_QUOTE)]
            self.doubts.append(
                Doubt("table-unreadable", quote, self.shadow.span(start, end), _BROKEN)
            )
        for grid in plan.unread:
            quote = self.shadow.clean[grid.start : grid.start + LONGEST_QUOTE]
            span = self.shadow.span(grid.start, grid.end)
            self.doubts.append(Doubt("table-not-read", quote, span, _NOT_READ))
        return found

    def targets(self, plan: Plan, year: int | None) -> list[Found]:
        """Return the targets of the tables of indicators; `year` is that of the title."""
        found, doubts = targets_of(self.words, plan.indicators, year)
        self.doubts += doubts
        return found

    def _measure(self, index: int, entry: Entry) -> Measure:
        measure, told = self.rows.measure(entry)
        if not told:
            self._about_entry(index, entry, measure)
            return measure
        if entry.draft.clauses:
            measure = self._compared(index, measure, told)
        else:
            for one in told:
                self._about_row(index, entry, one)
        self._about_entry(index, entry, measure)
        return measure

    def _about_entry(self, index: int, entry: Entry, measure: Measure) -> None:
        place = measure.tasks[0].span
        for row, match in zip(entry.rows, entry.matches, strict=True):
            if match.differs:
                self._add("row-differs", row, place, _OTHER_WORDS, index)
            if row.unsure:
                self._add("row-unsure", row, place, _UNSURE, index)
        if entry.without_measure:
            self._add("row-without-measure", entry.rows[0], place, _NO_MEASURE, index)

    def _about_row(self, index: int, entry: Entry, one: RowTask) -> None:
        row, task = one.row, one.task
        shown = task.span if not entry.of_table else None
        if row.taken == "above":
            self._add("row-continues", row, shown, _CONTINUES, index)
        if row.taken == "section":
            self._add("unit-from-section", row, shown, _SECTION, index)
        if one.undated and row.due is not None:
            span = self.shadow.span(row.due.start, row.due.end)
            quote = self.words.clean(row.due)
            self.doubts.append(
                Doubt("soft-deadline", quote, span, _UNDATED, (), index, blocking=False)
            )
        if row.units and not one.owners.understood:
            self.doubts.append(
                Doubt("clause-unreadable", task.clause or "", task.span, _UNREADABLE, (), index)
            )
        # What is asked about a joined row is shown with its measure.
        asked = replace(task, clause_span=task.span) if shown else task
        self.doubts += doubts_about_owners(index, one.owners, asked)

    def _compared(self, index: int, measure: Measure, told: list[RowTask]) -> Measure:
        """Keep the body's own clause; where the table says another thing, ask."""
        tasks = measure.tasks
        stated = [one for one in told if one.row.units]
        alone = len(tasks) == len(stated) == 1
        if alone and tasks[0].lead_implied and same_names(tasks, stated):
            if not stated[0].task.lead_implied:
                task = stated[0].task
                tasks = (
                    replace(tasks[0], leads=task.leads, supports=task.supports, lead_implied=False),
                )
        elif stated and not same_owners(tasks, stated):
            self.doubts.append(self._difference(index, tasks, stated))
        if len(tasks) == len(told) == 1 and told[0].row.due is not None:
            tasks = (self._dated(index, tasks[0], told[0]),)
        return replace(measure, tasks=tasks)

    def _difference(self, index: int, tasks: tuple[Task, ...], told: list[RowTask]) -> Doubt:
        choices = tuple(
            dict.fromkeys(
                [f"正文：{task.clause}" for task in tasks if task.clause]
                + [f"分工表：{one.task.clause}" for one in told]
            )
        )
        span = tasks[0].clause_span or tasks[0].span
        return Doubt("table-differs", tasks[0].clause or "", span, _DIFFERS, choices, index)

    def _dated(self, index: int, task: Task, one: RowTask) -> Task:
        """Take the table's day where the body has none; ask where the two differ."""
        theirs = one.task.deadline
        if theirs is None or theirs == task.deadline:
            return task
        if task.deadline is None:
            return replace(task, deadline=theirs, deadline_span=one.task.deadline_span)
        days = (task.deadline.isoformat(), theirs.isoformat())
        span = task.deadline_span or task.span
        self.doubts.append(Doubt("deadline-differs", days[0], span, _OTHER_DAY, days, index))
        return task

    def _loose(self, loose: Loose) -> None:
        why = _WHICH if loose.titles else _NOWHERE
        self._add("row-unplaced", loose.row, None, why, None, loose.titles)

    def _add(
        self,
        kind: str,
        row: Row,
        place: Span | None,
        why: str,
        index: int | None,
        choices: tuple[str, ...] = (),
    ) -> None:
        span = place or self.shadow.span(row.place.start, row.place.end)
        quote = self.words.clean(row.place)[:LONGEST_QUOTE]
        self.doubts.append(Doubt(kind, quote, span, why, choices, index))
