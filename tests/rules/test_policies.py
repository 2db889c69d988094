"""Policies: the presets that come with duban, and what a spoilt file says."""

import json
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.audiences import Audience
from rules.channels import Channel
from rules.errors import PolicyInvalid
from rules.policies import EscalationLadder, policy_of
from rules.policy_files import parse_policies, parse_policy_file, parse_sending
from rules.sending import ALWAYS
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
        ("plan_within = 10", 'plan_within = "x"  # ←', "plan_within 须是 0 到 400 的整数"),
        ("plan_within = 10", "plan_within = -1  # ←", "不能是 -1"),
        ("plan_within = 10", "plan_within = true  # ←", "不能是 True"),
        ("after_working_days = 10", "after_working_days = 2  # ←",
         "阶梯第4级：after_working_days = 2 须晚于上一级的 5"),
        ('cc = "supervising_leader"', 'cc = "boss"  # ←', "阶梯第2级：cc 不能是 'boss'"),
        ('cc = "supervising_leader"', 'cc = "liaison"  # ←', "cc 与 audience 都是 liaison"),
        ('audience = "principal_leader"', 'audience = "x"  # ←', "可选：liaison、"),
        ('template = "talk_draft"', 'template = "talk"  # ←', "可选：bulletin_draft"),
        ('template = "notice_of_supervision"', 'template = "bulletin_draft"  # ←',
         "可选：digest、notice_of_supervision"),
        ('name = "talk"', 'name = "bulletin"  # ←', "与前面的一级重名"),
        ("review_within = 2", "reviw = 2  # ←", "紧急：没有 reviw 这个设置"),
        ('["紧急"]', '["特急"]  # ←\n', "特急：缺少设置 acknowledge_within"),
        ("object_within = 3", "object_within =  # ←", "不是有效的 TOML"),
        ('["紧急"]', '["常规"]  # ←', "写了两次"),
        ('"annual", due = "12-31" }', '"yearly", due = "1-1" }  # ←', "可选：annual、"),
        ('due = "12-31" }', 'due = "13-31" }  # ←', "不是 annual 的日子"),
        ("behind_points = 10", "behind_points = 101  # ←", "0 到 100"),
        ("remind_before = [10, 3]", "remind_before = [10, -3]  # ←", "不能是 -3"),
        ("remind_before = [10, 3]", "remind_before = []  # ←", "不为空"),
        ("\ndrafts = true", '\ndrafts = true\nchannels = ["carrier-pigeon"]  # ←',
         "没有 'carrier-pigeon' 这种渠道"),
        ("\ndrafts = true", "\ndrafts = 1  # ←", "须是 true 或 false"),
        ('from = "07:00"', 'from = "7点"  # ←', "发送：from 须是时刻"),
        ('until = "22:00"', 'until = "06:30"  # ←', "until 须晚于 from"),
        ("quiet = []", 'quiet = ["14:00-12:00"]  # ←', "起点在前"),
        ("quiet = []", "most = -1  # ←", "发送：most 须是 0 或正整数"),
        ("quiet = []", 'times = "十"  # ←', "发送：times 须是 0 或正整数"),
        ("review_within = 5", "review_within = 5\nremind_after = 2  # ←", "remind_after 须是列表"),
        ("review_within = 5", "review_within = 5\nremind_after = [0]  # ←", "从 1 起"),
        ("behind_points = 10", 'behind_points = 10\nbase = "特急"  # ←', "不在文件里"),
    ],
)  # fmt: skip
def test_a_spoilt_file_says_where(before: str, after: str, says: str, built_in: str) -> None:
    """Each spoilt line ends with an arrow."""
    assert before in built_in
    spoilt = built_in.replace(before, after, 1)
    if "特急" in after and "[" in after:
        spoilt = spoilt[: spoilt.index(after) + len(after)]
    with pytest.raises(PolicyInvalid) as refused:
        parse_policy_file(spoilt)
    assert says in refused.value.reason
    assert "←" in spoilt.splitlines()[refused.value.line - 1]


def test_a_file_without_the_standard_preset_is_refused(built_in: str) -> None:
    with pytest.raises(PolicyInvalid, match="缺少预设「常规」"):
        parse_policies(built_in.replace('"常规"', '"一般"'))


def test_a_preset_for_one_notice_says_only_what_differs(built_in: str) -> None:
    own = built_in + '\n["数据专项"]\nbase = "紧急"\nacknowledge_within = 3\n'
    presets = parse_policies(own)
    assert presets["数据专项"].acknowledge_within == 3
    assert presets["数据专项"].ladder == presets["紧急"].ladder
    with pytest.raises(PolicyInvalid, match="绕回"):
        parse_policies(own + '["甲"]\nbase = "乙"\n["乙"]\nbase = "甲"\n')


def test_a_rung_may_name_its_channels_in_words(built_in: str) -> None:
    own = built_in.replace("\ndrafts = true", '\ndrafts = true\nchannels = ["企业微信", "mail"]', 1)
    ladder = parse_policies(own)["常规"].ladder
    assert ladder.rungs[3].channels == (Channel.WECOM, Channel.EMAIL)
    kept = json.loads(json.dumps(ladder.as_data()))
    assert EscalationLadder.from_data(kept) == ladder


def test_a_ladder_s_copy_from_before_a_setting_existed_is_still_read() -> None:
    old = [{k: v for k, v in row.items() if k != "channels"} for row in STANDARD.ladder.as_data()]
    assert EscalationLadder.from_data(old) == STANDARD.ladder


@pytest.mark.parametrize(
    ("at", "is_open"),
    [("06:59", False), ("07:00", True), ("12:30", False), ("14:00", True), ("21:59", True),
     ("22:00", False)],
)  # fmt: skip
def test_messages_have_hours(at: str, is_open: bool, built_in: str) -> None:
    window = parse_sending(built_in.replace("quiet = []", 'quiet = ["12:00-14:00"]'))
    assert window.is_open(time.fromisoformat(at)) is is_open
    assert ALWAYS.is_open(time.fromisoformat(at))


def test_an_office_may_keep_its_own_file(settings: Settings, built_in: str) -> None:
    own = built_in.replace("acknowledge_within = 2", "acknowledge_within = 4")
    (settings.home / "policies.toml").write_text("\ufeff" + own, "utf-8")
    assert load_policies(settings)["常规"].acknowledge_within == 4


def test_a_named_file_that_does_not_exist_is_an_error(settings: Settings) -> None:
    missing = settings.model_copy(update={"policy_file": str(settings.home / "none.toml")})
    with pytest.raises(PolicyInvalid, match="不存在"):
        load_policies(missing)


@pytest.fixture
def built_in() -> str:
    """The text of the file that comes with duban."""
    from importlib.resources import files

    return files("rules").joinpath("policies.toml").read_text("utf-8")
