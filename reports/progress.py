"""二、主要进展: task by task, in the notice's own order and under its own chapters."""

from collections.abc import Iterator
from itertools import groupby

from reports.blocks import Block, Heading, Paragraph
from reports.report import Report, Statement, TaskEntry
from reports.words import (
    LIGHTS,
    clean,
    join,
    leading_sentences,
    numeral,
    percent_words,
    plain_title,
    sentence,
)

BODY_CHARACTERS = 2000  # of narratives: the whole body stays near 3,000
LEAST_CHARACTERS = 48  # a task's share never falls below one good sentence


def budget(report: Report) -> int:
    """Return how many characters of the lead's narrative each task may use in the body."""
    return max(LEAST_CHARACTERS, BODY_CHARACTERS // max(1, len(report.tasks)))


def is_shortened(report: Report, told: Statement) -> bool:
    """Return whether the body shows only the first sentences, so that an annex must show all."""
    text = clean(told.narrative)
    return leading_sentences(text, budget(report)) != text


def chapter_of(task: TaskEntry) -> str:
    """Return the heading a task stands under: the notice's section, else its chapter."""
    return task.section or task.chapter or "工作任务"


def progress(report: Report) -> Iterator[Block]:
    """Tell how each task stands, who leads it, and what its lead says."""
    if not report.tasks:
        yield Paragraph("本通知尚无已确认的工作任务。")
    for number, (chapter, tasks) in enumerate(groupby(report.tasks, key=chapter_of), start=1):
        yield Heading(2, f"（{numeral(number) if number < 100 else number}）{plain_title(chapter)}")
        for task in tasks:
            yield Heading(3, f"{task.key}.{task.title.rstrip('。')}", task.task_id)
            yield Paragraph(_standing(task) + _narrative(report, task))


def _standing(task: TaskEntry) -> str:
    done = f"，累计完成{percent_words(task.percent)}" if task.percent is not None else ""
    reason = task.reason.rstrip("。")
    light = LIGHTS[task.colour] + (f"（{reason}）" if reason != task.status else "")
    return f"{_owners(task)}，{task.status}{done}，{light}。"


def _owners(task: TaskEntry) -> str:
    if task.leads:
        return f"{join(task.leads)}牵头" + (
            f"、{len(task.supports)}个单位配合" if task.supports else ""
        )
    if task.responsible:
        return f"{join(task.responsible)}按职责分工负责"
    if task.inherited:
        return f"{join(task.inherited)}落实"
    return "责任单位尚未确定"


def _narrative(report: Report, task: TaskEntry) -> str:
    told = task.lead
    if told is None:
        silent = f"{join(task.silent)}未填报" if task.silent else "尚未收到填报"
        return f"本期进展：{silent}。"
    text = clean(told.narrative)
    if not text:
        return f"{told.department}填报了进度，未填报文字说明{told.reference}。"
    shown = leading_sentences(text, budget(report))
    more = "（全文见附件）" if shown != text else ""
    unchecked = "（退回补正中）" if told.standing == "退回" else ""
    return f"{told.department}填报：{sentence(shown)}{more}{unchecked}{told.reference}"
