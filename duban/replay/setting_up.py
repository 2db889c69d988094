"""Furnishing the house before the story begins: calendar, departments, contacts, notices."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlmodel import Session

from actions.register_data import DATA, load_bundled_register
from duban.replay.departments import (
    add_collectives,
    add_department,
    department_named,
    link_successors,
)
from duban.replay.documents import read_given, store_notice, units_in
from duban.replay.errors import ScenarioInvalid
from duban.replay.house import House
from duban.replay.posts import contact_from, deputy_from, give_mail
from duban.replay.scenario import ContactGiven, Scenario
from rules.audiences import Audience


def furnish(house: House, scenario: Scenario, *, folder: Path, preset: str) -> list[int]:
    """Write departments, contacts and notices; return the numbers of the notices, in order."""
    readings = [read_given(given, folder, place) for place, given in enumerate(scenario.documents)]
    with house.runtime.transaction() as session:
        if any(_is_bundled(reading.get("place")) for _, _, reading in readings):
            load_bundled_register(session)
        for given in scenario.departments:
            add_department(session, house, given)
        link_successors(session, scenario.departments)
        everywhere = next((str(r["place"]) for _, _, r in readings if r.get("place")), None)
        add_collectives(session, house, scenario.collectives, place=everywhere)
        for contact in scenario.contacts or ():
            if contact.department:
                department_named(session, house, contact.department, place=everywhere, add=True)
        named = {(unit, r.get("place")): None for _, _, r in readings for unit in units_in(r)}
        for name, place in named:  # in their order, each once
            department_named(session, house, name, place=place, add=True)
        _add_contacts(session, house, scenario.contacts, place=everywhere)
    return [
        store_notice(house, given, content, reading, preset=preset)
        for given, content, reading in readings
    ]


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
    text = (files(DATA) / "departments.json").read_text("utf-8")
    return frozenset(row["place"] for row in json.loads(text) if row["place"])


def _is_bundled(place: object) -> bool:
    """Say whether the project's own register knows the place; an invented place is not in it."""
    return place in _bundled_places()
