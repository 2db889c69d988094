"""Scenarios whose rows were derived by hand from the rules, played and compared exactly."""

import json
import re
from pathlib import Path

import pytest

from duban.replay import timeline
from duban.replay.scenario import Scenario, check_scenario, read_scenario, scenario_schema
from duban.replay.story import replay

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.json"))
DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = re.findall(
    r"```json\n(\{\n .*?\n\})\n```", (DOCS / "replay.md").read_text("utf-8"), re.S
)

ALWAYS = {  # the others are played where time allows
    "urgent", "silent_to_the_top", "outage_of_three_weeks", "extension_granted_mid_climb",
    "collective_of_members", "bounced_and_replaced_contact", "channel_of_each_contact",
}  # fmt: skip
QUICK = [
    pytest.param(path, id=path.stem, marks=() if path.stem in ALWAYS else pytest.mark.slow)
    for path in SCENARIOS
]


def played(scenario: Scenario, folder: Path) -> list[dict[str, object]]:
    return [row.as_data() for row in replay(scenario, folder=folder)]


def expected(scenario: Scenario) -> list[dict[str, object]]:
    assert scenario.expected is not None
    return [row.model_dump(mode="json") for row in scenario.expected]


@pytest.mark.parametrize("path", QUICK)
def test_everybody_hears_what_was_derived_by_hand(path: Path) -> None:
    scenario = read_scenario(path)
    assert played(scenario, path.parent) == expected(scenario)


@pytest.mark.parametrize("place", range(3))
def test_the_examples_of_the_document_are_true(place: int) -> None:
    scenario = check_scenario(json.loads(EXAMPLES[place]))
    assert played(scenario, DOCS) == expected(scenario)


def test_the_document_holds_three_examples_and_the_schema_as_it_is() -> None:
    assert len(EXAMPLES) == 3
    assert json.loads((DOCS / "replay.schema.json").read_text("utf-8")) == scenario_schema()


@pytest.mark.slow
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_days_that_are_left_out_would_have_brought_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_tick", timeline.run)
    scenario = read_scenario(path)
    assert played(scenario, path.parent) == expected(scenario)
