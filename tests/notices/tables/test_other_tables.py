"""Tables that assign nothing, and tables of indicators, whose numbers are targets."""

import pytest

from tests.notices.tables.pages import SERVICES, doubts, page, plan, tabs, text, told

BODY = plan(
    "一、重点任务\n（一）壮大物流。建设仓储。（市商务局牵头）\n（二）提升科技。建设平台。（市科技局负责）"
)
TASKS = ["壮大物流: 市商务局 | - | -", "提升科技: 市科技局 | - | -"]


@pytest.mark.parametrize(
    "rows",
    [
        (
            "序号|单位|项目名称|安排资金（万元）",
            "1|市商务局|智慧仓储|200",
            "2|市科技局|检测平台|300",
        ),
        (
            "序号|单位|姓名|职务|联系电话",
            "1|市商务局|李某某|科长|6600001",
            "2|市科技局|王某某|科长|6600002",
        ),
        ("序号|考核内容|评分标准|分值|责任单位", "1|园区建设|每少一个扣2分|10|市商务局"),
        ("县（市、区）|任务数（家）|2024年完成数", "沐河县|12|10", "青湾区|20|18"),
        ("责任单位|目标任务（万亩）", "沐河县|12", "青湾区|20"),
        (
            "阶段|时间|工作内容",
            "动员部署|2025年3月|印发方案，召开会议",
            "总结评估|2025年12月|开展评估",
        ),
        ("组别|组长|成员单位", "第一组|市商务局|市财政局、市科技局"),
        ("姓名|职务|负责事项", "李某某|副市长|负责统筹协调"),
        ("序号|事项名称|设定依据|实施主体|承诺时限", "1|排水许可|《条例》|市水务局|5个工作日"),
        ("序号|项目名称|申报单位|推荐单位", "1|智慧仓储系统|云岭物流公司|市商务局"),
        ("时间|地点|活动名称", "3月12日|市民广场|义诊活动"),
        ("文件名称|文号", "云岭市仓储管理办法|云政发〔2024〕1号"),
    ],
)
def test_a_table_that_assigns_nothing_adds_nothing(rows: tuple[str, ...]) -> None:
    found = page(BODY, *rows)
    assert told(found) == TASKS
    assert doubts(found) == []


def test_a_table_that_assigns_nothing_leaves_measures_without_owners_alone() -> None:
    found = page(plan(SERVICES), "序号|单位|姓名|电话", "1|市商务局|李某某|6600001")
    assert len(found.measures) == 4
    assert set(doubts(found)) == {"no-owner"}


def test_a_table_of_units_and_tasks_under_unknown_words_is_asked_about() -> None:
    rows = ("建设冷链物流园区并完善配套|市商务局|甲类", "改造老旧小区供水管网设施|市水务局|乙类")
    found = page(BODY, "干什么|谁来干|怎么算", *rows)
    assert told(found) == TASKS
    assert doubts(found) == ["table-not-read"]


def targets(*rows: str) -> list[tuple[str, str, float, str, int]]:
    found = page(BODY, *rows)
    assert told(found) == TASKS
    return [(t.indicator, t.op, t.value, t.unit, t.by.year if t.by else 0) for t in found.targets]


def test_each_number_under_a_year_is_a_target() -> None:
    assert targets(
        "序号|指标名称|计量单位|2024年完成值|2025年|2026年",
        "1|服务业增加值增速|%|6.1|6.5左右|7以上",
        "2|规模以上服务业企业|家|210|≥230|260—280",
    ) == [
        ("服务业增加值增速", "~", 6.5, "%", 2025),
        ("服务业增加值增速", ">=", 7.0, "%", 2026),
        ("规模以上服务业企业", ">=", 230.0, "家", 2025),
        ("规模以上服务业企业", ">=", 260.0, "家", 2026),
    ]


def test_years_may_stand_in_a_second_row_below_the_word_for_targets() -> None:
    assert targets(
        "[2x1]指标|[2x1]单位|[1x2]目标值|[2x1]责任单位",
        "2025年|2027年",
        "城镇化率（%）||61.5|63|市发展改革委",
        "单位能耗|吨标准煤/万元|不高于0.4|0.38以下|市发展改革委、市统计局",
    ) == [
        ("城镇化率", "=", 61.5, "%", 2025),
        ("城镇化率", "=", 63.0, "%", 2027),
        ("单位能耗", "<=", 0.4, "吨标准煤/万元", 2025),
        ("单位能耗", "<=", 0.38, "吨标准煤/万元", 2027),
    ]


def test_the_units_beside_an_indicator_own_it() -> None:
    rows = ("指标|2025年目标值|责任单位", "新增上市企业|3家|市金融工作局、市财政局")
    found = page(BODY, *rows)
    assert [target.owners for target in found.targets] == [("市金融工作局", "市财政局")]
    place = found.targets[0].span
    assert found.text[place.start : place.end] == "3家"


def test_words_in_place_of_a_number_are_no_target() -> None:
    assert targets("指标|2025年|2026年", "空气质量优良率|完成省下达任务|—") == []


def test_indicators_without_a_year_are_asked_about() -> None:
    found = page(BODY, "指标|单位|目标值", "新增上市企业|家|3")
    assert found.targets == ()
    assert doubts(found) == ["target-undated"]


def test_indicators_in_lines_with_tabs() -> None:
    found = text(BODY, *tabs("序号|指标名称|单位|2025年|2026年", "1|上市企业|家|3|5"))
    assert [(t.value, t.unit) for t in found.targets] == [(3.0, "家"), (5.0, "家")]
