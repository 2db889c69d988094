"""Tasks named by a part of their titles, by their place in our letter, or by nothing sure."""

from datetime import date
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand

TODAY = date(2026, 10, 23)
ASKED = [
    Asked("3", "推行工程建设项目联合审批"),
    Asked("4", "推进老旧小区改造", (Indicator("老旧小区改造", "个"),), due_on=date(2026, 12, 10)),
    Asked("5", "实施滨江路雨污分流改造工程", due_on=date(2026, 12, 15)),
    Asked("9", "培育专精特新中小企业"),
    Asked("10", "推动工业企业数字化改造"),
]
Facts = dict[str, dict[str, Any]]
TOLD: list[tuple[str, Facts, bool]] = [
    ("老旧小区改造目前完成62%，预计11月底达到85%。", {"4": {"percent": 62}}, False),
    ("老旧小区完成90%，雨污分流70%，联合审批正常推进。",
     {"4": {"percent": 90}, "5": {"percent": 70}, "3": {"status": "正常推进"}}, False),
    ("老旧小区：进度90%，正常推进；雨污分流：进度70%，剩余3处交叉口未完。",
     {"4": {"percent": 90, "status": "正常推进"}, "5": {"percent": 70, "status": None}}, False),
    ("更正：上次报的雨污分流形象进度60%有误，应为50%。", {"5": {"percent": 50}}, False),
    (("现将我局牵头的滨江路雨污分流改造工程（任务5）推进情况报告如下。\n一、工作进展\n工程形象进度68%。\n"
     "二、存在问题\n管线资料缺失。"), {"5": {"percent": 68, "problems": "管线资料缺失。"}}, False),
    ("老旧小区改造和雨污分流均正常推进。联合审批完成60%。",
     {"4": {"status": "正常推进"}, "5": {"status": "正常推进"}, "3": {"percent": 60}}, False),
    ("任务3正常推进。另外，老旧小区改造目前进度82%。",
     {"3": {"status": "正常推进", "percent": None}, "4": {"percent": 82}}, False),
    ("联合审批正常推进。老旧小区改造任务不属于我局职责，建议由市城管局牵头。",
     {"3": {"status": "正常推进"}, "4": {"status": None}}, False),
    ("雨污分流完成60%，其他任务正常推进。",
     {"5": {"percent": 60}, "3": {"status": "正常推进"}, "4": {"status": "正常推进"},
      "9": {"status": "正常推进"}, "10": {"status": "正常推进"}}, False),
    ("我局牵头的5项工作均正常推进，其中老旧小区改造完成82%。",
     {"4": {"percent": 82, "status": "正常推进"}, "3": {"status": "正常推进", "percent": None},
      "5": {"status": "正常推进"}, "9": {"status": "正常推进"},
      "10": {"status": "正常推进"}}, False),
    ("经研究，对任务4有异议：该职责在市城管局。\n任务3已签收。",
     {"4": {"status": None}, "3": {"acknowledged": True}}, False),
    ("任务10：完成85%。中小企业改造意愿不强。", {"10": {"percent": 85}}, False),
    ("任务5：完成60%。与老旧小区改造同步实施的弱电下地尚未启动。", {"5": {"percent": 60}}, False),
    ("任务4和任务5情况如下：老旧小区改造82%，雨污分流70%。",
     {"4": {"percent": 82}, "5": {"percent": 70}}, False),
    # who is meant cannot be told
    ("3、5项任务正常推进，4项任务完成82%。", {}, True),
    ("我局5项任务正常推进，其中4项完成82%，1项滞后。", {}, True),
    ("联合审批系统上线后，老旧小区改造提速明显，完成82%。", {}, True),
    ("工程建设进度正常，完成60%。", {}, True),
    ("改造完成60%。", {}, True),
    ("受老旧小区改造影响，进展滞后，完成40%。", {}, True),
    ("第一项正常推进，第二项完成82%，第三项滞后。", {}, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "asks"), TOLD)
def test_a_part_of_a_title_that_no_other_task_shares_names_its_task(
    text: str, expected: Facts, asks: bool
) -> None:
    understood = understand(text, ASKED, today=TODAY)
    items = {item.task: item for item in understood.items if item.says_anything}
    assert set(items) == set(expected)
    for key, facts in expected.items():
        assert {name: getattr(items[key], name) for name in facts} == facts
    assert bool(understood.doubts) is asks


def test_a_part_that_two_titles_share_is_a_question() -> None:
    asked = [Asked("1", "新建改造农村公路"), Asked("2", "加强农村公路养护")]
    understood = understand("农村公路完成60%。", asked, today=TODAY)
    assert (understood.items, bool(understood.doubts)) == ((), True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一项进度76%，正常；第二项进度68%。", {"6": 76, "7": 68}),
        ("第1项：完成76%。\n第2项：完成68%。", {"6": 76, "7": 68}),
        ("第二项进度68%。", {}),
        ("第一项进度76%；第三项进度68%。", {}),
    ],
)
def test_ordinals_count_the_lines_of_our_letter_where_no_task_has_such_a_number(
    text: str, expected: dict[str, float]
) -> None:
    asked = [Asked("6", "新建改造农村公路"), Asked("7", "建设城北综合客运枢纽")]
    understood = understand(text, asked, today=TODAY)
    assert {item.task: item.percent for item in understood.items} == expected
    assert bool(understood.doubts) is not bool(expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("雨污分流申请推迟两周。", date(2026, 12, 29)),
        ("雨污分流因管线迁改，申请延期20天。", date(2027, 1, 4)),
        ("老旧小区改造拟申请延期一个月完成。", date(2027, 1, 10)),
        ("老旧小区改造申请延期半个月。", date(2026, 12, 25)),
        ("老旧小区改造原定11月30日完成，申请延期一个半月。", date(2027, 1, 14)),
        ("老旧小区改造申请延期一个季度。", date(2027, 3, 10)),
        ("联合审批申请延期两周。", None),  # nothing is due that two weeks could count from
        ("雨污分流申请延期10个工作日。", None),
    ],
)
def test_a_span_of_time_counts_from_the_day_that_was_due(text: str, day: date | None) -> None:
    understood = understand(text, ASKED, today=TODAY)
    item = understood.items[0]
    assert (item.status, item.extension_until) == ("申请延期", day)
    assert bool(understood.doubts) is (day is None)


@pytest.mark.parametrize(
    "text",
    [
        "请问任务10的“规模以上”是按去年底名录统计吗？进展报送能否晚一天？",
        "收到。请问任务4的62个小区是否含结转项目？",
        "您好，想请教一下，联合审批的口径以哪个文件为准？",
    ],
)
def test_a_mail_that_only_asks_waits_for_a_person(text: str) -> None:
    understood = understand(text, ASKED, today=TODAY)
    assert understood.items == ()
    assert "办公室答复" in understood.doubts[0]


def test_a_question_beside_an_answer_is_shown_to_the_office() -> None:
    understood = understand("任务4完成82%。另请问：结转项目是否计入？", ASKED, today=TODAY)
    assert understood.items[0].percent == 82
    assert "结转项目是否计入" in understood.doubts[0]


def test_time_that_is_asked_for_in_a_question_is_an_extension() -> None:
    understood = understand("任务4完成82%。能否延期至12月底？", ASKED, today=TODAY)
    assert (understood.items[0].extension_until, understood.doubts) == (date(2026, 12, 31), ())


@pytest.mark.parametrize(
    "text", ["OK，已阅。", "👍", "收到👍", "好的。", "ok", "知道了！", "谢谢提醒，已收到。"]
)
def test_assent_acknowledges(text: str) -> None:
    understood = understand(text, ASKED, today=TODAY)
    assert understood.items[0].acknowledged
    assert understood.doubts == ()


@pytest.mark.parametrize("text", ["好的，下周报。", "谢谢提醒！", "OK的部分是一期", "明白了什么？"])
def test_other_words_do_not(text: str) -> None:
    assert not any(item.acknowledged for item in understand(text, ASKED, today=TODAY).items)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("62个老旧小区已全部开工，其中51个已完工。", [51]),
        ("共有62个小区，其中51个已完工。", [51]),
        ("累计完成62个，其中51个已验收。", [62]),
        ("年度任务62个小区已于10月全部完工。", [62]),
        ("完工55个，在建7个。", [55]),
        ("62个全部建成投用。", [62]),
        ("62个小区已全部启动，20个正在施工。", []),
        ("计划完成62个。", []),
        ("尚有7个未完工。", []),
        ("7个未全部完工。", []),
        ("老旧小区改造51个，进度82%。", [51]),
    ],
)
def test_what_is_done_is_the_value_not_what_was_begun(text: str, values: list[float]) -> None:
    understood = understand(text, ASKED[1:2], today=TODAY)
    assert [one.value for item in understood.items for one in item.targets] == values


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("受近期库水位偏高影响，放水塔检修尚未启动。", "problems"),
        ("因拆迁户诉求过高影响，东段无法进场。", "problems"),
        ("3个小区加装电梯意见不统一，正在协调。", "problems"),
        ("配套资金紧张。", "problems"),
        ("将增加两个作业班组，实行轮班。", "next_steps"),
        ("我局将倒排工期。", "next_steps"),
        ("拟于11月上旬召开协调会。", "next_steps"),
        ("已召开协调会。", "narrative"),
        ("不受天气影响，施工有序。", "narrative"),
        ("将近一半楼栋完成外墙粉刷。", "narrative"),
    ],
)
def test_a_sentence_without_a_label_finds_its_place(sentence: str, place: str) -> None:
    item = understand(f"目前完成60%。{sentence}", ASKED[1:2], today=TODAY).items[0]
    assert sentence in (getattr(item, place) or "")
    assert item.percent == 60


@pytest.mark.parametrize("label", ["措施", "下一步思路", "整改措施", "工作打算", "解决措施"])
def test_measures_behind_a_label_are_next_steps(label: str) -> None:
    text = f"进度：60%。问题：培训点偏少。{label}：增设流动培训车。"
    item = understand(text, ASKED[1:2], today=TODAY).items[0]
    assert (item.problems, item.next_steps) == ("培训点偏少。", "增设流动培训车。")
