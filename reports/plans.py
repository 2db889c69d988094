"""五、下一步工作 and 六、建议和需协调事项: what is planned, what waits for a word."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from reports.blocks import Block, Column, Paragraph, Table
from reports.carriers import is_carried, kind_of
from reports.problems import says_something
from reports.report import Pending, Report, TaskEntry
from reports.words import clean, day_dots, item_numbers, join, quoted, sentence, share_words
from rules.wording import chinese_date

A_YEAR = timedelta(days=366)
MOST_NAMED = 20  # names or matters told one by one
UNCONFIRMED = "待确认任务"
SAID_AGAIN = re.compile(r"^下一步[，,：:]?")


def next_steps(report: Report) -> Iterator[Block]:
    """Say what the office will press on with, then each open task's next steps and date."""
    going = [task for task in report.tasks if not task.closed]
    if not going:
        yield Paragraph("全部任务均已销号，下一步转入巩固成果、跟踪评估。")
        return
    yield Paragraph(_emphasis(report))
    if report.is_large:
        yield Paragraph("各项任务的下一步措施见电子表格。")
        return
    yield Table(
        "下一步工作安排",
        (
            Column("任务", 5),
            Column("责任单位", 3.6),
            Column("下一步措施", 8),
            Column("最近节点", 3.8),
        ),
        tuple(_step(report, task) for task in going),
        tuple(task.task_id for task in going),
        size=9,
    )


def _emphasis(report: Report) -> str:
    red, yellow = report.figure("红灯"), report.figure("黄灯")
    dates = coming_dates(report)
    parts = []
    if red or yellow:
        lights = [f"{count}项{name}" for count, name in ((red, "红灯"), (yellow, "黄灯")) if count]
        parts.append(f"抓滞后，对{'、'.join(lights)}事项逐项明确整改措施和时限")
    if dates:
        first, what = dates[0]
        parts.append(
            f"抓节点，未来一年有{len(dates)}个任务时限和阶段节点到期，"
            f"最近一个是{chinese_date(first)}的{quoted(f'“{what}”')}"
        )
    short = [t for t in report.targets if not t.reached]
    if short:
        share = share_words(len(report.targets) - len(short), len(report.targets))
        known = sum(target.latest is not None for target in short)
        open_ones = [
            f"{what}的{count}项"
            for what, count in (("尚未达到", known), ("未填报", len(short) - known))
            if count
        ]
        parts.append(f"抓指标，目标达成率目前为{share}，对{'、'.join(open_ones)}加强调度")
    if report.figure("未报填报项"):
        parts.append(f"抓填报，督促补报{report.figure('未报填报项')}项未报内容")
    if not parts:
        return "下一步，各责任单位按既定安排继续推进，统筹办公室按期核对进展。"
    order = ("一是", "二是", "三是", "四是")
    return "下一步，" + "；".join(a + b for a, b in zip(order, parts, strict=False)) + "。"


def coming_dates(report: Report) -> list[tuple[date, str]]:
    """Return the deadlines and steps of open tasks in the coming year, the nearest first."""
    today = report.as_of_day
    found = []
    for task in report.tasks:
        if task.closed:
            continue
        if task.due_on:
            found.append((task.due_on, task.title))
        found += [(node.due_on, node.title) for node in task.nodes if not node.done]
    return sorted(each for each in found if today < each[0] <= today + A_YEAR)


def _step(report: Report, task: TaskEntry) -> tuple[str, ...]:
    told = task.lead
    steps = clean(told.next_steps) if told and says_something(told.next_steps) else ""
    said = f"{sentence(SAID_AGAIN.sub('', steps))}{told.mark}" if told and steps else "未填报"
    if is_carried(report, task):
        planned = sum(says_something(each.next_steps) for each in task.others)
        said = f"{planned}个{kind_of(task.others)}已作安排，见附件" if planned else said
    return (f"{task.key}.{task.title}", join(task.owners, "未明确"), said, _node(report, task))


def _node(report: Report, task: TaskEntry) -> str:
    ahead = [node for node in task.nodes if not node.done]
    if ahead:
        late = "（已过）" if ahead[0].due_on < report.as_of_day else ""
        return f"{day_dots(ahead[0].due_on)}{late}{ahead[0].title}"
    return day_dots(task.due_on) if task.due_on else "—"


def suggestions(report: Report) -> Iterator[Block]:
    """List what needs a leader's word; say so where nothing does."""
    asked = list(_suggestions(report))
    if not asked:
        yield Paragraph("本期没有需要提请协调的事项。")
    for number, text in enumerate(asked, start=1):
        yield Paragraph(f"{number}.{text}")


def _suggestions(report: Report) -> Iterator[str]:
    red = [task for task in report.tasks if task.colour == "red"]
    if red:
        owners = list(dict.fromkeys(name for task in red for name in task.owners))
        heard = join(owners) if len(owners) <= MOST_NAMED else f"有关{len(owners)}个责任单位"
        yield (
            f"对{len(red)}项红灯事项{_numbers(red)}，建议由分管领导听取{heard}专题汇报，"
            "逐项研究解决办法。"
        )
    yield from _awaiting(report)
    asked = [each for each in report.postponements if each.status == "待批"]
    for each in asked[:MOST_NAMED]:
        yield (
            f"{each.department}申请将第{each.key}项由{chinese_date(each.from_on)}"
            f"延至{chinese_date(each.until_on)}，请审定。"
        )
    if len(asked) > MOST_NAMED:
        yield f"另有{len(asked) - MOST_NAMED}件延期申请待批，请一并审定。"
    orphans = [target.indicator for target in report.targets if not target.owner]
    if orphans:
        yield f"{_several(orphans, '项指标')}尚无责任单位，建议予以明确。"
    unknown = list(dict.fromkeys(n for task in report.tasks for n in task.unknown_owners))
    if unknown:
        yield f"{_several(unknown, '个单位')}在现有单位名录中无法对应，建议确认承接单位。"
    matters = [(task, matter) for task in report.tasks for matter in task.to_coordinate]
    for task, matter in matters[:MOST_NAMED]:
        yield f"第{task.key}项：{quoted(matter)}"
    if len(matters) > MOST_NAMED:
        yield f"另有{len(matters) - MOST_NAMED}项需协调事项，见电子表格“需协调事项”栏。"


def _awaiting(report: Report) -> Iterator[str]:
    """Say what waits for an approval, one sentence a kind."""
    groups: dict[str, list[Pending]] = {}
    for pending in report.pending:
        groups.setdefault(pending.kind, []).append(pending)
    for kind, waiting in groups.items():
        if kind == UNCONFIRMED:
            titles = [quoted(f"“{each.title}”") for each in waiting]
            yield (
                f"{_several(titles, '项任务')}尚未经人工确认，未交办、未计入本报告各项数字，"
                "建议尽快确认。"
            )
            continue
        names = list(dict.fromkeys(each.department for each in waiting if each.department))
        about = f"，涉及{_several(names, '个单位')}" if names else ""
        yield f"{kind}草稿{len(waiting)}份已拟好待审批{about}；未经批准不印发、不实施。"


def _several(names: list[str], unit: str) -> str:
    """Return all names, or the first of many with their number."""
    if len(names) <= MOST_NAMED:
        return join(names)
    return f"{join(names[:MOST_NAMED])}等{len(names)}{unit}"


def _numbers(tasks: list[TaskEntry]) -> str:
    return f"（{item_numbers([task.key for task in tasks])}）" if len(tasks) <= MOST_NAMED else ""
