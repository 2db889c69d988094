"""The policy of a scenario: a preset's name, changes to one, or a whole file's tables."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from duban.replay.errors import ScenarioInvalid
from rules.errors import PolicyInvalid
from rules.policies import STANDARD, LadderRung, Policy
from rules.policy_files import policy_from_data
from rules.policy_values import SENDING

BASE_KEYS = ("preset", "base", "name")  # which preset is changed; any of these words
SETTINGS = frozenset(field.name for field in fields(Policy))
RUNG_KEYS = frozenset(field.name for field in fields(LadderRung))
SHORT_RUNG_KEYS = {"after": "after_working_days", "days": "after_working_days", "rung": "name"}


@cache
def _built_in() -> Mapping[str, Mapping[str, Any]]:
    text = files("rules").joinpath("policies.toml").read_text("utf-8")
    return {name: row for name, row in tomllib.loads(text).items() if name != SENDING}


def policies_of(given: str | Mapping[str, Any], *, place: str = "policy") -> dict[str, Policy]:
    """Return every preset as the scenario has it."""
    changed = {name: _changed(name, row, place) for name, row in _tables(given, place).items()}
    try:
        return {
            name: policy_from_data(name, row) for name, row in {**_built_in(), **changed}.items()
        }
    except PolicyInvalid as invalid:
        raise ScenarioInvalid(place, invalid.reason) from None


def preset_named(given: str | Mapping[str, Any], *, place: str = "policy") -> str:
    """Return the preset that notices use unless they name one themselves."""
    if isinstance(given, str):
        name = given
    elif _is_file(given):
        name = str(given.get("use", STANDARD))
    else:
        name = next((str(given[key]) for key in BASE_KEYS if key in given), STANDARD)
    if name not in _built_in() and name not in _tables(given, place):
        known = "、".join([*_built_in(), *(n for n in _tables(given, place) if n != name)])
        raise ScenarioInvalid(place, f"no preset is called {name!r}; there are {known}")
    return name


def _is_file(given: Mapping[str, Any]) -> bool:
    """Tell a file's tables, by preset, from the settings of one preset."""
    names = [key for key in given if key != "use"]
    return bool(names) and all(
        isinstance(given[key], dict) and key not in SETTINGS for key in names
    )


def _tables(given: str | Mapping[str, Any], place: str) -> dict[str, Mapping[str, Any]]:
    if isinstance(given, str):
        return {}
    if _is_file(given):
        return {key: row for key, row in given.items() if key != "use"}
    row = {key: value for key, value in given.items() if key not in BASE_KEYS}
    for key in row:
        if key not in SETTINGS:
            raise ScenarioInvalid(f"{place}.{key}", "unknown setting")
    base = next((str(given[key]) for key in BASE_KEYS if key in given), STANDARD)
    return {base: row} if base in _built_in() else {}


def _changed(name: str, row: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return a preset with some settings changed; a new one begins as 常规."""
    base = _built_in().get(name) or _built_in()[STANDARD]
    changed = {**base, **row}
    if isinstance(row.get("remind_before"), int):
        changed["remind_before"] = [row["remind_before"]]
    if "duty" in row:
        changed["duty"] = {**base["duty"], **row["duty"]}
    if "ladder" in row:
        changed["ladder"] = _ladder(row["ladder"], base["ladder"], f"{place}.ladder")
    return changed


def _ladder(given: Any, base: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    """A list replaces the rungs; a table `{"urge_1": 2}` moves some of them."""
    if isinstance(given, dict):
        known = {rung["name"] for rung in base}
        for name in given:
            if name not in known:
                raise ScenarioInvalid(f"{place}.{name}", "no rung has that name")
        return [
            {**rung, "after_working_days": given.get(rung["name"], rung["after_working_days"])}
            for rung in base
        ]
    if not isinstance(given, list):
        raise ScenarioInvalid(place, "must be a list of rungs, or {name: working days}")
    return [_rung(row, base, f"{place}[{at}]") for at, row in enumerate(given)]


def _rung(row: Any, base: list[dict[str, Any]], place: str) -> dict[str, Any]:
    """Complete a rung from the preset's rung of that name."""
    if not isinstance(row, dict):
        raise ScenarioInvalid(place, "must be a table: name, after_working_days, audience, …")
    named = {str(SHORT_RUNG_KEYS.get(key, key)): value for key, value in row.items()}
    for key in named:
        if key not in RUNG_KEYS:
            raise ScenarioInvalid(f"{place}.{key}", "unknown setting")
    usual: dict[str, Any] = next((r for r in base if r["name"] == named.get("name")), {})
    return {"template": "digest", **usual, **named}
