"""Policies: the presets that come with duban, and what a spoilt file says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.audiences import Audience
from rules.errors import PolicyInvalid
from rules.policies import EscalationLadder, parse_policies, policy_of
from runtime.policies import built_in_policies, load_policies
from runtime.settings import Settings

PRESETS = built_in_policies()
STANDARD, URGENT = PRESETS["常规"], PRESETS["紧急"]


def test_the_standard_ladder_is_the_one_the_office_knows() -> None:
    climbed = [(r.label, r.after_working_days, r.drafts) for r in STANDARD.ladder.rungs]
    assert climbed == [
        ("第一次催办", 1, False),
        ("第二次催办", 3, False),
        ("督办通知单", 5, False),
        ("通报", 10, True),
        ("约谈", 15, True),
        ("建议问责", 20, True),
    ]
    assert STANDARD.ladder.rungs[1].cc is Audience.SUPERVISING_LEADER


def test_urgent_matters_climb_from_the_due_day() -> None:
    assert [rung.after_working_days for rung in URGENT.ladder.rungs] == [0, 1, 2, 3, 5, 7]
    assert (URGENT.acknowledge_within, URGENT.opens_before, URGENT.remind_before) == (1, 2, (1,))


@given(days_late=st.integers(0, 60), steps_taken=st.integers(0, 7))
def test_a_step_is_never_early_and_never_repeated(days_late: int, steps_taken: int) -> None:
    ladder = STANDARD.ladder
    rung = ladder.step_due(days_late=days_late, steps_taken=steps_taken)
    if rung is not None:
        assert ladder.rungs.index(rung) == steps_taken
        assert rung.after_working_days <= days_late


def test_a_case_can_keep_its_ladder_as_json() -> None:
    kept = json.loads(json.dumps(STANDARD.ladder.as_data()))
    assert EscalationLadder.from_data(kept) == STANDARD.ladder


def test_a_preset_that_was_removed_falls_back_to_the_standard_one() -> None:
    assert policy_of(PRESETS, "特办") is STANDARD


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("plan_within = 10", 'plan_within = "x"', "line 20: 常规: plan_within must be a whole"),
        ("after_working_days = 10", "after_working_days = 2", "each rung must come later"),
        ('cc = "supervising_leader"', 'cc = "boss"', "cc must be one of liaison"),
        ("review_within = 2", "reviw = 2", "unknown setting 'reviw'"),
        ("review_within = 2\n", "", "the setting 'review_within' is missing"),
        ("object_within = 3", "object_within =", "line 19"),
        ('"常规"', '"一般"', "「常规」 is missing"),
        ('frequency = "annual"', 'frequency = "yearly"', "frequency must be one of"),
    ],
)
def test_a_spoilt_file_says_where(before: str, after: str, says: str, built_in: str) -> None:
    assert before in built_in
    with pytest.raises(PolicyInvalid, match=says):
        parse_policies(built_in.replace(before, after))


def test_an_office_may_keep_its_own_file(settings: Settings, built_in: str) -> None:
    own = built_in.replace("acknowledge_within = 2", "acknowledge_within = 4")
    (settings.home / "policies.toml").write_text("\ufeff" + own, "utf-8")
    assert load_policies(settings)["常规"].acknowledge_within == 4


def test_a_named_file_that_does_not_exist_is_an_error(settings: Settings) -> None:
    missing = settings.model_copy(update={"policy_file": str(settings.home / "none.toml")})
    with pytest.raises(PolicyInvalid, match="does not exist"):
        load_policies(missing)


@pytest.fixture
def built_in() -> str:
    """The text of the file that comes with duban."""
    from importlib.resources import files

    return files("rules").joinpath("policies.toml").read_text("utf-8")
