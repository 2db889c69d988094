"""Reading a policy file (TOML): what is wrong is told in words, with its line and its key."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from rules.errors import PolicyInvalid
from rules.policies import STANDARD, Policy
from rules.policy_values import SENDING, Unfit, policy_from, sending_from, table
from rules.sending import ALWAYS, SendWindow

HEADER = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}")
KEY = re.compile(r'\s*("[^"]*"|\'[^\']*\'|[^\s="\'#\[]+)\s*=')
NAME = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^.\s]+)')
TOML_LINE = re.compile(r"line (\d+)")
DUTY_KEYS = ("frequency", "due")
TWICE = ("twice", "overwrite", "already", "redefin")
Place = tuple[str, int, str]  # preset, nth rung (0: none), key


def parse_policies(text: str) -> dict[str, Policy]:
    """Return the presets of a policy file; raise `PolicyInvalid` with the line."""
    data = _tables(text)
    if STANDARD not in data:
        raise PolicyInvalid(f"缺少预设「{STANDARD}」：每个文件都须保留它")
    places = _places(text)
    return {name: _placed(name, row, data, places) for name, row in data.items() if name != SENDING}


def parse_policy_file(text: str) -> tuple[dict[str, Policy], SendWindow]:
    """Return everything a policy file says; raise `PolicyInvalid` with the line."""
    return parse_policies(text), parse_sending(text)


def parse_sending(text: str) -> SendWindow:
    """Return when messages may go out, by the table 「发送」; without it, at any time."""
    data = _tables(text)
    if SENDING not in data:
        return ALWAYS
    try:
        return sending_from(table(data[SENDING], SENDING))
    except Unfit as unfit:
        line = _line(_places(text), SENDING, unfit)
        raise PolicyInvalid(f"{SENDING}：{unfit.reason}", line, unfit.key) from None


def policy_from_data(name: str, row: object) -> Policy:
    """Return the preset that one table describes; raise `PolicyInvalid`."""
    try:
        return policy_from(name, table(row, name))
    except Unfit as unfit:
        raise PolicyInvalid(f"{name}：{unfit.reason}", key=unfit.key) from None


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = TOML_LINE.search(said)
        twice = any(word in said for word in TWICE)
        what = "同一节或同一键写了两次" if twice else "不是有效的 TOML"
        raise PolicyInvalid(f"{what}（{said}）", int(found[1]) if found else 0) from None


def _placed(name: str, row: object, data: Mapping[str, Any], places: Mapping[Place, int]) -> Policy:
    try:
        return policy_from(name, _inherited(name, row, data))
    except Unfit as unfit:
        line = _line(places, name, unfit)
        raise PolicyInvalid(f"{name}：{unfit.reason}", line, unfit.key) from None


def _inherited(name: str, row: object, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a preset's table completed from the one it is based on, and so on."""
    whole, seen = dict(table(row, name)), {name}
    while (base := whole.pop("base", None)) is not None:
        if base in seen:
            raise Unfit("base", f"base 绕回了「{base}」")
        if not isinstance(base, str) or base not in data or base == SENDING:
            raise Unfit("base", f"base 指的预设 {base!r} 不在文件里")
        seen.add(base)
        whole = {**table(data[base], base), **whole}
        if "base" not in data[base]:
            whole.pop("base", None)
    return whole


def _line(places: Mapping[Place, int], name: str, unfit: Unfit) -> int:
    """Return the line of the key at fault, or of the nearest thing around it."""
    key = unfit.key
    nearest = [(name, unfit.rung, key), (name, unfit.rung, "")]
    if unfit.rung:
        nearest += [(name, 0, "ladder"), (name, 0, "")]
    elif key in DUTY_KEYS:
        nearest.insert(1, (name, 0, "duty"))
    return next((places[place] for place in nearest if place in places), 0)


def _places(text: str) -> dict[Place, int]:
    """Return the line of each table, rung and key, counted from 1."""
    places: dict[Place, int] = {}
    preset, rung = "", 0
    rungs: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            path = [next(filter(None, found)) for found in NAME.findall(header[1]) if any(found)]
            preset, rung = path[0] if path else "", 0
            inner = path[1] if len(path) > 1 else ""
            if inner == "ladder":
                rung = rungs[preset] = rungs.get(preset, 0) + 1
                inner = ""
            places.setdefault((preset, rung, inner), number)
        elif key := KEY.match(line):
            places.setdefault((preset, rung, key[1].strip("\"'")), number)
    return places
