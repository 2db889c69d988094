"""Where on a notice's page each finding is coloured, and what the reader cleaned or passed over."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from models import Doubt, Measure, Notice, ReportingDuty, Target, Task
from notices.shadow import shadow_of
from reports.views.marks import Mark
from rules.tasks import TaskStatus


def marks_of(
    notice: Notice,
    tasks: Sequence[tuple[Task, Measure]],
    targets: Sequence[Target],
    duties: Sequence[ReportingDuty],
    doubts: Sequence[Doubt],
) -> list[Mark]:
    """Return a mark for every finding of a notice, each leading to its place on the page."""
    kept = [pair for pair in tasks if pair[0].status is not TaskStatus.WITHDRAWN]
    return [
        *_tasks(notice, kept),
        *(Mark(t.span_start, t.span_end, "target", f"target-{t.id}", "指标") for t in targets),
        *(
            Mark(d.span_start, d.span_end, "duty", f"duty-{d.id}", "报送要求")
            for d in duties
            if d.set_by == "notice"
        ),
        *(
            Mark(d.span_start, d.span_end, "doubt", f"doubt-{d.id}", "疑点")
            for d in doubts
            if d.answer is None
        ),
        *(Mark(start, end, "cleaned") for start, end in cleaned(notice.text)),
    ]


def _tasks(notice: Notice, tasks: Sequence[tuple[Task, Measure]]) -> Iterator[Mark]:
    for task, measure in tasks:
        ref, label = f"task-{task.id}", f"任务{task.key}"
        first, last = min(measure.span_start, task.span_start), task.span_end
        yield Mark(task.span_start if task.part > 1 else first, last, "measure", ref, label)
        read = _as_read(notice, task, measure)
        if task.clause and (span := read.get("clause_span")):
            yield Mark(span[0], span[1], "clause", ref, label)
        if task.due_on and (span := read.get("deadline_span")):
            yield Mark(span[0], span[1], "deadline", ref, label)


def _as_read(notice: Notice, task: Task, measure: Measure) -> Mapping[str, Any]:
    """Return what the reader found for a task; nothing for one that a person added."""
    measures = (notice.reading or {}).get("measures", [])
    if not 1 <= measure.order <= len(measures):
        return _found_again(notice, task)
    tasks = measures[measure.order - 1]["tasks"]
    found: Mapping[str, Any] = tasks[min(task.part, len(tasks)) - 1]
    return found if "clause_span" in found else _found_again(notice, task)


def _found_again(notice: Notice, task: Task) -> Mapping[str, Any]:
    at = notice.text.find(task.clause or "\0", task.span_start, task.span_end)
    return {"clause_span": (at, at + len(task.clause or ""))} if at >= 0 else {}


def cleaned(text: str) -> list[tuple[int, int]]:
    """Return the stretches that the reader left out of its readable copy: glosses, page numbers."""
    offsets = shadow_of(text).offsets
    if isinstance(offsets, range):
        return []
    places = [-1, *offsets, len(text)]
    gaps = [(one + 1, other) for one, other in pairwise(places) if other > one + 1]
    return [(start, end) for start, end in gaps if text[start:end].strip()]
