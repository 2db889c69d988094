"""一、总体情况: who has not reported first, then how the tasks stand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reports.blocks import Block, Column, Heading, Paragraph, Picture, Table
from reports.carriers import is_asked
from reports.problems import MOST_ROWS
from reports.report import DepartmentReturn, Report, ReturnCell, TaskEntry
from reports.words import LIGHT_MEANINGS, LIGHTS, day_dots, item_numbers, join, share_words
from rules.wording import chinese_date

WIDEST_MATRIX = 24  # columns of tasks that fit on an upright page
FEW = 10  # departments whose debts are told in full words
EVERY = 5  # items: from here "all" is shorter than their numbers
MARKS = {"按时": "√", "迟报": "迟", "未报": "缺", "退回": "退", "未到期": "待"}


def overview(report: Report) -> Iterator[Block]:
    """Say who reported, how the tasks stand, and what was postponed."""
    yield Heading(2, "（一）填报情况")
    yield from _missing(report)
    yield Paragraph(_returns(report))
    if report.returns:
        yield _counts(report)
        yield from _matrix(report)
    yield Heading(2, "（二）办理情况")
    yield Paragraph(_standing(report))
    yield Paragraph(_lights(report))
    yield Picture("lights", "任务亮灯分布")
    yield Heading(2, "（三）延期情况")
    yield from _postponements(report)


def _moment(report: Report) -> str:
    day = report.as_of_day
    minute = f"{report.as_of.minute}分" if report.as_of.minute else ""
    return f"{day.month}月{day.day}日{report.as_of_hour}时{minute}"


def _missing(report: Report) -> Iterator[Block]:
    """Name every department that owes something, and what: it must stand on page one."""
    lead_in = f"未报送单位（截至{_moment(report)}）："
    late = list(filter(None, (_owes(each, ("未报", "退回")) for each in report.returns)))
    soon = list(filter(None, (_owes(each, ("未到期",)) for each in report.returns)))
    if not report.returns:
        yield Paragraph("本期尚未向任何单位布置填报。", lead_in=lead_in)
        return
    ahead = f"另有尚在填报期内的：{_named(soon)}。" if soon else ""
    if len(late) <= FEW:
        yield Paragraph(f"{_named(late)}。{ahead}", lead_in=lead_in)
        return
    yield Paragraph(f"共{len(late)}个单位，见下表。{ahead}", lead_in=lead_in)
    # One cell in small print: some sixty departments fit on page one.
    columns = (Column("未报送单位（括号内为未报事项的任务序号）", 1),)
    short = ((name, what.removeprefix("第").removesuffix("项")) for name, what in late)
    yield Table("", columns, ((f"{_named(short)}。",),), size=8)


def _named(owing: Iterable[tuple[str, str]]) -> str:
    return join(f"{name}（{what}）" for name, what in owing)


def _owes(each: DepartmentReturn, outcomes: Sequence[str]) -> tuple[str, str] | None:
    owed = [cell.key for cell in each.cells if cell.outcome in outcomes]
    if not owed:
        return None
    every = len(owed) == len(each.cells) and len(owed) > EVERY
    return each.department, (f"全部{len(owed)}项" if every else item_numbers(owed))


def _returns(report: Report) -> str:
    if not report.returns:
        told = sum(bool(task.statements) for task in report.tasks)
        return f"本报告按需编制，编制时还没有开启过报送期；已有{told}项任务收到进展反馈。"
    expected, given = report.figure("应报填报项"), report.figure("已报填报项")
    on_time, complete = report.figure("按时填报项"), report.figure("全部报齐的单位")
    due = f"（报送截止日{chinese_date(report.due_on)}）" if report.due_on else ""
    said = (
        f"本期{due}应报单位{len(report.returns)}个、填报项{expected}项，"
        f"已报{given}项，占{share_words(given, expected)}；"
        f"其中按时报送{on_time}项，占应报项的{share_words(on_time, expected)}。"
        f"全部报齐的单位{complete}个。"
    )
    said += _targets_open(report)
    if report.duty_set_by_office:
        said += "原通知未明确报送时间，本期报送时间由统筹办公室设定。"
    if report.period_id is None:
        said += "本报告按需编制，不对应固定报送期。"
    return said


def _targets_open(report: Report) -> str:
    """Page one also says whose target has no value, though all its matters were reported."""
    owners = [t.owner for t in report.targets if t.latest is None and is_asked(report, t.owner)]
    if not owners:
        return ""
    names = join(dict.fromkeys(owners))
    return f"另有{len(owners)}项指标未填报完成值（{names}），见“三、目标完成情况”。"


def _standing(report: Report) -> str:
    total, closed = report.figure("任务总数"), report.figure("已销号任务")
    states = Counter(task.status for task in report.tasks if not task.closed)
    done = f"已核查销号{closed}项，占{share_words(closed, total)}" if closed else "尚无销号事项"
    rest = "、".join(f"{name}{count}项" for name, count in states.items())
    others = "；其余任务中，" if closed else "，其中"
    return f"任务共{total}项，{done}{f'{others}{rest}' if rest else ''}。"


def _lights(report: Report) -> str:
    shown = [(name, LIGHT_MEANINGS[colour]) for colour, name in LIGHTS.items()]
    parts = [f"{n}{report.figure(n)}项（{meaning}）" for n, meaning in shown if report.figure(n)]
    none = [name for name, _ in shown if not report.figure(name)]
    without = f"，没有{join(none)}事项" if parts and none else ""
    place = "电子表格" if report.is_large else "附件1"
    return (
        f"按时间、进度、填报三方面取最差项亮灯：{join(parts, '尚无任务亮灯')}{without}。"
        f"亮灯原因逐项列在{place}。"
    )


def _counts(report: Report) -> Table:
    cells = [cell for each in report.returns for cell in each.cells]
    roles = list(dict.fromkeys(cell.role for cell in cells))
    rows = [_count_row(f"{role}单位", [c for c in cells if c.role == role]) for role in roles]
    return Table(
        "填报情况统计",
        (
            Column("单位角色", 3, "center"),
            Column("应报项", 2, "center"),
            Column("已报项", 2, "center"),
            Column("按时项", 2, "center"),
            Column("按时率", 2, "center"),
            Column("未报项", 2, "center"),
        ),
        (*rows, _count_row("合计", cells)),
    )


def _count_row(name: str, cells: Sequence[ReturnCell]) -> tuple[str, ...]:
    outcomes = Counter(cell.outcome for cell in cells)
    on_time = outcomes["按时"]
    given = on_time + outcomes["迟报"]
    numbers = (len(cells), given, on_time)
    rate = share_words(on_time, len(cells)) if cells else "无应报项"
    return (name, *map(str, numbers), rate, str(len(cells) - given))


def _matrix(report: Report) -> Iterator[Block]:
    """Show departments by tasks where that fits; else each department's counts."""
    keys = list(dict.fromkeys(task.key for task in report.tasks))
    if not report.returns:
        return
    if len(keys) > WIDEST_MATRIX:
        yield _department_counts(report)
        return
    columns = [Column("单位", 34), *(Column(key, 5.2, "center") for key in keys)]
    closed = {task.key: task for task in report.tasks if task.closed}
    rows = [(each.department, *_marks(each, keys, closed)) for each in report.returns]
    yield Table(
        "各单位逐项填报情况（横向为任务序号；√按时，迟为迟报，缺为未报，退为退回补正，"
        "待为未到期，销为已销号、不再填报，—为不承担）",
        tuple(columns),
        tuple(rows),
        size=8,
    )


def _marks(
    each: DepartmentReturn, keys: Sequence[str], closed: Mapping[str, TaskEntry]
) -> list[str]:
    marks = {cell.key: MARKS[cell.outcome] for cell in each.cells}
    marks |= {
        key: "销"
        for key, task in closed.items()
        if key not in marks and each.department in (*task.owners, *task.supports)
    }
    return [marks.get(key, "—") for key in keys]


def _department_counts(report: Report) -> Table:
    columns = (
        Column("单位", 4),
        Column("应报项", 1.2, "center"),
        Column("已报项", 1.2, "center"),
        Column("按时项", 1.2, "center"),
        Column("按时率", 1.4, "center"),
        Column("未报项", 1.2, "center"),
    )
    rows = tuple(_count_row(each.department, each.cells) for each in report.returns)
    return Table("各单位填报情况", columns, rows, size=9)


def _postponements(report: Report) -> Iterator[Block]:
    if not report.postponements:
        yield Paragraph("本期没有单位申请延期。")
        return
    more = f"；下表列前{MOST_ROWS}件" if len(report.postponements) > MOST_ROWS else ""
    granted = sum(each.status == "已同意" for each in report.postponements)
    yield Paragraph(
        f"收到延期申请{len(report.postponements)}件，同意{granted}件。"
        f"原定时限予以保留，与延期后时限一并列出{more}。"
    )
    shown = report.postponements[:MOST_ROWS]
    rows = tuple(
        (
            f"{each.key}.{each.title}",
            each.department,
            day_dots(each.original_on),
            day_dots(each.until_on),
            each.reason + ("（逾期后提出）" if each.late else ""),
            each.status + (f"（{each.decided_by}）" if each.decided_by else ""),
        )
        for each in shown
    )
    columns = (
        Column("事项", 4.4),
        Column("申请单位", 3),
        Column("原定时限", 2.5, "center"),
        Column("申请延至", 2.5, "center"),
        Column("理由", 6.4),
        Column("审批", 2, "center"),
    )
    yield Table("延期事项", columns, rows, tuple(each.task_id for each in shown), size=9)
