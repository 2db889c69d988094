"""Who reported: each department's items of one period. Where none was opened, nobody owed any."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from models import Assignment, ReportingPeriod, ReturnItem, Task
from reports.loading import Rows, name_of
from reports.report import DepartmentReturn, ReturnCell
from rules.assignments import ROLE_LABELS
from rules.returns import ItemStatus
from rules.working_days import WorkingCalendar

MISSING = ("未报", "退回")


def department_returns(
    rows: Rows, *, period: ReportingPeriod | None, now: datetime, calendar: WorkingCalendar
) -> tuple[DepartmentReturn, ...]:
    """Return one row a department, in the order in which the notice first names them."""
    owing = dict(_owing(rows, period, now, calendar))
    cells: dict[int, list[ReturnCell]] = {}
    for task, _ in rows.tasks:
        for part in rows.parts.get(task.number, ()):
            if part.department_id is not None and part.number in owing:
                number, outcome = owing[part.number]
                cell = _cell(number, task, part, outcome)
                cells.setdefault(part.department_id, []).append(cell)
    return tuple(
        DepartmentReturn(number, name_of(rows.departments[number]), tuple(found))
        for number, found in cells.items()
    )


def silent_departments(returns: Iterable[DepartmentReturn]) -> dict[int, list[str]]:
    """Return who owes its part, by task."""
    silent: dict[int, list[str]] = {}
    for each in returns:
        for cell in each.cells:
            if cell.outcome in MISSING:
                silent.setdefault(cell.task_id, []).append(each.department)
    return silent


def _cell(number: int, task: Task, part: Assignment, outcome: str) -> ReturnCell:
    return ReturnCell(number, task.number, task.key, ROLE_LABELS[part.role], outcome)


def _owing(
    rows: Rows, period: ReportingPeriod | None, now: datetime, calendar: WorkingCalendar
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield assignment → (number of its item, what became of it)."""
    for item, period_id in rows.items.values():
        if period is not None and period_id == period.number:
            outcome = _outcome(item, now, calendar)
            yield item.assignment_id, (item.number, outcome)


def _outcome(item: ReturnItem, now: datetime, calendar: WorkingCalendar) -> str:
    """Return what became of an item by `now`; what was given later had not come yet."""
    is_given = item.given_at is not None and item.given_at <= now
    if item.status is ItemStatus.SENT_BACK and (is_given or item.given_at is None):
        return "退回"
    if item.status is ItemStatus.AWAITED or item.given_at is None or not is_given:
        return "未报" if item.due_on <= calendar.office_day(now) else "未到期"
    return "按时" if calendar.office_day(item.given_at) <= item.due_on else "迟报"
