"""Notices about invented places, each with what a careful reader finds in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from notices import read, reading_as_json

CORPUS = Path(__file__).parents[1] / "corpus" / "notices"
TASK = ("leads", "supports", "inherited", "lead_implied", "deadline", "style", "wants_plan")
TARGET = ("indicator", "op", "value", "unit", "by", "quote", "stretch")
DUTY = ("frequency", "due", "by", "to", "quarter_month")
HEAD = ("title", "doc_number", "issuers", "issued_on", "addressees", "place", "contact")


def essence(reading: dict[str, Any]) -> dict[str, Any]:
    """The reading without spans and long texts: what the expected file states."""
    measures = [
        {key: measure[key] for key in ("no", "chapter", "section")}
        | {"starts_with": measure["text"][:12]}
        | {"tasks": [{key: task[key] for key in TASK} for task in measure["tasks"]]}
        for measure in reading["measures"]
    ]
    return {key: reading[key] for key in HEAD} | {
        "measures": measures,
        "targets": [{key: target[key] for key in TARGET} for target in reading["targets"]],
        "reporting": [
            {key: duty[key] for key in DUTY}
            for duty in reading["reporting"]
            if not duty["bulletin"]
        ],
        "bulletins": [
            [duty["frequency"], duty["by"]] for duty in reading["reporting"] if duty["bulletin"]
        ],
        "plans": [plan["by"] for plan in reading["plans"]],
        "doubts": [[doubt["kind"], doubt["measure"]] for doubt in reading["doubts"]],
    }


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_notice_reads_as_a_careful_reader_would(path: Path) -> None:
    found = essence(reading_as_json(read(path.read_bytes(), path.name)))
    assert found == json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_span_shows_the_words_it_stands_for(path: Path) -> None:
    reading = read(path.read_bytes(), path.name)
    plain = not any("\u0101" <= character <= "\u01dc" for character in reading.text)
    for measure in reading.measures:
        assert 0 <= measure.span.start < measure.span.end <= len(reading.text)
        for task in measure.tasks:
            assert measure.span.start <= task.span.start < task.span.end <= measure.span.end
    if plain:  # a traditional text is shown in simplified characters
        quoted = [(target.quote, target.span) for target in reading.targets]
        quoted += [(duty.quote, duty.span) for duty in reading.reporting]
        quoted += [(plan.quote, plan.span) for plan in reading.plans]
        for quote, span in quoted:
            assert quote in reading.text[span.start : span.end]


def test_the_same_bytes_read_the_same_in_every_encoding() -> None:
    path = CORPUS / "sea_ranch_plan.txt"
    text = path.read_text("utf-8")
    expected = reading_as_json(read(path.read_bytes(), path.name)) | {"encoding": ""}
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        found = reading_as_json(read(text.encode(encoding), path.name)) | {"encoding": ""}
        assert found == expected, encoding
