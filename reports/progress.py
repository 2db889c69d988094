"""二、主要进展: task by task, in the notice's own order and under its own chapters."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from reports.blocks import Block, Column, Heading, Paragraph, Table
from reports.carriers import carriers_said, is_carried, lead_is_asked
from reports.report import Report, TaskEntry
from reports.words import (
    LIGHTS,
    brief_reason,
    clean,
    digest,
    join,
    numeral,
    percent_words,
    plain_title,
)
from rules.tasks import LABELS, TaskStatus

BODY_CHARACTERS = 2000  # of narratives: the whole body stays near 3,000
LEAST_CHARACTERS = 48  # a task's share never falls below one good sentence
USUAL = LABELS[TaskStatus.IN_PROGRESS]  # said of a task only where it stands elsewhere
NO_NARRATIVE = "填报了进度，未附文字说明"


def budget(report: Report) -> int:
    """Return how many characters of the lead's narrative each task may use in the body."""
    return max(LEAST_CHARACTERS, BODY_CHARACTERS // max(1, len(report.tasks)))


def chapter_of(task: TaskEntry) -> str:
    """Return the heading a task stands under: the notice's section, else its chapter."""
    return task.section or task.chapter or "工作任务"


def progress(report: Report) -> Iterator[Block]:
    """Tell how each task stands, who leads it, and what its lead says."""
    if not report.tasks:
        yield Paragraph("本通知尚无已确认的工作任务。")
    elif report.is_large:
        yield from _by_chapter(report)
    else:
        yield Paragraph(
            f"各项任务的进展{_source(report)}，全文列在附件；"
            "文字后的上标为进展反馈编号，可据以核对原始来件。"
        )
        yield from _task_by_task(report)


def _source(report: Report) -> str:
    carried = sum(is_carried(report, task) for task in report.tasks)
    if not carried:
        return "摘自牵头（责任）单位本期填报"
    if carried == len(report.tasks):
        return "由各有关单位分别填报、逐项汇总"
    return f"摘自牵头（责任）单位本期填报，其中{carried}项由多个单位分别填报、逐项汇总"


def _task_by_task(report: Report) -> Iterator[Block]:
    for number, (chapter, tasks) in enumerate(groupby(report.tasks, key=chapter_of), start=1):
        yield Heading(2, f"（{numeral(number) if number < 100 else number}）{plain_title(chapter)}")
        for task in tasks:
            yield Heading(3, f"{task.key}.{task.title.rstrip('。')}", task.task_id)
            yield Paragraph(f"{_standing(task)}{_narrative(report, task)}")


def _by_chapter(report: Report) -> Iterator[Block]:
    """Sum up by chapter; every task and every word said about it is in the workbook."""
    yield Paragraph(
        f"任务共{len(report.tasks)}项，按章节汇总如下；逐项进展和填报全文见随附电子表格。"
    )
    columns = (Column("章节", 8), *(Column(name, 1.4, "center") for name in LIGHTS.values()))
    rows = []
    for chapter, tasks in groupby(report.tasks, key=chapter_of):
        counts = Counter(task.colour for task in tasks)
        rows.append((plain_title(chapter), *(str(counts[colour]) for colour in LIGHTS)))
    yield Table("各章节任务亮灯情况（项）", columns, tuple(rows), size=9)


def _standing(task: TaskEntry) -> str:
    parts = [_owners(task)]
    if task.status != USUAL:
        parts.append(task.status)
    if task.percent is not None:
        mean = "平均" if task.is_spread else "累计"
        parts.append(f"{mean}完成{percent_words(task.percent)}")
    light = LIGHTS[task.colour]
    if task.colour in ("red", "yellow"):
        light += f"（{brief_reason(task.reason)}）"
    return f"{'，'.join([*parts, light])}。"


def _owners(task: TaskEntry) -> str:
    if task.leads:
        helped = f"、{len(task.supports)}个单位配合" if task.supports else ""
        return f"{join(task.leads)}牵头{helped}"
    if task.responsible:
        return f"{join(task.responsible)}按职责分工负责"
    if task.inherited:
        return f"{join(task.inherited)}落实"
    return "责任单位尚未确定"


def _narrative(report: Report, task: TaskEntry) -> str:
    told = task.lead
    if told is None:
        return _without_lead(report, task)
    text = clean(told.narrative)
    if not text:
        return f"{told.department}{NO_NARRATIVE}{told.mark}。"
    speaker = "" if told.department == task.owners[0] else f"{told.department}填报："
    unchecked = "（退回补正中）" if told.standing == "退回" else ""
    return f"{speaker}{digest(text, budget(report))}{unchecked}{told.mark}"


def _without_lead(report: Report, task: TaskEntry) -> str:
    if is_carried(report, task):
        return carriers_said(task, budget(report))
    if task.silent:
        return f"本期{join(task.silent)}未填报。"
    return "本期尚未收到填报。" if lead_is_asked(report, task) else "本期未要求填报。"
