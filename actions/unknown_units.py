"""Names that the register lacks: what becomes of them when a person, or the register, knows them.

A name is settled wherever it stands in its notice, by an answer or by the register as it has grown
since the notice was read.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.parts import ENTER, NO_UNIT, choose_consolidator, parts_in, without_part
from actions.register import (
    Register,
    Resolution,
    enter_department,
    load_register,
    remember_alias,
)
from actions.register_data import name_equivalents
from models import Assignment, Department, Doubt, Notice, Task
from rules.errors import NotAllowed
from rules.notices import NoticeStatus

UNKNOWN = "unknown-unit"


def settle_unit(
    session: Session,
    notice: Notice,
    doubt: Doubt,
    answer: str,
    *,
    register: Register,
    now: datetime,
    actor: str,
) -> None:
    """Settle the words here and wherever else in the notice they stand.

    The answer names a department, whose alias the words become, or a collective, whose members
    each get the part. Raises `NotAllowed` when the register has neither.
    """
    found = Resolution()
    if answer == ENTER:
        department = enter_department(session, doubt.quote, notice.place)
        record_event(session, "department.entered", department, now=now, actor=actor)
        found = Resolution((department,))
    elif answer != NO_UNIT:
        found = _named(register, answer, notice, on=now.date())
        if found.collective is None:
            remember_alias(session, found.departments[0], doubt.quote)
    same = select(Doubt).where(
        Doubt.notice_id == notice.number,
        Doubt.kind == UNKNOWN,
        Doubt.quote == doubt.quote,
        col(Doubt.answer).is_(None),
    )
    for row in session.exec(same).all():
        _name_the_unit(session, row, found)
        if row.number != doubt.number:
            row.answer, row.answered_by, row.answered_at = answer, actor, now
            session.add(row)
    if answer == ENTER:
        register = load_register(session, name_equivalents())
        look_up_again(session, register, now=now, actor=actor, but=doubt)


def look_up_again(
    session: Session, register: Register, *, now: datetime, actor: str, but: Doubt | None = None
) -> int:
    """Settle what drafts asked about names that the register knows by now; return how many.

    Only drafts: in a live notice a part that gets its department is handed out, which a person
    decides. `but` is being answered.
    """
    waiting = session.exec(
        select(Doubt, Notice)
        .join(Notice)
        .where(
            Notice.status == NoticeStatus.DRAFT,
            Doubt.kind == UNKNOWN,
            col(Doubt.answer).is_(None),
        )
        .order_by(col(Doubt.id))
    ).all()
    settled = 0
    for doubt, notice in waiting:
        found = register.resolve(doubt.quote, place=notice.place, on=now.date())
        if not found.departments or doubt is but:
            continue
        _name_the_unit(session, doubt, found)
        name = found.collective.name if found.collective else found.departments[0].short_name
        doubt.answer, doubt.answered_by, doubt.answered_at = name, actor, now
        session.add(doubt)
        record_event(
            session, "doubt.answered", doubt, now=now, actor=actor, kind=UNKNOWN, answer=name
        )
        settled += 1
    return settled


def one_department(register: Register, name: str, notice: Notice, *, on: date) -> Department:
    """Return the department that a person named, or raise `NotAllowed`."""
    found = register.resolve(name, place=notice.place, on=on)
    if len(found.departments) != 1:
        raise _not_in_the_register(name)
    return found.departments[0]


def _named(register: Register, name: str, notice: Notice, *, on: date) -> Resolution:
    found = register.resolve(name, place=notice.place, on=on)
    if not found.departments:
        raise _not_in_the_register(name)
    return found


def _not_in_the_register(name: str) -> NotAllowed:
    return NotAllowed(
        f"名册中没有唯一的“{name}”。",
        "请填名册中的全称，或先用 duban departments import 加入。",
    )


def _name_the_unit(session: Session, doubt: Doubt, found: Resolution) -> None:
    """Give the part a department, or one to each member; of nobody the words are no unit."""
    if doubt.task_id is None:
        return
    parts = session.exec(
        select(Assignment).where(
            Assignment.task_id == doubt.task_id,
            Assignment.printed_name == doubt.quote,
            col(Assignment.department_id).is_(None),
        )
    ).all()
    task = session.get_one(Task, doubt.task_id)
    collective_id = found.collective.number if found.collective else None
    for part in parts:
        new = without_part(found.departments, part.role, parts_in(session, task))
        _give(session, part, new, collective_id=collective_id)
    if not any(part.consolidates for part in parts_in(session, task)):
        choose_consolidator(session, task)


def _give(
    session: Session,
    part: Assignment,
    departments: Sequence[Department],
    *,
    collective_id: int | None,
) -> None:
    """Make one part for each department out of the part that has none; it is the first's."""
    for department in departments[1:]:
        session.add(
            Assignment(
                task_id=part.task_id,
                department_id=department.number,
                collective_id=collective_id,
                printed_name=part.printed_name,
                role=part.role,
                order=part.order,
            )
        )
    if departments:
        part.department_id, part.collective_id = departments[0].number, collective_id
        session.add(part)
    else:
        session.delete(part)
    session.flush()
