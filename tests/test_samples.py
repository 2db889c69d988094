"""The sample notice and the register data hang together."""

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples"
CHINESE_POSTS = {"联络员", "分管领导", "主要领导"}


def shipped(name: str) -> list[dict[str, Any]]:
    """One data file of the shipped register."""
    text = files("actions.data.register").joinpath(name).read_text(encoding="utf-8")
    return list(json.loads(text))


def sample_register() -> dict[str, list[dict[str, Any]]]:
    """Departments and collectives of the invented city."""
    found: dict[str, list[dict[str, Any]]] = json.loads(
        (SAMPLES / "register.json").read_text(encoding="utf-8")
    )
    return found


def every_department() -> list[dict[str, Any]]:
    """The shipped departments and those of the sample."""
    return shipped("departments.json") + sample_register()["departments"]


def every_collective() -> list[dict[str, Any]]:
    """The shipped collectives and those of the sample."""
    return shipped("collectives.json") + sample_register()["collectives"]


def test_codes_are_unique_and_every_reference_exists() -> None:
    codes = [row["code"] for row in every_department()]
    assert len(codes) == len(set(codes))
    for row in every_department():
        assert row["successor"] is None or row["successor"] in codes, row["name"]
    for group in every_collective():
        assert group["members"], group["name"]
        assert set(group["members"]) <= set(codes), group["name"]


def test_a_successor_stands_with_its_date() -> None:
    for row in every_department():
        assert (row["successor"] is None) == (row["succeeded_on"] is None), row["name"]


def test_no_name_means_two_departments_of_one_place() -> None:
    owners: dict[tuple[str, str], str] = {}
    for row in every_department():
        for name in {row["name"], row["short_name"], *row["aliases"]}:
            owner = owners.setdefault((row["place"], name), row["code"])
            assert owner == row["code"], f"{name} of {row['place']}: {owner}, {row['code']}"


def test_every_unit_the_real_notices_print_is_known(shared: Path) -> None:
    known = {name for row in every_department() for name in (row["name"], row["short_name"])} | {
        alias for row in every_department() for alias in row["aliases"]
    }
    known |= {name for group in every_collective() for name in group["names"]}
    for number in ("000", "003"):
        gold = json.loads((shared / "gold" / f"{number}.json").read_text(encoding="utf-8"))
        printed = {
            name
            for measure in gold["measures"]
            for part in ("leads", "supports", "inherited")
            for name in measure.get(part) or []
        }
        assert printed <= known


def test_the_sample_is_as_long_as_a_real_notice() -> None:
    text = (SAMPLES / "linlan-2024-3.txt").read_text(encoding="utf-8")
    assert len(text) >= 6000


def test_every_contact_of_the_sample_belongs_to_a_known_department() -> None:
    names = {row["short_name"] for row in sample_register()["departments"]}
    with (SAMPLES / "contacts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["department"] in names
            assert row["audience"] in CHINESE_POSTS
            assert row["address"].endswith(".example")
