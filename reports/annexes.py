"""附件: the ledger, what supporters say, texts in full, where figures come from.

Of a large report only the last is printed; its workbook has the ledger and every text.
"""

import re
from collections.abc import Iterable, Iterator

from reports.blocks import Annex, Block, Column, Heading, Paragraph, Table
from reports.carriers import LEADS
from reports.plans import SAID_AGAIN
from reports.problems import says_something
from reports.report import Report, Statement, TaskEntry
from reports.words import LIGHTS, clean, day_dots, id_ranges, join, percent_words, sentence
from rules.wording import chinese_date

FEW = 4  # statements a task: up to here one table is easier to read than many
MOST_RANGES = 40  # of row numbers printed for one figure
SPEAKER = (
    Column("单位", 3.2),
    Column("角色", 1.4, "center"),
    Column("完成率", 1.7, "center"),
    Column("填报内容", 12),
)


def annexes(report: Report) -> Iterator[tuple[Annex, list[Block]]]:
    """Yield each annex that has something in it; they are numbered as they come."""
    contents: list[tuple[str, bool, list[Block]]] = []
    if report.tasks and not report.is_large:
        contents = [
            ("工作台账", True, [_ledger(report)]),
            ("牵头和责任单位填报全文", False, list(_in_full(report))),
            (_helpers_title(report), False, list(_others(report))),
        ]
    contents.append(("数字来源和日志封印", False, list(_sources(report))))
    number = 0
    for title, landscape, blocks in contents:
        if blocks:
            number += 1
            yield Annex(number, title, landscape), blocks


def _helpers_title(report: Report) -> str:
    """Name the annex after those who speak in it."""
    roles = {each.role for task in report.tasks for each in beside(task)}
    named = [name for name in ("牵头", "责任", "配合", "落实") if name in roles]
    return f"{'、'.join(named) or '配合'}单位分别填报情况"


def beside(task: TaskEntry) -> tuple[Statement, ...]:
    """Return what was said beside the lead's words, what was replaced later included."""
    return (*task.others, *(each for each in task.earlier if each.role not in LEADS))


def _ledger(report: Report) -> Table:
    tasks = report.tasks
    return Table(
        "",
        (
            Column("序号", 1.2, "center"),
            Column("工作任务", 7),
            Column("牵头（责任）单位", 4),
            Column("配合、落实单位", 5),
            Column("完成时限", 2.8, "center"),
            Column("完成率", 1.6, "center"),
            Column("完成状态", 1.8, "center"),
            Column("亮灯及原因", 6),
            Column("最近更新", 2.8, "center"),
        ),
        tuple(_ledger_row(task) for task in tasks),
        tuple(task.task_id for task in tasks),
        tuple(task.colour for task in tasks),
        size=9,
    )


def _ledger_row(task: TaskEntry) -> tuple[str, ...]:
    limit = day_dots(task.due_on) if task.due_on else "未明确"
    if task.due_on and task.original_due_on and task.original_due_on != task.due_on:
        limit += f"（原定{day_dots(task.original_due_on)}）"
    helpers = (*task.supports, *(task.inherited if task.leads or task.responsible else ()))
    return (
        task.key,
        task.title,
        join(task.owners + task.unknown_owners, "未明确"),
        join(helpers),
        limit,
        _done(task),
        task.status,
        f"{LIGHTS[task.colour]}：{task.reason}",
        day_dots(task.updated_on) if task.updated_on else "未填报",
    )


def _done(task: TaskEntry) -> str:
    if task.percent is None:
        return "未填报"
    return ("平均" if task.is_spread else "") + percent_words(task.percent)


def _others(report: Report) -> Iterator[Block]:
    """Group by task: under a heading of its own where many speak, else in one table."""
    told = [task for task in report.tasks if beside(task)]
    if sum(len(beside(task)) for task in told) <= FEW * len(told):
        rows = [(task, each) for task in told for each in beside(task)]
        if rows:
            yield _table_of_all(rows)
        return
    for task in told:
        yield Heading(3, f"{task.key}.{task.title.rstrip('。')}", task.task_id)
        yield Table("", SPEAKER, tuple(_other(each) for each in beside(task)), size=9)


def _table_of_all(rows: list[tuple[TaskEntry, Statement]]) -> Table:
    return Table(
        "",
        (Column("任务序号", 1.3, "center"), *SPEAKER),
        tuple((task.key, *_other(each)) for task, each in rows),
        tuple(task.task_id for task, _ in rows),
        size=9,
    )


def _other(told: Statement) -> tuple[str, ...]:
    done = "未填报" if told.percent is None else percent_words(told.percent)
    return (told.department, told.role, done, full_text(told))


def full_text(told: Statement) -> str:
    """Return everything a department said, in one paragraph, with its source."""
    parts = [sentence(clean(told.narrative)) or "未填报文字说明。"]
    if says_something(told.problems):
        parts.append(f"存在问题：{sentence(clean(told.problems))}")
    if says_something(told.next_steps):
        steps = SAID_AGAIN.sub("", clean(told.next_steps))
        parts.append(f"下一步：{sentence(steps)}")
    standing = "" if told.standing in ("已采用", "未列入填报") else f"（{told.standing}）"
    return f"{''.join(parts)}{standing}{told.reference}"


def _in_full(report: Report) -> Iterator[Block]:
    for task in report.tasks:
        told = [*filter(None, [task.lead]), *(s for s in task.earlier if s.role in LEADS)]
        if told:
            yield Heading(3, f"{task.key}.{task.title.rstrip('。')}", task.task_id)
        yield from _statements(told)


def _statements(told: Iterable[Statement]) -> Iterator[Block]:
    for each in told:
        lead_in = f"{each.department}（{chinese_date(each.said_on)}）："
        yield Paragraph(full_text(each), lead_in=lead_in)


def _sources(report: Report) -> Iterator[Block]:
    yield Paragraph(
        "正文各数字均由下列数据行逐条计数得出，可在系统中按编号核对。正文上标数字为进展反馈编号，"
        "“读”字上标为指标读数编号；附件中的编号同时注明来件，即报送该内容的邮件、网页或接口报文。"
    )
    yield Table(
        "",
        (
            Column("数字", 4),
            Column("数值", 2, "center"),
            Column("数据行", 2.4, "center"),
            Column("编号", 10),
        ),
        tuple(
            (each.label, f"{each.value}{each.unit}", each.rows, _ids(each.ids))
            for each in report.figures
        ),
        size=9,
    )
    # In groups, so that it breaks at the margin and can be read out.
    groups = re.findall(".{1,16}", report.last_seal)
    seal = " ".join(groups) or "编制时尚无已封印的日志"
    yield Paragraph(f"编制时日志最后封印：{seal}", indented=False)


def _ids(ids: tuple[int, ...]) -> str:
    """Return the first ranges of row numbers; the workbook has them all."""
    printed = id_ranges(ids, MOST_RANGES)
    return printed if printed == id_ranges(ids) else f"{printed}……（全部编号见电子表格）"
