"""Tables of figures: the column of today counts, in the rows of the indicators asked about."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand

TODAY = date(2026, 10, 23)
SCIENCE = Asked(
    "13",
    "提升科技创新能力",
    (Indicator("高新技术企业", "家"), Indicator("技术合同成交额", "亿元")),
)
FARMLAND = Asked("7", "推进高标准农田建设", (Indicator("新建和改造提升高标准农田", "万亩"),))
FOOD = Asked("8", "培育区域公用品牌", (Indicator("绿色食品认证产品", "个"),))
ESTATES = Asked("2", "推进老旧小区改造", (Indicator("改造老旧小区", "个"),))
BY_DAY = """有关数据如下表：

指标\t年度目标\t9月底\t10月20日\t完成率

高新技术企业\t80家\t61家\t68家\t85%

技术合同成交额\t42亿元\t30.2亿元\t35.7亿元\t85%

以上数据已经核对。"""
LATEST_FIRST = """指标\t单位\t目标\t10月20日\t9月底\t同比（%）
高新技术企业\t家\t80\t68\t61\t5.2
技术合同成交额\t亿元\t42\t35.7\t30.2\t11"""
TWO_TASKS = """序号\t任务\t累计完成\t占年度目标\t备注
7\t高标准农田建设\t10.2万亩\t81.6%\t正常推进
8\t绿色食品认证\t44个\t73.3%\t滞后，检测积压"""
BY_TOWN = """乡镇\t任务数\t完成数
城关镇\t25个\t20个
南河镇\t20个\t18个"""


def values(text: str, *asked: Asked) -> dict[str | None, list[float]]:
    understood = understand(text, asked, today=TODAY)
    return {
        item.task: [one.value for one in item.targets] for item in understood.items if item.targets
    }


@pytest.mark.parametrize("table", [BY_DAY, LATEST_FIRST])
def test_the_latest_column_of_a_table_counts(table: str) -> None:
    assert values(table, SCIENCE) == {"13": [68, 35.7]}


def test_a_rate_that_all_rows_share_is_the_tasks_progress_and_the_words_below_are_kept() -> None:
    (item,) = understand(BY_DAY, [SCIENCE], today=TODAY).items
    assert item.percent == 85
    assert "以上数据已经核对。" in (item.narrative or "")


def test_rates_that_differ_are_asked_about_and_growth_is_none() -> None:
    differing = BY_DAY.replace("35.7亿元\t85%", "35.7亿元\t81%")
    understood = understand(differing, [SCIENCE], today=TODAY)
    assert [item.percent for item in understood.items] == [None]
    assert understood.doubts
    assert [item.percent for item in understand(LATEST_FIRST, [SCIENCE], today=TODAY).items] == [
        None
    ]


def test_the_rows_of_several_tasks_are_told_apart_by_their_numbers() -> None:
    assert values(TWO_TASKS, FARMLAND, FOOD) == {"7": [10.2], "8": [44]}
    told = understand(TWO_TASKS, [FARMLAND, FOOD], today=TODAY).items
    assert [(item.status, item.percent) for item in told] == [
        ("正常推进", 81.6),
        ("进展滞后", 73.3),
    ]


def test_the_rows_of_parts_are_no_value_of_the_whole_but_their_sum_is() -> None:
    assert values(BY_TOWN, ESTATES) == {}
    assert values(f"{BY_TOWN}\n合计\t45个\t38个", ESTATES) == {"2": [38]}
