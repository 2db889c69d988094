"""Notices with gold, written by people who write no rules: each must be read as they did."""

from functools import cache
from pathlib import Path

import pytest

from tests.notices.known_gaps import KNOWN_GAPS
from tests.notices.scoring import TALLIES, Score, pairs_in, score_file

GOLD = Path(__file__).parents[1] / "corpus" / "gold"
PAIRS = {notice.name: (notice, gold) for notice, gold in pairs_in(GOLD)}


@cache
def scored(name: str) -> Score:
    return score_file(*PAIRS[name])


def cases() -> list[object]:
    gap = pytest.mark.xfail(reason="a known gap of the rules", strict=True)
    return [
        pytest.param(name, tally, marks=gap if (name, tally) in KNOWN_GAPS else ())
        for name in PAIRS
        for tally in TALLIES
    ]


@pytest.mark.parametrize(("name", "tally"), cases())
def test_a_notice_reads_as_gold_says(name: str, tally: str) -> None:
    assert scored(name).of(tally) == []


def test_known_gaps_name_files_and_tallies_that_exist() -> None:
    assert {name for name, _ in KNOWN_GAPS} <= set(PAIRS)
    assert {tally for _, tally in KNOWN_GAPS} <= set(TALLIES)
