"""What those who carry a task out (落实单位) say of it, where the clause asks only them.

A duty may name its reporters (各地市于每年第三季度末报送). Then no lead owes a word, and the body
sums up the answers of those who were asked; every answer stands in full in an annex.
"""

from collections import Counter
from statistics import median

from reports.report import Report, Statement, TaskEntry
from reports.words import clean, digest, join, percent_words

MOST_NAMED = 5  # departments behind, named one by one
TOLD = 2  # departments whose words stand in the body
LAGGING = ("进展滞后", "未启动", "申请延期")
LEADS = ("牵头", "责任")


def is_carried(report: Report, task: TaskEntry) -> bool:
    """Return whether only those who carry it out were asked, and some of them answered."""
    return task.lead is None and not lead_is_asked(report, task) and bool(task.others)


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
    parts = [f"{len(told)}个落实单位填报" + _by_state(told)]
    if span := _span(told):
        parts.append(span)
    summary = "，".join(parts) + "。"
    return summary + "".join(_words_of(each, budget // TOLD) for each in _telling(told))


def _by_state(told: tuple[Statement, ...]) -> str:
    counts = Counter(each.state for each in told if each.state)
    said = [f"{state}{count}个{_who(told, state)}" for state, count in counts.most_common()]
    return f"：{'、'.join(said)}" if said else ""


def _who(told: tuple[Statement, ...], state: str) -> str:
    if state not in LAGGING:
        return ""
    names = [each.department for each in told if each.state == state]
    more = f"等{len(names)}个" if len(names) > MOST_NAMED else ""
    return f"（{join(names[:MOST_NAMED])}{more}）"


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
