"""The report's own figures, each with the rows it was counted from."""

from collections.abc import Iterable, Sequence

from reports.report import DepartmentReturn, Figure, ReturnCell, TargetEntry, TaskEntry
from reports.words import LIGHTS


def count_figures(
    tasks: Sequence[TaskEntry],
    targets: Sequence[TargetEntry],
    returns: Sequence[DepartmentReturn],
) -> tuple[Figure, ...]:
    """Return every total that the report prints, in the order it prints them."""
    cells = [cell for each in returns for cell in each.cells]
    complete = [each for each in returns if not each.owed]
    return (
        _of_departments("应报单位", returns),
        _of_departments("全部报齐的单位", complete),
        _of_items("应报填报项", cells),
        _of_items("已报填报项", _with(cells, "按时", "迟报")),
        _of_items("按时填报项", _with(cells, "按时")),
        _of_items("迟报填报项", _with(cells, "迟报")),
        _of_items("未报填报项", _with(cells, "未报", "退回", "未到期")),
        _of_tasks("任务总数", tasks),
        _of_tasks("已销号任务", [task for task in tasks if task.closed]),
        *(
            _of_tasks(name, [task for task in tasks if task.colour == colour])
            for colour, name in LIGHTS.items()
        ),
        _of_targets("量化目标", targets),
        _of_targets("已填报的量化目标", [t for t in targets if t.latest is not None]),
        _of_targets("达到目标值的量化目标", [target for target in targets if target.reached]),
    )


def _with(cells: Iterable[ReturnCell], *outcomes: str) -> list[ReturnCell]:
    return [cell for cell in cells if cell.outcome in outcomes]


def _of_departments(label: str, returns: Sequence[DepartmentReturn]) -> Figure:
    ids = tuple(each.department_id for each in returns)
    return Figure(label, len(ids), "个", "单位", ids)


def _of_items(label: str, cells: Sequence[ReturnCell]) -> Figure:
    return Figure(label, len(cells), "项", "填报项", tuple(cell.item_id for cell in cells))


def _of_tasks(label: str, tasks: Sequence[TaskEntry]) -> Figure:
    return Figure(label, len(tasks), "项", "任务", tuple(task.task_id for task in tasks))


def _of_targets(label: str, targets: Sequence[TargetEntry]) -> Figure:
    ids = tuple(target.target_id for target in targets)
    return Figure(label, len(ids), "项", "指标", ids)
