"""Furnishing the house before the story begins: calendar, departments, contacts, notices."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from actions.drafts import draft_from_reading
from actions.intake import read_stored_notice, receive_notice
from actions.register import Register, load_register
from actions.register_data import load_bundled_register, name_equivalents
from actions.tasks import find_task
from duban.replay.errors import ScenarioInvalid
from duban.replay.house import House
from duban.replay.inline import InlineNotice, as_reading
from duban.replay.posts import contact_from, deputy_from, give_mail
from duban.replay.scenario import ContactGiven, DepartmentGiven, Scenario
from models import (
    Collective,
    CollectiveMember,
    Department,
    DepartmentAlias,
    Milestone,
    Notice,
    Target,
)
from rules.audiences import Audience
from rules.notices import NoticeStatus


def furnish(house: House, scenario: Scenario, *, folder: Path, preset: str) -> list[int]:
    """Write departments, contacts and notices; return the numbers of the notices, in order."""
    readings = [_reading(given, folder, place) for place, given in enumerate(scenario.documents)]
    with house.runtime.transaction() as session:
        if any(_is_bundled(reading.get("place")) for _, _, reading in readings):
            load_bundled_register(session)
        for given in scenario.departments:
            _add_department(session, house, given)
        _link_successors(session, scenario.departments)
        everywhere = next((str(r["place"]) for _, _, r in readings if r.get("place")), None)
        _add_collectives(session, house, scenario.collectives, place=everywhere)
        for contact in scenario.contacts or ():
            if contact.department:
                department_named(session, house, contact.department, place=everywhere, add=True)
        named = {(unit, r.get("place")): None for _, _, r in readings for unit in _units_in(r)}
        for name, place in named:  # in their order, each once
            department_named(session, house, name, place=place, add=True)
        _add_contacts(session, house, scenario.contacts, place=everywhere)
    return [
        _store(house, given, content, reading, preset=preset)
        for given, content, reading in readings
    ]


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
    return _add_department(session, house, DepartmentGiven(name=name), place=place)


def _reading(
    given: str | InlineNotice, folder: Path, place: int
) -> tuple[InlineNotice, bytes | None, dict[str, Any]]:
    """Return what was given, the bytes of a file, and the reading."""
    import notices

    if isinstance(given, InlineNotice) and given.file is None:
        return given, None, as_reading(given)
    notice = given if isinstance(given, InlineNotice) else InlineNotice(file=given)
    path = folder / str(notice.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ScenarioInvalid(f"notice[{place}]", f"{path}: {error.strerror}") from None
    return notice, content, notices.reading_as_json(notices.read(content, path.name))


def _store(
    house: House,
    given: InlineNotice,
    content: bytes | None,
    reading: dict[str, Any],
    *,
    preset: str,
) -> int:
    with house.runtime.transaction() as session:
        register = load_register(session, name_equivalents())
        if content is not None:
            name = Path(str(given.file)).name
            notice = receive_notice(session, content, name, now=house.now, actor="统筹办公室")
            read_stored_notice(session, notice.number, register=register, now=house.now)
        else:
            notice = _store_inline(session, reading, register=register, now=house.now)
            _add_steps_and_owners(session, house, notice, reading)
        notice.policy = given.policy or preset
        _check_preset(house, notice.policy, "notice.policy")
        session.add(notice)
        return notice.number


def _check_preset(house: House, name: str, place: str) -> None:
    if name not in house.runtime.policies:
        known = "、".join(house.runtime.policies)
        raise ScenarioInvalid(place, f"no preset is called {name!r}; there are {known}")


def _store_inline(
    session: Session, reading: dict[str, Any], *, register: Register, now: datetime
) -> Notice:
    """Lay out a reading that no document stands behind."""
    already = len(session.exec(select(Notice.id)).all())
    key = json.dumps([already, reading], ensure_ascii=False, sort_keys=True)
    issued_on = reading["issued_on"]
    notice = Notice(
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        filename="scenario.json",
        text=reading["text"],
        title=reading["title"],
        doc_number=reading["doc_number"],
        issuers=reading["issuers"],
        addressees=reading["addressees"],
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        place=reading["place"],
        reading=reading,
        received_at=now,
    )
    session.add(notice)
    session.flush()
    draft_from_reading(session, notice, reading, register=register, now=now)
    notice.move_to(NoticeStatus.DRAFT, now=now)
    return notice


def _add_steps_and_owners(
    session: Session, house: House, notice: Notice, reading: Mapping[str, Any]
) -> None:
    """Store what a scenario may say beyond a reading: milestones, and who answers for a target."""
    for order, measure in enumerate(reading["measures"], start=1):
        several = len(measure["tasks"]) > 1
        for part, clause in enumerate(measure["tasks"], start=1):
            task = find_task(session, notice.number, f"{order}.{part}" if several else str(order))
            if (preset := clause.get("policy")) is not None:
                _check_preset(house, preset, f"notice.measures[{order - 1}].policy")
                task.policy = preset
                session.add(task)
            for step in clause.get("milestones", ()):
                unit = step.pop("department")
                owner = department_named(session, house, unit, place=notice.place) if unit else None
                due_on = date.fromisoformat(step.pop("due_on"))
                session.add(
                    Milestone(
                        task_id=task.number, due_on=due_on, source="notice",
                        department_id=owner.number if owner else None, **step,
                    )
                )  # fmt: skip
    for order, given in enumerate(reading["targets"], start=1):
        if given.get("owner"):
            owner = department_named(session, house, given["owner"], place=notice.place, add=True)
            for target in session.exec(
                select(Target).where(Target.notice_id == notice.number, Target.order == order)
            ):
                target.owner_id = owner.number
                session.add(target)


def _units_in(reading: Mapping[str, Any]) -> Iterable[str]:
    for measure in reading["measures"]:
        for task in measure["tasks"]:
            yield from (*task["leads"], *task["supports"], *task.get("inherited", ()))


def _add_department(
    session: Session, house: House, given: DepartmentGiven, *, place: str | None = None
) -> Department:
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


def _link_successors(session: Session, given: Iterable[DepartmentGiven]) -> None:
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


def _add_collectives(
    session: Session, house: House, given: Mapping[str, list[str]], *, place: str | None
) -> None:
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


def _add_contacts(
    session: Session, house: House, given: Iterable[ContactGiven] | None, *, place: str | None
) -> None:
    if given is None:
        house.everybody_has_mail = True
        for number in list(house.names):
            give_mail(session, number)
        return
    for at, one in enumerate(given):
        where = f"contacts[{at}]"
        if one.role in (Audience.OFFICE, Audience.LEADER):
            if one.channel not in (None, "email"):
                raise ScenarioInvalid(where, "the office and its leader are told by mail")
            continue  # they are there anyway
        if not one.department:
            raise ScenarioInvalid(f"{where}.department", "is missing")
        department = department_named(session, house, one.department, place=place)
        contact = contact_from(one, department.number, number=at + 1)
        session.add(contact)
        session.flush()
        if deputy := deputy_from(one, contact):
            session.add(deputy)
            session.flush()


@cache
def _bundled_places() -> frozenset[str]:
    import json as plain
    from importlib.resources import files

    text = (files("actions.data.register") / "departments.json").read_text("utf-8")
    return frozenset(row["place"] for row in plain.loads(text) if row["place"])


def _is_bundled(place: object) -> bool:
    """Say whether the project's own register knows the place; an invented place is not in it."""
    return place in _bundled_places()


def _today(house: House) -> date:
    return house.runtime.calendar.office_day(house.now)
