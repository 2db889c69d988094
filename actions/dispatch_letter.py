"""The words of a 交办: what a department reads about each task it is handed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import Assignment, Department, Measure, Notice, Target, Task
from rules.assignments import ROLE_LABELS, AssignmentStatus, Role
from rules.office import Office
from rules.wording import wording_for
from rules.working_days import WorkingCalendar
from templates import Letter, render_letter

BRACKETS = "（）()【】[]"


@dataclass(frozen=True, slots=True)
class DispatchedTask:
    """One task as a department reads it in its 交办 message."""

    key: str
    title: str
    text: str
    role: str
    leads: str
    supports: str
    due_on: date | None
    targets: tuple[str, ...]
    wants_plan: bool


def write_dispatch(
    session: Session,
    notice: Notice,
    department: Department,
    parts: list[tuple[Assignment, Task]],
    *,
    acknowledge_by: date,
    calendar: WorkingCalendar,
    office: Office,
    today: date,
    link: str,
) -> Letter:
    """Write the 交办 message of one department."""
    tasks = [_as_read(session, part, task) for part, task in parts]
    return render_letter(
        "dispatch",
        department=department.name,
        wording=wording_for(office.standing, level=department.level, kind=department.kind),
        notice=notice.title or notice.filename,
        doc_number=notice.doc_number or "",
        office=office.name,
        tasks=tasks,
        roles=_keys_by_role(tasks),
        acknowledge_by=acknowledge_by,
        link=link,
        today=today,
        assumption=calendar.assumption([acknowledge_by]),
    )


def _as_read(session: Session, part: Assignment, task: Task) -> DispatchedTask:
    measure = session.get_one(Measure, task.measure_id)
    named = session.exec(
        select(Assignment.printed_name, Assignment.role, Assignment.consolidates)
        .where(Assignment.task_id == task.number, col(Assignment.status) != AssignmentStatus.ENDED)
        .order_by(col(Assignment.order))
    ).all()
    targets = session.exec(
        select(Target.quote).where(
            Target.task_id == task.number, Target.owner_id == part.department_id
        )
    ).all()
    each_answers = part.role is not Role.SUPPORT and not any(row[2] for row in named)
    return DispatchedTask(
        key=task.key,
        title=task.title,
        text=_unrepeated((task.words or measure.text).strip(), task),
        role=ROLE_LABELS[part.role] + ("、负责汇总" if part.consolidates else ""),
        leads=_joined(named, Role.LEAD, Role.RESPONSIBLE),
        supports=_joined(named, Role.SUPPORT),
        due_on=task.due_on,
        targets=tuple(targets),
        wants_plan=task.wants_plan and (part.consolidates or each_answers),
    )


def _unrepeated(text: str, task: Task) -> str:
    """Return the measure without its title and its clause, which stand beside it."""
    if task.clause:
        clause = task.clause.strip(BRACKETS)
        for left, right in ("（）", "()", "【】", "[]"):
            text = text.rstrip("。；; ").removesuffix(f"{left}{clause}{right}").rstrip()
    return text.removeprefix(f"{task.title}。").strip()


def _keys_by_role(tasks: Sequence[DispatchedTask]) -> list[tuple[str, list[str]]]:
    """Return (牵头, its task numbers) and so on, in the order of first mention."""
    keys: dict[str, list[str]] = {}
    for task in tasks:
        keys.setdefault(task.role.partition("、")[0], []).append(task.key)
    return list(keys.items())


def _joined(named: Sequence[tuple[str, str, bool]], *roles: Role) -> str:
    return "、".join(dict.fromkeys(name for name, role, _ in named if role in roles))
