"""The policy of a scenario: a preset's name, changes to one, or a whole file's tables."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from duban.replay.errors import ScenarioInvalid
from duban.replay.values import POSTS
from rules.audiences import Audience
from rules.errors import PolicyInvalid
from rules.policies import RUNG_LABELS, STANDARD, LadderRung, Policy
from rules.policy_files import policy_from_data
from rules.policy_values import SENDING

BASE_KEYS = ("preset", "base", "name", "use")  # which preset is changed; any of these words
SETTINGS = frozenset(field.name for field in fields(Policy))
RUNG_KEYS = frozenset(field.name for field in fields(LadderRung))
SHORT_RUNG_KEYS = {
    "after": "after_working_days",
    "days": "after_working_days",
    "rung": "name",
    "channel": "channels",
}
PRINTED = {label: name for name, label in RUNG_LABELS.items()}
DRAFT = "_draft"  # a rung that drafts is called by its row's kind as well: `talk_draft`


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
    for key in ("remind_before", "remind_after"):
        if isinstance(row.get(key), int):
            changed[key] = [row[key]]
    if "duty" in row:
        changed["duty"] = {**base["duty"], **row["duty"]}
    if "ladder" in row:
        changed["ladder"] = _ladder(row["ladder"], base["ladder"], f"{place}.ladder")
    return changed


def _ladder(given: Any, base: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    """A list replaces the rungs; a table `{"urge_1": 2}` moves some of them."""
    if isinstance(given, dict):
        moved = {_rung_name(name, base): days for name, days in given.items()}
        known = {rung["name"] for rung in base}
        for name in moved:
            if name not in known:
                there = "、".join(sorted(known))
                raise ScenarioInvalid(
                    f"{place}.{name}", f"no rung has that name; there are {there}"
                )
        return [
            {**rung, "after_working_days": moved.get(rung["name"], rung["after_working_days"])}
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
    if isinstance(named.get("name"), str):
        named["name"] = _rung_name(named["name"], base)
    usual: dict[str, Any] = next((r for r in base if r["name"] == named.get("name")), {})
    if usual.get("drafts") and named.get("audience") == Audience.LEADER:
        del named["audience"]  # the draft waits for the leader; once approved it goes its usual way
    if isinstance(named.get("channels"), str):
        named["channels"] = [named["channels"]]
    for key in ("audience", "cc"):
        if key in named:
            named[key] = _post(named[key], f"{place}.{key}")
    return {"template": "digest", **usual, **named}


def _rung_name(name: str, base: list[dict[str, Any]]) -> str:
    """A rung may be called as it is printed, one that drafts as its row: `talk_draft`, 约谈."""
    short = PRINTED.get(name, name).removesuffix(DRAFT)
    drafts = any(rung["name"] == short and rung.get("drafts") for rung in base)
    return short if drafts or name in PRINTED else name


def _post(value: Any, place: str) -> Any:
    """Read a post, in English or Chinese; a list of one is that one, an empty one is none."""
    if isinstance(value, list):
        if len(value) > 1:
            raise ScenarioInvalid(place, "is one post")
        value = value[0] if value else None
    return str(POSTS[value]) if value in POSTS else value
