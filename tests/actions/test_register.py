"""Names: what a printed name means in a notice of some place, on some day."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from actions.register import Register, load_register, remember_alias
from actions.register_data import (
    RegisterFile,
    export_register,
    load_bundled_register,
    name_equivalents,
    parse_register,
    store_register,
)
from rules.errors import NotAllowed

TODAY = date(2024, 3, 4)
FILE: dict[str, Any] = {
    "departments": [
        {
            "code": "a.kjw", "name": "甲市科技创新委员会", "short_name": "市科技创新委",
            "place": "甲市", "successor": "a.kjj", "succeeded_on": "2019-01-08",
        },
        {"code": "a.kjj", "name": "甲市科学技术局", "short_name": "市科技局", "place": "甲市"},
        {"code": "b.kjj", "name": "乙市科学技术局", "short_name": "市科技局", "place": "乙市"},
        {"code": "a.x1", "name": "东县人民政府", "place": "甲市", "aliases": ["东县政府"]},
        {"code": "a.x2", "name": "西县人民政府", "place": "甲市"},
    ],
    "collectives": [
        {
            "code": "a.counties", "name": "各县（区）人民政府", "place": "甲市",
            "members": ["a.x1", "a.x2"],
        }
    ],
}  # fmt: skip


@pytest.fixture
def register(session: Session) -> Register:
    store_register(session, RegisterFile.model_validate(FILE))
    return load_register(session, name_equivalents())


def names(register: Register, printed: str, place: str, on: date = TODAY) -> list[str]:
    return [row.name for row in register.resolve(printed, place=place, on=on).departments]


def test_a_short_name_means_the_department_of_the_notices_place(register: Register) -> None:
    assert names(register, "市科技局", "甲市") == ["甲市科学技术局"]
    assert names(register, "市科技局", "乙市") == ["乙市科学技术局"]


def test_a_published_equivalence_of_names_is_no_guess(register: Register) -> None:
    assert names(register, "市科学技术局", "甲市") == ["甲市科学技术局"]


def test_a_dated_successor_takes_over_from_its_day(register: Register) -> None:
    before, after = date(2018, 9, 14), date(2024, 3, 4)
    assert names(register, "市科技创新委", "甲市", before) == ["甲市科技创新委员会"]
    assert names(register, "市科技创新委", "甲市", after) == ["甲市科学技术局"]


def test_a_collective_stands_for_its_members_whatever_its_brackets(register: Register) -> None:
    found = register.resolve("各县(区)人民政府", place="甲市", on=TODAY)
    assert [row.name for row in found.departments] == ["东县人民政府", "西县人民政府"]
    assert found.collective is not None


def test_a_collective_of_another_place_means_nothing_here(register: Register) -> None:
    assert names(register, "各县（区）人民政府", "乙市") == []


def test_an_unknown_name_gets_suggestions_and_no_department(register: Register) -> None:
    found = register.resolve("市科技和创新局", place="甲市", on=TODAY)
    assert found.departments == ()
    assert found.suggestions[0].name in ("甲市科学技术局", "甲市科技创新委员会")


def test_a_confirmed_alias_resolves_the_next_notice(session: Session, register: Register) -> None:
    meant = register.resolve("市科技局", place="甲市", on=TODAY).departments[0]
    remember_alias(session, meant, "市科创办")
    session.flush()
    assert names(load_register(session, name_equivalents()), "市科创办", "甲市") == [meant.name]


def test_storing_twice_changes_nothing(session: Session, register: Register) -> None:
    before = export_register(session)
    store_register(session, RegisterFile.model_validate(FILE))
    assert export_register(session) == before


def test_what_is_exported_can_be_imported_elsewhere(session: Session, register: Register) -> None:
    file = RegisterFile.model_validate(export_register(session))
    assert {row.code for row in file.departments} == {r["code"] for r in FILE["departments"]}
    assert file.collectives[0].members == ["a.x1", "a.x2"]


def test_a_wrong_file_says_where_it_is_wrong() -> None:
    with pytest.raises(NotAllowed, match=r"departments\.0\.code"):
        parse_register(b'{"departments": [{"name": "x"}]}', "list.json")


def test_a_successor_that_is_not_listed_is_refused(session: Session) -> None:
    file = {"departments": [{"code": "a", "name": "甲局", "successor": "nowhere"}]}
    with pytest.raises(NotAllowed, match="nowhere"):
        store_register(session, RegisterFile.model_validate(file))


def test_the_bundled_register_loads(session: Session) -> None:
    assert load_bundled_register(session) > 100
