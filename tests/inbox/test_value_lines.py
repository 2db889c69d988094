"""A department's figures listed line by line are told about the tasks that own them."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import Understanding, understand

TODAY = date(2024, 9, 20)
FIRMS = Indicator("规模以上人工智能企业数量", "家")
POWER = Indicator("智能算力规模", "PFLOPS")
PEOPLE = Indicator("培训技能人才人数", "人")
PATENTS = Indicator("每万人口高价值发明专利拥有量", "件")
COVERED = Indicator("年收入5亿元以上企业研发机构覆盖率", "%")
OUTPUT = Indicator("规模以上工业增加值", "亿元")
ASKED = [
    Asked("2", "建设算力中心", (POWER,)),
    Asked("5", "培育人工智能企业", (FIRMS,)),
    Asked("9", "开展技能培训", (PEOPLE,)),
]
BELOW_THE_LAST = """任务2：已完成机房主体工程，进度60%。
任务5：已走访企业40家，进度45%。

规模以上人工智能企业数量：677家
智能算力规模：320PFLOPS
“培训技能人才人数”：1,250人
"""


def heard(text: str) -> Understanding:
    return understand(text, ASKED, today=TODAY)


def values(understanding: Understanding) -> dict[str | None, list[tuple[str, float]]]:
    return {
        item.task: [(one.indicator, one.value) for one in item.targets]
        for item in understanding.items
        if item.targets
    }


def test_figures_below_the_last_task_go_to_the_tasks_that_own_them() -> None:
    told = values(heard(BELOW_THE_LAST))
    assert told == {
        "2": [(POWER.name, 320)],
        "5": [(FIRMS.name, 677)],
        "9": [(PEOPLE.name, 1250)],
    }


def test_a_figure_of_a_task_that_was_not_asked_about_is_taken_too() -> None:
    told = understand(
        f"{PATENTS.name}：6.2件\n进度60%，正常推进。",
        [Asked("2", "建设算力中心", (POWER,))],
        others=[Asked("7", "保护知识产权", (PATENTS,))],
        today=TODAY,
    )
    assert values(told) == {"7": [(PATENTS.name, 6.2)]}
    assert [(item.task, item.percent, item.narrative) for item in told.items] == [
        ("2", 60, "进度60%，正常推进。"),
        ("7", None, None),
    ]


def test_a_figure_inside_an_indicators_name_is_no_value() -> None:
    asked = [Asked("3", "壮大工业", (OUTPUT, COVERED))]
    told = understand(f"{COVERED.name}为91%，进度40%。", asked, today=TODAY)
    assert (OUTPUT.name, 5) not in values(told).get("3", [])


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("677家", 677),
        ("677", 677),
        ("已达到677家。", 677),
        ("约 677 家（含新增12家）", 677),
        ("1,677家，同比增长5%", 1677),
        ("０．１万家", 1000),
        ("677人", None),
        ("力争677家", None),
        ("较上年增加12家", None),
        ("第三季度末677家", None),
    ],
)
def test_the_figure_behind_a_name_is_read_in_its_unit(figure: str, value: float | None) -> None:
    told = heard(f"任务5：进度45%。\n任务2：进度60%。\n{FIRMS.name}：{figure}")
    assert values(told) == ({} if value is None else {"5": [(FIRMS.name, value)]})


def test_words_behind_a_figure_are_kept() -> None:
    told = heard(f"任务5：进度45%。\n{FIRMS.name}：677家，同比增长5%\n任务2：进度60%。")
    assert "同比增长5%" in ({item.task: item.narrative for item in told.items}["5"] or "")


def test_figures_listed_are_no_part_of_the_narrative_they_stand_below() -> None:
    items = {item.task: item for item in heard(BELOW_THE_LAST).items}
    assert items["5"].narrative == "已走访企业40家，进度45%。"
    assert items["5"].percent == 45


def test_a_numbered_list_of_figures_is_no_list_of_tasks() -> None:
    told = heard(
        "任务2：进度60%。任务5：进度45%。任务9：进度30%。\n"
        "1.规模以上人工智能企业数量：677家\n2.智能算力规模：320PFLOPS\n3.培训技能人才人数：1250人"
    )
    assert values(told) == {
        "2": [(POWER.name, 320)],
        "5": [(FIRMS.name, 677)],
        "9": [(PEOPLE.name, 1250)],
    }
    assert [item.percent for item in told.items] == [60, 45, 30]


def test_a_line_about_another_indicator_stays_where_it_is() -> None:
    told = heard("任务5：进度45%。\n培育独角兽企业数量：3家\n任务2：进度60%。")
    narrative = {item.task: item.narrative for item in told.items}["5"]
    assert narrative is not None
    assert "培育独角兽企业数量：3家" in narrative
    assert values(told) == {}


def test_a_plan_behind_the_name_is_no_value() -> None:
    told = heard(
        "任务5：进度45%。\n规模以上人工智能企业数量：力争年底前达到900家\n任务2：进度60%。"
    )
    assert values(told) == {}


def test_a_mail_of_nothing_but_figures_is_still_heard() -> None:
    told = heard("规模以上人工智能企业数量：677家\n智能算力规模：320PFLOPS")
    assert sorted(one for found in values(told).values() for one in found) == [
        (POWER.name, 320),
        (FIRMS.name, 677),
    ]


FIRMS_ONLY = [Asked("5", "实施科技型企业梯次培育", (Indicator("高新技术企业", "家"),))]


@pytest.mark.parametrize(
    "prose",
    [
        "二是建立“科技型中小企业—高新技术企业”培育库，联合开展实地走访4次，覆盖企业56家。",
        "遴选一批服务商，完成前期摸底，纳入重点名单52家，已对接服务14家。",
        "累计走访企业和项目单位47家次。",
        "组织高新技术企业参加培训，参训单位31家。",
        "面向高新技术企业开展政策宣讲，发放资料200家。",
        "为高新技术企业申报服务，受理材料65家。",
    ],
)
def test_a_figure_of_something_else_is_no_value_of_the_only_indicator(prose: str) -> None:
    assert values(understand(prose, FIRMS_ONLY, today=TODAY)) == {}


@pytest.mark.parametrize(
    "prose",
    [
        "目前已达到620家。",
        "截至9月底，全市高新技术企业累计620家。",
        "高新技术企业培育成效明显，总数达620家。",
        "大力培育高新技术企业，截至目前共有620家。",
        "全市有效期内高新技术企业620家，走访企业56家。",
        "高新技术企业数量增至620家，较上年底增加40家。",
    ],
)
def test_a_figure_of_the_indicator_is_read_in_prose(prose: str) -> None:
    assert values(understand(prose, FIRMS_ONLY, today=TODAY)) == {"5": [("高新技术企业", 620)]}


def test_a_line_wins_over_the_figures_of_the_prose_below_it() -> None:
    told = understand(
        "高新技术企业：620家\n进度：45%\n进展情况：走访高新技术企业56家，累计服务高新技术企业30家。",
        FIRMS_ONLY,
        today=TODAY,
    )
    assert values(told) == {"5": [("高新技术企业", 620)]}


def test_a_figure_that_is_said_to_be_wrong_is_no_value() -> None:
    told = understand("更正：高新技术企业应为620家，不是602家。", FIRMS_ONLY, today=TODAY)
    assert values(told) == {"5": [("高新技术企业", 620)]}


def test_what_was_heard_of_another_units_task_closes_nothing() -> None:
    told = understand(
        "进度88%，正常推进。另外听说冷链项目已经100%完成，可以报结了。", FIRMS_ONLY, today=TODAY
    )
    assert [item.closure_requested for item in told.items] == [False]
