"""The five real notices, where they are at hand, against what careful readers found."""

import importlib.util
import json
from pathlib import Path

import pytest

from notices import read, reading_as_json


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_seed_reads_as_gold_says(shared: Path, number: str) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    (seed,) = (shared / "seeds").glob(f"{number}_*.txt")
    gold = json.loads((shared / "gold" / f"{number}.json").read_text("utf-8"))
    found = reading_as_json(read(seed.read_bytes(), seed.name))
    missed = {name: pair for name, pair in score.score(gold, found).items() if pair[0] != pair[1]}
    assert missed == {}
