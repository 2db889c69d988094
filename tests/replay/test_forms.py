"""The forms in which a scenario may say the same thing."""

from pathlib import Path
from typing import Any

import pytest

import notices
from duban.replay.errors import ScenarioInvalid
from duban.replay.scenario import check_scenario
from duban.replay.story import replay

SAMPLES = Path(__file__).parents[2] / "samples"
CONFIRM = {"at": "2024-03-01T10:00", "kind": "confirm"}
ACK = {"at": "2024-03-01T11:00", "kind": "ack", "department": "市科技局", "channel": "form"}
DEADLINE = {"text": "建设算力中心", "leads": ["市科技局"], "deadline": "2024-03-22"}


def rows(tmp_path: Path, *events: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    """Return (day, kind, audience) of what a story brings."""
    told = {"notice": {"measures": [DEADLINE]}, "until": "2024-04-30", **more}
    scenario = check_scenario({"events": [CONFIRM, ACK, *events], **told})
    return [(row.on, row.kind, row.audience) for row in replay(scenario, folder=tmp_path)]


LIST = [
    {"name": "第一次催办", "after": 2},
    {"name": "talk_draft", "after": 4, "audience": "leader"},
]


@pytest.mark.parametrize("cc", ["分管领导", ["supervising_leader"]])
def test_rungs_are_called_as_they_are_printed_or_as_their_rows(tmp_path: Path, cc: Any) -> None:
    second = {"name": "urge_2", "after": 3, "cc": cc}
    ladder = [LIST[0], second, LIST[1]]
    approved = {"at": "2024-03-29T10:00", "kind": "decide", "draft": "talk_draft"}
    found = rows(tmp_path, {**approved, "decision": "批准"}, policy={"ladder": ladder})
    assert found[-5:] == [
        ("2024-03-26", "urge_1", "liaison"),
        ("2024-03-27", "urge_2", "liaison"),
        ("2024-03-27", "urge_2", "supervising_leader"),
        ("2024-03-28", "talk_draft", "leader"),
        ("2024-03-29", "talk", "principal_leader"),
    ]


def test_a_rung_that_is_moved_may_be_called_as_its_row(tmp_path: Path) -> None:
    policy = {"ladder": {"bulletin_draft": 6, "约谈": 7, "accountability_draft": 8}}
    assert rows(tmp_path, policy=policy)[-3:] == [
        ("2024-04-01", "bulletin_draft", "leader"),
        ("2024-04-02", "talk_draft", "leader"),
        ("2024-04-03", "accountability_draft", "leader"),
    ]


def test_a_task_has_a_preset_of_its_own(tmp_path: Path) -> None:
    notice = {"measures": [{**DEADLINE, "policy": "紧急"}]}
    assert ("2024-03-22", "urge_1", "liaison") in rows(tmp_path, notice=notice)


def test_days_are_listed_by_what_they_are(tmp_path: Path) -> None:
    calendar = {"off": ["2024-03-25"], "work": ["2024-03-23"]}
    assert ("2024-03-23", "urge_1", "liaison") in rows(tmp_path, calendar=calendar)
    with pytest.raises(ScenarioInvalid, match="both a day off and a working day"):
        rows(tmp_path, calendar={"off": ["2024-03-25"], "work": ["2024-03-25"]})


def test_what_is_refused_is_what_waits(tmp_path: Path) -> None:
    ask = {"at": "2024-03-21", "kind": "extend", "department": "市科技局", "to": "2024-04-19"}
    refuse = {"at": "2024-03-26", "kind": "decide", "decision": "refused"}
    found = rows(tmp_path, {**ask, "channel": "form"}, refuse)
    assert ("2024-03-27", "urge_1", "liaison") in found
    with pytest.raises(ScenarioInvalid, match="what: is missing"):
        rows(tmp_path, refuse)


def test_a_key_may_name_its_notice_as_the_answer_does(tmp_path: Path) -> None:
    two = [{"measures": [DEADLINE]}, {"id": "b", "measures": [DEADLINE]}]
    done = {"at": "2024-03-22", "kind": "update", "department": "市科技局", "percent": 100}
    found = rows(tmp_path, {**done, "tasks": "2/1", "channel": "form"}, notice=None, notices=two)
    scenario = check_scenario(
        {"notices": two, "events": [CONFIRM, ACK, {**done, "tasks": "b/1"}], "until": "2024-03-25"}
    )
    last = replay(scenario, folder=tmp_path)[-1]
    assert (last.kind, last.tasks) == ("urge_1", ["1/1"])
    assert ("2024-03-25", "urge_1", "liaison") in found


def test_an_outage_that_nothing_ends_lasts(tmp_path: Path) -> None:
    found = rows(tmp_path, {"at": "2024-03-04", "kind": "outage_begin"})
    assert found == [("2024-03-01", "dispatch", "liaison")]


def test_who_was_away_hears_of_it_on_coming_back(tmp_path: Path) -> None:
    contacts = [{"department": "市科技局", "channel": "wecom", "absent_until": "2024-03-08"}]
    scenario = check_scenario(
        {
            "notice": {"measures": [{"leads": ["市科技局"]}]},
            "contacts": contacts,
            "events": [CONFIRM],
            "until": "2024-03-13",
        }
    )
    found = [(row.on, row.kind) for row in replay(scenario, folder=tmp_path)]
    assert found == [
        ("2024-03-01", "alarm"),
        ("2024-03-09", "dispatch"),
        ("2024-03-13", "urge_1"),
    ]


def test_owners_may_be_named_one_by_one(tmp_path: Path) -> None:
    many = {"measures": [{**DEADLINE, "supports": ["市财政局"]}]}
    one = {"measures": [{"text": "建设算力中心", "lead": "市科技局", "support": "市财政局",
                         "due_on": "2024-03-22"}]}  # fmt: skip
    assert rows(tmp_path, notice=one) == rows(tmp_path, notice=many)


def test_what_no_clause_target_or_duty_has_is_refused(tmp_path: Path) -> None:
    for notice, place in (
        ({"measures": [{"tasks": [{"leads": ["市科技局"], "who": "市财政局"}]}]}, "tasks[0].who"),
        ({"measures": [DEADLINE], "targets": [{"indicator": "家", "value": 1, "y": 1}]}, ".y"),
    ):
        with pytest.raises(ScenarioInvalid, match="unknown key") as refused:
            rows(tmp_path, notice=notice)
        assert place in str(refused.value)


def test_a_whole_reading_says_the_same_as_its_file(tmp_path: Path) -> None:
    content = (SAMPLES / "linlan-2024-3.txt").read_bytes()
    (tmp_path / "notice.txt").write_bytes(content)
    whole = notices.reading_as_json(notices.read(content, "notice.txt"))
    found = [
        replay(
            check_scenario({"notice": notice, "events": [CONFIRM], "until": "2024-03-08"}),
            folder=tmp_path,
        )
        for notice in ("notice.txt", whole)
    ]
    assert found[0] == found[1] != []


def test_a_deputy_hears_while_the_holder_is_away(tmp_path: Path) -> None:
    contacts = [
        {"department": "市科技局", "email": "a@kj.example", "deputy": "https://kj.example/hook"},
        {"department": "市科技局", "role": "supervising_leader"},
    ]
    away = {"kind": "contact_change", "department": "市科技局", "absent_until": "2024-03-20"}
    told = {
        "notice": {"measures": [DEADLINE]}, "until": "2024-04-01", "contacts": contacts,
        "events": [CONFIRM, ACK, {"at": "2024-03-18T10:00", **away}],
    }  # fmt: skip
    found = replay(check_scenario(told), folder=tmp_path)
    heard = {(row.on, row.kind): row.channel for row in found if row.audience == "liaison"}
    assert heard["2024-03-19", "reminder"] == "webhook"
    assert heard["2024-03-25", "urge_1"] == "email"


def test_a_deputy_may_be_named_on_the_way(tmp_path: Path) -> None:
    contacts = [{"department": "市科技局", "email": "a@kj.example"}]
    change = {"kind": "contact_change", "department": "市科技局"}
    told = {
        "notice": {"measures": [DEADLINE]}, "until": "2024-03-20", "contacts": contacts,
        "events": [
            CONFIRM, ACK,
            {"at": "2024-03-18T10:00", **change, "deputy": "https://kj.example/hook"},
            {"at": "2024-03-18T11:00", **change, "absent_until": "2024-03-20"},
        ],
    }  # fmt: skip
    found = replay(check_scenario(told), folder=tmp_path)
    assert [row.channel for row in found if row.on == "2024-03-19"] == ["webhook"]


def test_what_is_overdue_may_be_remembered_beside_the_ladder(tmp_path: Path) -> None:
    found = rows(tmp_path, policy={"remind_after": 2, "ladder": {"urge_1": 1}})
    assert ("2024-03-26", "reminder", "liaison") in found
