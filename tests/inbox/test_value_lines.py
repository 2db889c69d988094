"""A department's figures listed line by line are told about the tasks that own them."""

from datetime import date

from inbox.indicators import Indicator
from inbox.meaning import Asked, Understanding, understand

TODAY = date(2024, 9, 20)
FIRMS = Indicator("规模以上人工智能企业数量", "家")
POWER = Indicator("智能算力规模", "PFLOPS")
PEOPLE = Indicator("培训技能人才人数", "人")
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
