"""Compare readings with gold: what a careful reader, who writes no rules, finds in a notice.

`python -m tests.notices.scoring FOLDER [-q]` reads each notice that has a NAME.gold.json beside it
and prints what was missed, with its words. Figures are exact-match rates, not similarities.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notices import read, reading_as_json

Data = dict[str, Any]
TALLIES = (
    *("measures", "precision", "leads", "supports", "inherited", "lead_known", "deadline"),
    *("header", "targets", "targets_precision", "reporting", "doubts", "silent"),
)
SUFFIXES = (".txt", ".html", ".md", ".csv", ".docx", ".pdf", ".xlsx")
HEADER = ("title", "doc_number", "issued_on")


@dataclass
class Score:
    """Hits and chances of each tally, and what was missed."""

    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TALLIES, 0))
    chances: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TALLIES, 0))
    misses: list[tuple[str, str]] = field(default_factory=list)

    def count(self, tally: str, hit: bool, words: str) -> None:
        self.hits[tally] += hit
        self.chances[tally] += 1
        if not hit:
            self.misses.append((tally, words))

    def of(self, tally: str) -> list[str]:
        """What one tally missed."""
        return [words for name, words in self.misses if name == tally]


def squeeze(text: str | None) -> str:
    """Drop white space and fold full width to half, so that only words are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def score(gold: Data, reading: Data) -> Score:
    """Return what `reading` has of `gold`."""
    found = Score()
    used = _score_measures(found, gold, reading)
    _score_precision(found, gold, reading, used)
    for name in HEADER:
        if name in gold:
            same = squeeze(reading.get(name)) == squeeze(gold[name])
            found.count("header", same, f"{name}: {reading.get(name)} is not {gold[name]}")
    if "issuers" in gold:
        issuers = reading.get("issuers", [])
        same = set(map(squeeze, issuers)) == set(map(squeeze, gold["issuers"]))
        found.count("header", same, f"issuers: {issuers} is not {gold['issuers']}")
    if gold.get("targets") is not None:
        _score_targets(found, gold["targets"], reading["targets"])
    _score_reporting(found, gold, reading)
    _score_doubts(found, gold, reading)
    return found


def _rows(reading: Data) -> list[Data]:
    """One row for each task of each measure, in the order of the text."""
    return [
        {"words": squeeze(measure["text"]), "shared": len(measure["tasks"]) > 1, **task}
        for measure in reading["measures"]
        for task in measure["tasks"]
    ]


def _score_measures(found: Score, gold: Data, reading: Data) -> set[int]:
    rows, used = _rows(reading), set[int]()
    for measure in gold["measures"]:
        index = _row_of(measure, rows, used)
        words = measure["starts_with"]
        found.count("measures", index is not None, f"not found: {words}")
        if index is None:
            found.count("leads", False, f"measure not found: {words}")
            found.count("supports", False, f"measure not found: {words}")
            continue
        used.add(index)
        _score_owners(found, gold, measure, rows[index], reading["doubts"])
        if measure.get("deadline") or rows[index]["deadline"]:
            same = rows[index]["deadline"] == measure.get("deadline")
            note = f"{words}: {rows[index]['deadline']} is not {measure.get('deadline')}"
            found.count("deadline", same, note)
    return used


def _row_of(measure: Data, rows: list[Data], used: set[int]) -> int | None:
    start = squeeze(measure["starts_with"])[:10]
    free = [index for index in range(len(rows)) if index not in used]
    first = (i for i in free if start in rows[i]["words"][: len(start) + 24])
    later = (i for i in free if start in rows[i]["words"] and rows[i]["shared"])
    index = next(first, None)
    return next(later, None) if index is None else index


def _score_owners(found: Score, gold: Data, measure: Data, row: Data, doubts: list[Data]) -> None:
    words = measure["starts_with"]
    named = {squeeze(name) for name in measure["leads"] + measure["supports"]}
    defaults = {squeeze(u) for rule in gold.get("doc_default") or [] for u in rule["units"]}
    right = True
    for role in ("leads", "supports"):
        units = _units(row[role], gold) - (defaults - named)
        same = units == {squeeze(name) for name in measure[role]}
        right = right and same
        found.count(role, same, f"{words}: {sorted(units)} is not {measure[role]}")
    if "inherited" in measure:
        same = _units(row["inherited"], {}) == {squeeze(name) for name in measure["inherited"]}
        note = f"{words}: {row['inherited']} is not {measure['inherited']}"
        found.count("inherited", same, note)
    if len(named) > 1:
        implied = bool(measure.get("lead_implied"))
        note = f"{words}: lead_implied is not {implied}"
        found.count("lead_known", row["lead_implied"] == implied, note)
    start, end = row["span"]
    listed = any(d["span"][0] < end and start < d["span"][1] for d in doubts)
    found.count("silent", right or listed, f"{words}: wrong owners and no doubt")


def _units(names: list[str], gold: Data) -> set[str]:
    """The units as a set; `accept` names other ways to print one unit."""
    units = {squeeze(name) for name in names}
    for rule in gold.get("accept") or []:
        other = {squeeze(name) for name in rule["other"]}
        if other <= units:
            units = units - other | {squeeze(rule["unit"])}
    return units


def _score_precision(found: Score, gold: Data, reading: Data, used: set[int]) -> None:
    optional = [squeeze(m["starts_with"])[:8] for m in gold.get("optional_measures") or []]
    for index, row in enumerate(_rows(reading)):
        if index not in used and any(start in row["words"][:32] for start in optional):
            continue
        found.count("precision", index in used, f"no measure: {row['words'][:30]}")


def _target(target: Data) -> tuple[float, str, str, str]:
    year = (target.get("by") or "")[:4]
    return float(target["value"]), squeeze(target["unit"]), year, target["op"]


def _score_targets(found: Score, gold: list[Data], reading: list[Data]) -> None:
    left = [(_target(target), target) for target in reading]
    for target in gold:
        hit = next((one for one in left if one[0] == _target(target)), None)
        found.count("targets", hit is not None, f"{target['quote']} {_target(target)}")
        if hit:
            left.remove(hit)
            found.count("targets_precision", True, "")
    for key, target in left:
        found.count("targets_precision", False, f"no target: {target['quote']} {key}")


def _score_reporting(found: Score, gold: Data, reading: Data) -> None:
    read_ones = {(duty["frequency"], _due(duty)) for duty in reading["reporting"]}
    for duty in gold.get("reporting") or []:
        if not duty.get("weak"):
            key = (duty["frequency"], _due(duty))
            found.count("reporting", key in read_ones, f"{duty['quote']} {key}, not {read_ones}")


def _due(duty: Data) -> str | None:
    """The day as text: gold has 25 and "25" for a day of the month."""
    return str(duty["due"]) if duty.get("due") else None


def _score_doubts(found: Score, gold: Data, reading: Data) -> None:
    """A doubt is raised where one of the reading's overlaps its words."""
    for doubt in gold.get("doubts") or []:
        places = list(_places(reading["text"], doubt["quote"]))
        raised = any(
            start < end and one["span"][0] < end and start < one["span"][1]
            for one in reading["doubts"]
            for start, end in places
        )
        same_words = not places and any(
            squeeze(doubt["quote"]) in squeeze(one["quote"]) for one in reading["doubts"]
        )
        found.count("doubts", raised or same_words, f"{doubt['kind']}: {doubt['quote']}")


def _places(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where a quote stands in the text, white space and width left aside."""
    letters = [(letter, at) for at, raw in enumerate(text) for letter in squeeze(raw)]
    squeezed, wanted = "".join(letter for letter, _ in letters), squeeze(quote)
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0:
        yield letters[at][1], letters[at + len(wanted) - 1][1] + 1
        at = squeezed.find(wanted, at + 1)


def pairs_in(folder: Path) -> list[tuple[Path, Path]]:
    """Each notice of a folder with its gold."""
    found = []
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        found += [
            (folder / (name + end), gold) for end in SUFFIXES if (folder / (name + end)).exists()
        ]
    return found


def score_file(notice: Path, gold: Path) -> Score:
    """Read one notice and compare it."""
    reading = reading_as_json(read(notice.read_bytes(), notice.name))
    return score(json.loads(gold.read_text("utf-8")), reading)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    total, quiet = Score(), "-q" in sys.argv
    paths = [Path(argument) for argument in sys.argv[1:] if argument != "-q"]
    pairs = [pair for path in paths for pair in (pairs_in(path) if path.is_dir() else _pair(path))]
    for notice, gold in pairs:
        one = score_file(notice, gold)
        missed = [f"{t} {one.hits[t]}/{one.chances[t]}" for t in TALLIES if one.of(t)]
        _say(f"{notice.name:40} {'  '.join(missed) or 'all'}")
        for tally, words in () if quiet else one.misses:
            _say(f"    {tally}: {words}")
        for tally in TALLIES:
            total.hits[tally] += one.hits[tally]
            total.chances[tally] += one.chances[tally]
    for tally in TALLIES:
        hit, of = total.hits[tally], total.chances[tally]
        _say(f"{tally:18} {hit:5}/{of:<5} {hit / of if of else 1:.4f}")


def _pair(path: Path) -> list[tuple[Path, Path]]:
    return [(path, path.with_name(path.name.removesuffix(path.suffix) + ".gold.json"))]


if __name__ == "__main__":
    main()
