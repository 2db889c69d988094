"""What several departments say of one task, where none of them speaks for all.

A duty may name its reporters (各地市于每年第三季度末报送): then no lead owes a word. Or a
collective (各县区人民政府) answers for the task. The body sums up what was said; every
answer stands in full in an annex.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from reports.report import Report, Statement, TaskEntry
from reports.words import clean, digest, join, percent_words

MOST_NAMED = 5  # departments behind, named one by one
TOLD = 2  # departments whose words stand in the body
LAGGING = ("进展滞后", "未启动", "申请延期")
LEADS = ("牵头", "责任")


def is_carried(report: Report, task: TaskEntry) -> bool:
    """Return whether several answered for it and nobody was asked to answer for them all."""
    if task.lead is not None or not task.others:
        return False
    return task.is_spread or not lead_is_asked(report, task)


def lead_is_asked(report: Report, task: TaskEntry) -> bool:
    """Return whether a lead or responsible department owes an answer about it this period."""
    return any(
        cell.task_id == task.task_id and cell.role in LEADS
        for each in report.returns
        for cell in each.cells
    )


def is_asked(report: Report, department: str) -> bool:
    """Return whether the department owes an answer about anything this period."""
    return any(each.department == department and each.cells for each in report.returns)


def carriers_said(task: TaskEntry, budget: int) -> str:
    """Sum up the answers: how many, by state, who is behind, how far, and the words of two."""
    told = task.others
    parts = [f"{len(told)}个{kind_of(told)}填报" + _by_state(told)]
    if task.silent:
        parts.append(f"{len(task.silent)}个未填报（{_few(task.silent)}）")
    if span := _span(told):
        parts.append(span)
    summary = "，".join(parts) + "。"
    return summary + "".join(_words_of(each, budget // TOLD) for each in _telling(told))


def kind_of(told: Sequence[Statement]) -> str:
    """Return 落实单位, 责任单位 …: what those who spoke are to the task."""
    roles = {each.role for each in told}
    return f"{told[0].role}单位" if len(roles) == 1 else "单位"


def _by_state(told: tuple[Statement, ...]) -> str:
    counts = Counter(each.state for each in told if each.state)
    said = [f"{state}{count}个{_who(told, state)}" for state, count in counts.most_common()]
    return f"：{'、'.join(said)}" if said else ""


def _who(told: tuple[Statement, ...], state: str) -> str:
    if state not in LAGGING:
        return ""
    return f"（{_few([each.department for each in told if each.state == state])}）"


def _few(names: Sequence[str]) -> str:
    more = f"等{len(names)}个" if len(names) > MOST_NAMED else ""
    return f"{join(names[:MOST_NAMED])}{more}"


def _span(told: tuple[Statement, ...]) -> str:
    known = [each.percent for each in told if each.percent is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    if low == high:
        return f"完成率均为{percent_words(low)}"
    middle = percent_words(median(known))
    return f"完成率{percent_words(low)}至{percent_words(high)}，中位数{middle}"


def _telling(told: tuple[Statement, ...]) -> list[Statement]:
    """Return who is furthest and who is least far, of those who wrote something."""
    wrote = [each for each in told if clean(each.narrative)]
    ordered = sorted(wrote, key=lambda each: (-(each.percent or 0), each.update_id))
    return ordered if len(ordered) <= TOLD else [ordered[0], ordered[-1]]


def _words_of(told: Statement, budget: int) -> str:
    return f"{told.department}填报：{digest(clean(told.narrative), budget)}{told.mark}"
