"""The departments of a scenario: found by name, or entered."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, select

from actions.register import load_register
from actions.register_data import name_equivalents
from duban.replay.errors import ScenarioInvalid
from duban.replay.house import House
from duban.replay.posts import give_mail
from duban.replay.scenario import DepartmentGiven
from models import (
    Collective,
    CollectiveMember,
    Department,
    DepartmentAlias,
)


def department_named(
    session: Session, house: House, name: str, *, place: str | None = None, add: bool = False
) -> Department:
    """Return the one department of that name; with `add` a new one where there is none."""
    register = load_register(session, name_equivalents())
    found = register.resolve(name, place=place, on=_today(house))
    if len(found.departments) == 1 or (found.collective and add):
        if not found.collective:
            house.names.setdefault(found.departments[0].number, name)
        return found.departments[0]
    if not add:
        known = "、".join(sorted(set(house.names.values())))
        raise ScenarioInvalid("", f"no department is called {name!r}; there are {known}")
    return add_department(session, house, DepartmentGiven(name=name), place=place)


def add_department(
    session: Session, house: House, given: DepartmentGiven, *, place: str | None = None
) -> Department:
    """Enter a department; it has mail where the scenario names no contacts."""
    number = len(house.names) + 1
    row = Department(
        code=f"replay.{number}.{given.name}",
        name=given.name,
        short_name=given.short_name or given.name,
        level=given.level,
        kind=given.kind,
        place=given.place or place,
    )
    session.add(row)
    session.flush()
    for alias in given.aliases:
        session.add(DepartmentAlias(department_id=row.number, name=alias))
    session.flush()
    house.names[row.number] = given.name
    if house.everybody_has_mail:
        give_mail(session, row.number)
    return row


def link_successors(session: Session, given: Iterable[DepartmentGiven]) -> None:
    """Note who took over from whom; raise `ScenarioInvalid` for a name that is not there."""
    for one in given:
        if one.successor is None:
            continue
        rows = {name: _row_named(session, name) for name in (one.name, one.successor)}
        old, new = rows[one.name], rows[one.successor]
        if old is None or new is None:
            raise ScenarioInvalid("departments", f"successor {one.successor!r} is not among them")
        old.successor_id, old.succeeded_on = new.number, one.succeeded_on
        session.add(old)


def _row_named(session: Session, name: str) -> Department | None:
    return session.exec(select(Department).where(Department.name == name)).first()


def add_collectives(
    session: Session, house: House, given: Mapping[str, list[str]], *, place: str | None
) -> None:
    """Enter the collectives with their members, in order."""
    for number, (name, members) in enumerate(given.items(), start=1):
        if not members:
            raise ScenarioInvalid(f"collectives.{name}", "has no members")
        row = Collective(code=f"replay.{number}", name=name, names=[name])
        rows = [department_named(session, house, m, place=place, add=True) for m in members]
        session.add(row)
        session.flush()
        for order, member in enumerate(rows, start=1):
            session.add(
                CollectiveMember(collective_id=row.number, department_id=member.number, order=order)
            )
        session.flush()


def _today(house: House) -> date:
    return house.runtime.calendar.office_day(house.now)
