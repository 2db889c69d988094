"""The parts of a task (分工): who is named, in which role, and who consolidates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from actions.register import Register
from models import Assignment, Department, Doubt, Notice, Task
from rules.assignments import Role

NO_UNIT = "不是单位"  # the answer that takes the words out of the task
ENTER = "加入名册"  # the answer that makes a department of them
Data = Mapping[str, Any]  # one task of the JSON that `duban read --json` prints


def parts_of(clause: Data) -> Iterator[tuple[str, Role, int]]:
    """Yield (printed name, role, order) for each unit of one clause, in printed order."""
    implied = bool(clause.get("lead_implied"))
    names = [(name, Role.RESPONSIBLE if implied else Role.LEAD) for name in clause["leads"]]
    names += [(name, Role.RESPONSIBLE if implied else Role.SUPPORT) for name in clause["supports"]]
    names += [(name, Role.INHERITED) for name in clause.get("inherited", ())]
    for order, (name, role) in enumerate(names, start=1):
        yield name, role, order


def add_parts(
    session: Session,
    notice: Notice,
    task: Task,
    printed: str,
    *,
    role: Role,
    order: int,
    register: Register,
    on: date,
) -> None:
    """Add one department's part, or one for each member of a collective.

    A department that already has a part in the task gets no second one by inheritance.
    """
    found = register.resolve(printed, place=notice.place, on=on)
    if not found.departments:
        part = Assignment(task_id=task.number, printed_name=printed, role=role, order=order)
        session.add(part)
        session.flush()
        _ask_who_is_meant(session, notice, task, printed, [d.short_name for d in found.suggestions])
        return
    for department in without_part(found.departments, role, parts_in(session, task)):
        session.add(
            Assignment(
                task_id=task.number,
                department_id=department.number,
                collective_id=found.collective.number if found.collective else None,
                printed_name=printed,
                role=role,
                order=order,
            )
        )
    session.flush()
    choose_consolidator(session, task)


def without_part(
    departments: Sequence[Department], role: Role, parts: Sequence[Assignment]
) -> list[Department]:
    """Return who of the named gets a part: nobody twice in a role, nor by support who has one.

    Two printed names may be of one body: 市市场监管局、市知识产权局.
    """
    taken, same = {part.department_id for part in parts}, {(p.department_id, p.role) for p in parts}
    second = role in (Role.INHERITED, Role.SUPPORT)
    return [
        row
        for row in {row.number: row for row in departments}.values()
        if (row.number, role) not in same and not (second and row.number in taken)
    ]


def parts_in(session: Session, task: Task) -> list[Assignment]:
    """Return the parts of a task in their order."""
    return list(
        session.exec(
            select(Assignment)
            .where(Assignment.task_id == task.number)
            .order_by(col(Assignment.order), col(Assignment.id))
        )
    )


def choose_consolidator(session: Session, task: Task) -> None:
    """Let the first stated lead consolidate; of a list without a lead, only a sole unit does.

    Of 各县（市、区）人民政府牵头 no county consolidates: each answers for itself.
    """
    parts = parts_in(session, task)
    leads = [part for part in parts if part.role is Role.LEAD and not _is_one_of_many(part, parts)]
    responsible = [part for part in parts if part.role is Role.RESPONSIBLE]
    chosen = leads[:1] or (responsible if len(responsible) == 1 else [])
    for part in parts:
        part.consolidates = part in chosen
        session.add(part)


def _is_one_of_many(part: Assignment, parts: Sequence[Assignment]) -> bool:
    """Tell whether a department is there as a member of a collective that has others."""
    return part.collective_id is not None and any(
        other is not part and other.collective_id == part.collective_id for other in parts
    )


def _ask_who_is_meant(
    session: Session, notice: Notice, task: Task, printed: str, suggestions: list[str]
) -> None:
    start = notice.text.find(printed, task.span_start, task.span_end)
    start = start if start >= 0 else task.span_start
    session.add(
        Doubt(
            notice_id=notice.number,
            task_id=task.number,
            kind="unknown-unit",
            quote=printed,
            span_start=start,
            span_end=start + len(printed),
            why=f"名册中没有“{printed}”，请选择它指哪个单位，或先把它加入名册。",
            choices=[*suggestions, ENTER, NO_UNIT],
            blocking=False,  # an unknown department blocks its own part, not the task
        )
    )
