"""Who plays which part this year; chosen from what the 交办 letters said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.demo.department import Department, Temper
from duban.demo.dispatch_letter import WantedTask

ORDINARY = ("局", "委员会", "委", "厅", "办公室")
SPARED = ("委组织部", "委宣传部", "税务局", "监管", "海关")


@dataclass(frozen=True, slots=True)
class Objection:
    """Who objects to what, and whom the office asks instead."""

    department: Department
    key: str
    moved_to: str


def cast_parts(departments: Mapping[str, Department]) -> Objection | None:
    """Give each department its temper; return the objection that is going to be raised."""
    every = [one for one in departments.values() if one.tasks]
    leading = [one for one in every if _leads(one) and not _is_bound(one)]
    leading.sort(key=lambda one: (not _is_ordinary(one), len(one.tasks), one.name))
    supporting = [one for one in every if not any(t.answers_first for t in one.tasks.values())]
    supporting.sort(key=lambda one: (len(one.tasks), not _is_ordinary(one), one.name))
    tempers = iter((Temper.SILENT, Temper.FORM, Temper.WEBHOOK))
    for department in leading[: max(0, min(3, len(leading) - 1))]:
        department.temper = next(tempers)
    if len(supporting) > 1:
        supporting[1].temper = Temper.LATE
    if not supporting or len(every) < 3:
        return None
    supporting[0].temper = Temper.OBJECTS
    key = next(iter(supporting[0].tasks))
    moved_to = _neighbour(every, supporting[0], key)
    return Objection(supporting[0], key, moved_to) if moved_to else None


def closers(departments: Mapping[str, Department], *, most: int) -> list[tuple[Department, str]]:
    """Return leads that finish a task early where the notice sets no deadline itself."""
    found = []
    for department in departments.values():
        if department.temper is not Temper.PROMPT:
            continue
        keys = [t.key for t in department.tasks.values() if _consolidates(t) and not t.wants_plan]
        found += [(department, key) for key in keys[-1:]]
    return found[:most]


def _leads(department: Department) -> bool:
    return any(_consolidates(task) for task in department.tasks.values())


def _consolidates(task: WantedTask) -> bool:
    return task.answers_first and ("负责汇总" in task.role or len(task.leads) <= 1)


def _is_bound(department: Department) -> bool:
    """Say whether the story needs this department for a deadline or a plan."""
    tasks = department.tasks.values()
    return any(task.wants_plan or task.due_on for task in tasks if task.answers_first)


def _is_ordinary(department: Department) -> bool:
    name = department.name
    return name.endswith(ORDINARY) and not any(word in name for word in SPARED)


def _neighbour(every: Sequence[Department], objector: Department, key: str) -> str:
    """Return a department that leads a task printed near this one and has no part in it."""
    near = sorted(
        (one for one in every if key not in one.tasks and one is not objector and _leads(one)),
        key=lambda one: (not _is_ordinary(one), _distance(one, key), one.name),
    )
    return near[0].name if near else ""


def _distance(department: Department, key: str) -> float:
    leads = [float(k) for k, task in department.tasks.items() if task.answers_first]
    return min((abs(number - float(key)) for number in leads), default=999.0)
