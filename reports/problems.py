"""四、存在问题: red lights with their reasons, what the departments say, who stays silent."""

from collections.abc import Iterator

from reports.blocks import Block, Column, Heading, Paragraph, Table
from reports.report import Report, Statement, TaskEntry
from reports.words import clean, day_figures, join, sentence

NOTHING = {"无", "暂无", "没有", "无问题", "无。", "暂无。"}


def says_something(text: str) -> bool:
    """Return whether an answer is more than 无."""
    return bool(text.strip()) and text.strip() not in NOTHING


def problems(report: Report) -> Iterator[Block]:
    """List the red lights, the problems reported, and the gaps in the reporting."""
    yield Heading(2, "（一）红灯事项")
    yield from _red(report)
    yield Heading(2, "（二）各单位反映的问题")
    yield from _reported(report)
    yield Heading(2, "（三）填报方面的问题")
    yield Paragraph(_gaps(report))


def _red(report: Report) -> Iterator[Block]:
    red = [task for task in report.tasks if task.colour == "red"]
    if not red:
        yield Paragraph("截至报告日，没有红灯事项。")
        return
    yield Paragraph(f"红灯事项共{len(red)}项，逐项列出原因。")
    yield Table(
        "红灯事项清单",
        (
            Column("事项", 6),
            Column("责任单位", 4),
            Column("办理时限", 3.4, "center"),
            Column("红灯原因", 6),
        ),
        tuple(
            (f"{task.key}.{task.title}", join(task.owners, "未明确"), _limit(task), task.reason)
            for task in red
        ),
        tuple(task.task_id for task in red),
    )


def _limit(task: TaskEntry) -> str:
    if task.due_on is None:
        return "原通知未明确"
    if task.original_due_on and task.original_due_on != task.due_on:
        return f"{day_figures(task.due_on)}（原定{day_figures(task.original_due_on)}）"
    return day_figures(task.due_on)


def _reported(report: Report) -> Iterator[Block]:
    told = [
        (task, task.lead)
        for task in report.tasks
        if task.lead is not None and says_something(task.lead.problems)
    ]
    if not told:
        yield Paragraph("牵头单位和责任单位本期均未反映问题。")
    for task, statement in told:
        yield Paragraph(_problem(task, statement))
    others = sum(says_something(s.problems) for task in report.tasks for s in task.others)
    if others:
        yield Paragraph(f"配合和落实单位另反映问题{others}条，随其填报文字列在附件。")


def _problem(task: TaskEntry, told: Statement) -> str:
    said = sentence(clean(told.problems))
    return f"第{task.key}项，{told.department}反映：{said}{told.reference}"


def _gaps(report: Report) -> str:
    late = report.figure("迟报填报项")
    missing = report.figure("未报填报项")
    silent = [each.department for each in report.returns if _is_silent(each.cells)]
    if not late and not missing:
        return "各单位均按时报送，没有迟报、漏报。"
    said = f"迟报{late}项，截止报告日未报{missing}项。"
    if silent:
        said += f"本期应报而一项未报的单位：{join(silent)}。"
    return said


def _is_silent(cells: tuple[object, ...]) -> bool:
    outcomes = {getattr(cell, "outcome", "") for cell in cells}
    return outcomes == {"未报"}
