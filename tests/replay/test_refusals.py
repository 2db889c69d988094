"""What is wrong in a scenario is refused with its place, and nothing is guessed."""

from pathlib import Path
from typing import Any

import pytest

from duban.replay.errors import ScenarioInvalid
from duban.replay.scenario import check_scenario, read_scenario
from duban.replay.story import replay

CONFIRM = {"at": "2024-03-01", "kind": "confirm"}


def a_scenario(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    notice = {"measures": [{"text": "建设算力中心", "leads": ["市科技局"]}]}
    return {"notice": notice, "events": list(events), "until": "2024-03-08", **more}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (a_scenario({"at": "2024-03-01", "kind": "confrim"}), "events[0]: unknown kind 'confrim'"),
        (a_scenario({**CONFIRM, "whom": "x"}), "events[0].whom: unknown key"),
        (a_scenario({"at": "2024-3-1", "kind": "confirm"}), "events[0].at: "),
        (a_scenario(CONFIRM, polcy="紧急"), "polcy: unknown key"),
        (a_scenario(notice={"measures": [{"owner": ["x"]}]}), "notice.measures[0].owner: unknown"),
        ({"events": [], "until": "2024-03-08"}, "notice: is missing"),
        (a_scenario(notices=[{}]), "notices: give either"),
        ({"notice": {}, "events": []}, "until: "),
    ],
)
def test_a_word_that_is_not_known_is_named_with_its_place(data: Any, said: str) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        check_scenario(data)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (a_scenario(policy="加急"), "policy: no preset is called '加急'"),
        (a_scenario(policy={"remind": [3]}), "policy.remind: unknown setting"),
        (
            a_scenario(policy={"ladder": [{"name": "urge_1", "after": 3, "whom": "liaison"}]}),
            "policy.ladder[0].whom: unknown setting",
        ),
        (a_scenario(calendar={"2024-10-01": "closed"}), "calendar.2024-10-01: must be 'off'"),
        (a_scenario(contacts=[{"email": "a@b.example"}]), "contacts[0].department: is missing"),
        (a_scenario(notice="nowhere.txt"), "notice[0]: "),
        (
            a_scenario(CONFIRM, {"at": "2024-03-04", "kind": "ack", "department": "市税务局"}),
            "events[1]: no department is called '市税务局'; there are 市科技局",
        ),
        (
            a_scenario(CONFIRM, {"at": "2024-03-04", "kind": "close", "task": "9"}),
            "events[1].tasks: no task '9'; there are 1",
        ),
        (
            a_scenario(CONFIRM, {"at": "2024-02-29", "kind": "close"}),
            "events[1].at: is before 2024-03-01T09:00:00",
        ),
        (
            a_scenario(CONFIRM, {"at": "2024-03-04", "kind": "decide", "decision": "granted"}),
            "events[1]: no extension waits",
        ),
        (a_scenario({"at": "2024-03-01", "kind": "run", "flow": "x"}), "events[0]: "),
    ],
)
def test_what_cannot_happen_stops_the_story_where_it_stands(
    scenario: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        replay(check_scenario(scenario), folder=tmp_path)
    assert str(refused.value).startswith(said)


def test_a_file_that_is_not_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "story.json").write_text('{"events": [\n,]}', "utf-8")
    with pytest.raises(ScenarioInvalid, match=r"story\.json, line 2"):
        read_scenario(tmp_path / "story.json")


def test_the_same_story_gives_the_same_rows(tmp_path: Path) -> None:
    scenario = check_scenario(a_scenario(CONFIRM))
    assert replay(scenario, folder=tmp_path) == replay(scenario, folder=tmp_path)
