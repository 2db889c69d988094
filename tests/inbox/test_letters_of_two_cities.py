"""Whole answers of two invented cities, judged as somebody recorded them who had not read ours."""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.heard import Item
from inbox.indicators import Indicator
from inbox.meaning import understand

LETTERS = Path(__file__).parents[1] / "corpus" / "letters"
TODAY = date(2026, 10, 23)
WORDS = ("narrative", "problems", "next_steps")


def read_asked(row: dict[str, Any]) -> Asked:
    indicators = tuple(Indicator(name, unit) for name, unit in row.get("indicators", ()))
    due_on = date.fromisoformat(row["due_on"]) if "due_on" in row else None
    return Asked(row["key"], row["title"], indicators, due_on=due_on)


def told(item: Item, name: str) -> Any:
    special = {
        "objects": item.objection is not None,
        "values": sorted(target.value for target in item.targets),
        "extension_until": item.extension_until and str(item.extension_until),
    }
    return special[name] if name in special else getattr(item, name)


def fits(got: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(got, float):
        return abs(got - expected) < 0.05
    return bool(got == expected)


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def lost(item: Item, expected: dict[str, Any]) -> list[str]:
    """Return the sentences that a person kept and that are not where they belong."""
    held = {name: squeezed(getattr(item, name) or "") for name in WORDS}
    anywhere = "".join([*held.values(), squeezed(item.objection or "")])
    return [
        sentence
        for name in WORDS
        for sentence in re.split(r"[。；;\n！!]", expected.get(name) or "")
        if squeezed(sentence) not in (anywhere if name == "narrative" else held[name])
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in LETTERS.glob("*.json")))
def test_an_answer_is_recorded_as_a_stranger_recorded_it(name: str) -> None:
    letter = json.loads((LETTERS / f"{name}.json").read_text("utf-8"))
    asked = [read_asked(row) for row in letter["asked"]]
    found = understand(letter["text"], asked, today=TODAY)
    keys = [task.key for task in asked]
    items = {
        key: item
        for item in found.items
        if item.says_anything
        for key in ([item.task] if item.task else keys)
    }
    expected = {item["task"]: item for item in letter["items"]}
    assert set(expected) <= set(items) <= {*expected, *letter.get("may", ())}
    for key, facts in expected.items():
        for field, value in facts.items():
            if field not in (*WORDS, "task"):
                among = value if isinstance(value, list) and field != "values" else [value]
                assert any(fits(told(items[key], field), one) for one in among), (key, field)
        assert lost(items[key], facts) == []
