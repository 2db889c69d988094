"""Values in prose: what is reached counts; plans, rests and what has only begun do not."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand
from inbox.numerals import in_arabic

TODAY = date(2026, 10, 23)
ESTATES = Asked("2", "推进老旧小区改造", (Indicator("改造老旧小区", "个"),))
CHARGING = Asked("3", "建设充电设施", (Indicator("新建公共充电桩", "个"),))
FORESTS = Asked("4", "实施造林绿化", (Indicator("造林绿化", "万亩"),))
PENSIONS = Asked("5", "推进基本养老保险全民参保", (Indicator("基本养老保险参保率", "%"),))
STORES = Asked("6", "建设冷链设施", (Indicator("冷链设施库容", "万立方米"),))
VISITORS = Asked("11", "做强旅游市场", (Indicator("接待国内游客", "万人次"),))
VALUES: list[tuple[Asked, str, float | None]] = [
    # of what is done, and of what is not
    (ESTATES, "45个小区已开工42个，其中30个完工，完工率66.7%。", 30),
    (ESTATES, "计划改造45个，目前已完工31个，在建9个，未开工5个。", 31),
    (ESTATES, "已完工31个、在建9个、待开工5个。", 31),
    (ESTATES, "改造小区31个，另有6个待验收。", 31),
    (ESTATES, "累计完工31个，其中城东12个、城西19个。", 31),
    (ESTATES, "本月完工4个，累计完工35个。", 35),
    (ESTATES, "需改造45个，现已改造38个。", 38),
    (ESTATES, "改造任务45个已完成38个。", 38),
    (ESTATES, "去年完成30个，今年完成38个。", 38),
    (ESTATES, "45个小区全部改造完成。", 45),
    (ESTATES, "目前建成38个。", 38),
    (ESTATES, "38个，84%。", 38),
    (ESTATES, "已开工45个。", None),
    (ESTATES, "已签约38个。", None),
    (ESTATES, "正在施工的9个。", None),
    (ESTATES, "31个已通过验收，14个正在施工。", None),
    (ESTATES, "共排查小区88个。", None),
    (ESTATES, "走访小区56个，收集意见120条。", None),
    (ESTATES, "已完成设计38个，完成施工20个。", None),
    (ESTATES, "预计年底完成45个。", None),
    (CHARGING, "建成投用120个，另外30个正在安装。", 120),
    (CHARGING, "目前建成120个，在建30个。", 120),
    # of something else
    (ESTATES, "共有3个标段，已完成2个。", None),
    (ESTATES, "8个县区已完工5个，办公室已成立。", None),
    (ESTATES, "涉及12个社区45个小区，已完工38个小区。", 38),
    (ESTATES, "5个工作组已下沉，改造完成38个。", 38),
    (ESTATES, "共45个小区，已完工38个。", 38),
    (ESTATES, "45个小区中38个已完工。", 38),
    (ESTATES, "入库小区52个，改造38个。", 38),
    (ESTATES, "改38个，84%，正常。", 38),
    (VISITORS, "国庆假期接待游客120万人次。", None),
    (VISITORS, "国庆接待游客120万人次，累计接待1420万人次。", 1420),
    (VISITORS, "截至国庆假期结束，累计接待国内游客1420万人次。", 1420),
    (VISITORS, "1—10月接待国内游客14,200,000人次。", 1420),
    # blanks for commas
    (ESTATES, "改造完38个 在建5个 未开工2个 进度84.4%", 38),
    (ESTATES, "城西10个还没启动 城东35个都改完了 合计完成35个 77.8%", 35),
    # numerals
    (FORESTS, "造林任务三万二千亩到现在造完两万七千亩还差五千亩", 2.7),
    (FORESTS, "整地三万亩，栽植两万亩。", None),
    (STORES, "新增库容三万六千立方米。", 3.6),
    (STORES, "库容到了3.9万立方米。", 3.9),
    (STORES, "3.7万立方米，82.2%。", 3.7),
    (STORES, "在建库容0.5万立方米，建成库容3.2万立方米。", 3.2),
    # rates told by the last words of their name
    (PENSIONS, "参保率97.1%。", 97.1),
    (PENSIONS, "养老保险参保率97%，困难群众参保率100%。", 97),
    (PENSIONS, "参保率为96.8%，比上月提高0.6个百分点，距98%还差1.2个百分点。", 96.8),
    (PENSIONS, "更正：昨天报的参保率97.6%有误，应为96.9%。", 96.9),
    (PENSIONS, "参保率由96%提高到97%。", 97),
    (PENSIONS, "参保率应达98%，目前96%。", 96),
    (PENSIONS, "农民工参保率85%。", None),
    (PENSIONS, "参保率目标98%。", None),
    (PENSIONS, "缴费到位率90%。", None),
]


@pytest.mark.parametrize(("asked", "words", "value"), VALUES, ids=[row[1] for row in VALUES])
def test_the_value_is_what_has_been_reached(asked: Asked, words: str, value: float | None) -> None:
    items = understand(words, [asked], today=TODAY).items
    assert [one.value for item in items for one in item.targets] == (
        [] if value is None else [value]
    )


@pytest.mark.parametrize(
    ("task", "words", "percent"),
    [
        (ESTATES, "45个小区已开工42个，其中30个完工，完工率66.7%。", 66.7),
        (ESTATES, "已改造38个（84.4%）。", 84.4),
        (ESTATES, "改造完38个 在建5个 未开工2个 进度84.4%", 84.4),
        (ESTATES, "城西10个还没启动 城东35个都改完了 合计完成35个 77.8%", 77.8),
        (ESTATES, "已完工38个（84.4%），剩余7个（15.6%）。", 84.4),
        (ESTATES, "完成改造38个、84.4%。", 84.4),
        (ESTATES, "竣工率60%，总体进度84%。", 84),
        (ESTATES, "其中外墙保温完工率90%。", None),
        (Asked("7", "办好美食文化节"), "美食节筹备工作已完成85%。", 85),
        (Asked("7", "办好美食文化节"), "招商筹备80%。", None),
        (ESTATES, "已改造38个，其中城东12个完工，完工率70%。", None),
        (PENSIONS, "更正：昨天报的参保率97.6%有误，应为96.9%。", None),
        (PENSIONS, "参保率应达98%，目前96%。", None),
    ],
)
def test_the_tasks_percentage_beside_such_figures(
    task: Asked, words: str, percent: float | None
) -> None:
    assert [item.percent for item in understand(words, [task], today=TODAY).items] == [percent]


def test_a_part_that_has_not_begun_is_no_state() -> None:
    items = understand("建成41个，在建9个，未开工5个，按计划推进。", [ESTATES], today=TODAY).items
    assert [item.status for item in items] == ["正常推进"]


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("两万七千亩", "27000亩"),
        ("七点二亿元", "7.2亿元"),
        ("一亿二千万元", "120000000元"),
        ("一千零五十户", "1050户"),
        ("三十余家", "30余家"),
        ("五处", "五处"),
        ("十月底", "十月底"),
        ("两三万家", "两三万家"),
        ("“十四五”规划", "“十四五”规划"),
        ("百分之八十", "百分之八十"),
    ],
)
def test_larger_figures_in_chinese_numerals_are_read(words: str, figures: str) -> None:
    assert in_arabic(words) == figures
