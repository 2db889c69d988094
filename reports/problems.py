"""四、存在问题: red lights with their reasons, what the departments say, who stays silent."""

import re
from collections.abc import Iterator

from reports.blocks import Block, Column, Heading, Paragraph, Table
from reports.carriers import is_carried
from reports.report import Report, Statement, TaskEntry
from reports.words import clean, day_dots, item_numbers, join, quoted, sentence

NOTHING = re.compile(r"(目前|暂时)?(暂无|没有|无)(需.{0,12}的?)?(问题|困难)?[。.]?")
MOST_TOLD = 20  # different problems in the body; every text has its place in an annex
MOST_ROWS = 200
FEW = 8  # reports of the same problem named one by one


def says_something(text: str) -> bool:
    """Return whether an answer is more than 无 or 暂无需上级协调解决的问题."""
    return bool(text.strip()) and not NOTHING.fullmatch(text.strip())


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
    more = "" if len(red) <= MOST_ROWS else f"，下表列前{MOST_ROWS}项，其余见电子表格"
    yield Paragraph(f"红灯事项共{len(red)}项，原因逐项列出{more}。")
    red = red[:MOST_ROWS]
    yield Table(
        "红灯事项清单",
        (
            Column("事项", 5),
            Column("责任单位", 3.4),
            Column("办理时限", 2.6, "center"),
            Column("红灯原因", 9),
        ),
        tuple(
            (f"{task.key}.{task.title}", join(task.owners, "未明确"), _limit(task), task.reason)
            for task in red
        ),
        tuple(task.task_id for task in red),
        size=9,
    )


def _limit(task: TaskEntry) -> str:
    if task.due_on is None:
        return "未明确"
    if task.original_due_on and task.original_due_on != task.due_on:
        return f"{day_dots(task.due_on)}（原定{day_dots(task.original_due_on)}）"
    return day_dots(task.due_on)


def _reported(report: Report) -> Iterator[Block]:
    told = _by_text(report)
    if not told:
        asked = any(not is_carried(report, task) for task in report.tasks)
        yield Paragraph(f"{'牵头单位和责任单位' if asked else '各填报单位'}本期均未反映问题。")
    for number, (text, cases) in enumerate(told[:MOST_TOLD], start=1):
        yield Paragraph(f"{number}.{text}{_who_said(cases)}")
    if len(told) > MOST_TOLD:
        yield Paragraph(f"以上为反映较集中的{MOST_TOLD}类问题，其余见电子表格。")
    others = sum(
        says_something(each.problems)
        for task in report.tasks
        if not is_carried(report, task)
        for each in task.others
    )
    if others:
        place = "电子表格" if report.is_large else "附件"
        yield Paragraph(f"配合和落实单位另反映问题{others}条，随其填报文字列在{place}。")


def _by_text(report: Report) -> list[tuple[str, list[tuple[TaskEntry, Statement]]]]:
    """Return each different problem once, with who reported it; the most common first."""
    found: dict[str, list[tuple[TaskEntry, Statement]]] = {}
    for task in report.tasks:
        for told in _speakers(report, task):
            if says_something(told.problems):
                text = sentence(quoted(clean(told.problems)))
                found.setdefault(text, []).append((task, told))
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


def _speakers(report: Report, task: TaskEntry) -> tuple[Statement, ...]:
    """Return the lead, or those who were asked in its place."""
    if task.lead is not None:
        return (task.lead,)
    return task.others if is_carried(report, task) else ()


def _who_said(cases: list[tuple[TaskEntry, Statement]]) -> str:
    if len(cases) > FEW:
        names = len({told.department for _, told in cases})
        return f"（{names}个单位就{len(cases)}项任务反映）"
    departments: dict[str, list[tuple[TaskEntry, Statement]]] = {}
    for task, told in cases:
        departments.setdefault(told.department, []).append((task, told))
    said = (
        f"{name}{item_numbers([task.key for task, _ in group])}"
        + "".join(told.mark for _, told in group)
        for name, group in departments.items()
    )
    return f"（{join(said)}）"


def _gaps(report: Report) -> str:
    late = report.figure("迟报填报项")
    missing = report.figure("未报填报项")
    silent = [each.department for each in report.returns if _is_silent(each.cells)]
    if not report.returns:
        return "本期没有布置填报。"
    if not late and not missing:
        return "各单位均按时报送，没有迟报、漏报。"
    said = [f"{name}{count}项" for name, count in (("迟报", late), ("未报", missing)) if count]
    gaps = f"截至报告编制时，{'、'.join(said)}。"
    if silent:
        gaps += f"本期应报而一项未报的单位：{join(silent)}。"
    return gaps


def _is_silent(cells: tuple[object, ...]) -> bool:
    outcomes = {getattr(cell, "outcome", "") for cell in cells}
    return outcomes == {"未报"}
