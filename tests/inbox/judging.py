"""Compares what was printed of a mail with what a careful clerk writes down."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

WITHOUT_COMPARISON = ("_about", "_message", "never", "question", "items", "attachments", "sender")


def differences(
    printed: Mapping[str, Any], expected: Mapping[str, Any], keys: Sequence[str]
) -> list[str]:
    """Return what differs, in words; `keys` are the tasks of the message that is answered."""
    found = [
        f"{name}: {printed[name]!r}, not {value!r}"
        for name, value in expected.items()
        if name not in WITHOUT_COMPARISON and not _fits(printed[name], value)
    ]
    if "items" in expected:
        found += _items(_expanded(printed["items"], keys), _expanded(expected["items"], keys))
    if "attachments" in expected:
        found += _files(printed["attachments"], expected["attachments"])
    for name, value in expected.get("sender", {}).items():
        if not _fits(printed["sender"][name], value):
            found.append(f"sender.{name}: {printed['sender'][name]!r}, not {value!r}")
    if "question" in expected and bool(printed["reasons"]) is not expected["question"]:
        found.append(f"question: {printed['reasons']!r}, expected {expected['question']}")
    whole = json.dumps(printed["items"], ensure_ascii=False)
    found += [f"NEVER {words!r} stands in the items" for words in _taken(whole, expected)]
    return found


def _taken(whole: str, expected: Mapping[str, Any]) -> list[str]:
    return [words for words in expected.get("never", ()) if words in whole]


def _expanded(items: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> list[dict[str, Any]]:
    return [
        dict(item) | {"task": key}
        for item in items
        for key in ([item["task"]] if item.get("task") is not None else keys or [""])
    ]


def _items(printed: Sequence[dict[str, Any]], expected: Sequence[dict[str, Any]]) -> list[str]:
    if len(printed) != len(expected):
        tasks = [item["task"] for item in printed], [item["task"] for item in expected]
        return [f"items of {tasks[0]}, not of {tasks[1]}"]
    found = []
    for item in expected:
        match = next((one for one in printed if one["task"] == item["task"]), None)
        if match is None:
            found.append(f"nothing about task {item['task']}")
            continue
        found += [
            f"{item['task']}.{name}: {match[name]!r}, not {value!r}"
            for name, value in item.items()
            if not _fits(match[name], value)
        ]
    return found


def _files(
    printed: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]
) -> list[str]:
    shown = [(file["name"], file["accepted"]) for file in printed]
    wanted = [(file["name"], file["accepted"]) for file in expected]
    if len(shown) != len(wanted) or not all(
        _fits(a[0], b[0]) and a[1] is b[1] for a, b in zip(shown, wanted, strict=True)
    ):
        return [f"attachments: {shown}, not {wanted}"]
    return [
        f"{f['name']} is refused without a word"
        for f in printed
        if not f["accepted"] and not f["reason"]
    ]


def _fits(got: Any, expected: Any) -> bool:
    if isinstance(expected, dict) and "any" in expected:
        return any(_fits(got, one) for one in expected["any"])
    if isinstance(expected, dict) and ("contains" in expected or "excludes" in expected):
        text = _squeezed(got) if isinstance(got, str) else None
        return text is not None and (
            all(_squeezed(words) in text for words in expected.get("contains", ()))
            and not any(_squeezed(words) in text for words in expected.get("excludes", ()))
        )
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(_fits(got.get(name), value) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(got, list):
        return len(got) == len(expected) and all(map(_fits, got, expected))
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        is_number = isinstance(got, (int, float)) and not isinstance(got, bool)
        return is_number and abs(got - expected) <= 0.05
    return bool(got == expected)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
