"""What a simulation takes as given: unknown units and empty posts, played as if they were there.

A notice is simulated before anybody has filled the register for it; what was added is told.
"""

from sqlmodel import Session, col, select

from actions.addresses import NEXT_BEST
from actions.doubts import answer_doubt
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.replay.house import OFFICE, House
from duban.replay.posts import give_mail
from models import Assignment, Contact, Department, Doubt, Notice, Task

UNKNOWN_UNIT = "名册中没有这个单位，按已加入名册模拟"
NO_CONTACT = "没有可用的联系人，按已有联系人模拟"


def take_as_given(house: House, notice_id: int) -> dict[str, str]:
    """Add the units and posts that the notice needs and nobody entered; return what was added."""
    with house.runtime.transaction() as session:
        added = _add_units(session, house, notice_id)
        return {**_add_posts(session, house, notice_id), **added}


def _add_units(session: Session, house: House, notice_id: int) -> dict[str, str]:
    place = session.get_one(Notice, notice_id).place
    doubts = session.exec(
        select(Doubt).where(
            Doubt.notice_id == notice_id, Doubt.kind == "unknown-unit", col(Doubt.answer).is_(None)
        )
    ).all()
    for name in dict.fromkeys(doubt.quote for doubt in doubts):
        row = Department(code=f"simulated.{name}", name=name, short_name=name, place=place)
        session.add(row)
        session.flush()
        house.names[row.number] = name
    register = load_register(session, name_equivalents())
    for doubt in doubts:
        if doubt.answer is not None:  # the same name stood elsewhere, and was settled with it
            continue
        answer_doubt(
            session, doubt.number, answer=doubt.quote, register=register, now=house.now,
            actor=OFFICE,
        )  # fmt: skip
    return {doubt.quote: UNKNOWN_UNIT for doubt in doubts}


def _add_posts(session: Session, house: House, notice_id: int) -> dict[str, str]:
    """Give addresses to departments of the notice of whom nobody can be reached."""
    reached = select(Contact.department_id).where(
        col(Contact.active).is_(True),
        col(Contact.undeliverable_reason).is_(None),
        col(Contact.audience).in_(NEXT_BEST),
    )
    silent = session.exec(
        select(Assignment.department_id)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            Task.notice_id == notice_id,
            col(Assignment.department_id).is_not(None),
            col(Assignment.department_id).not_in(reached),
        )
        .distinct()
    ).all()
    for number in silent:
        if number is not None:
            give_mail(session, number)
    return {house.names[number]: NO_CONTACT for number in silent if number is not None}
