"""No sentence of a reply vanishes: it stands in an item, says nothing, or makes a question."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.asked import Asked
from inbox.courtesies import says_nothing, sentences_in
from inbox.indicators import Indicator
from inbox.meaning import understand

TODAY = date(2026, 10, 23)
HOMES = Asked("4", "推进老旧小区改造", (Indicator("老旧小区改造", "个"),))
ASKED = [
    Asked("3", "推行工程建设项目联合审批"),
    HOMES,
    Asked("5", "实施滨江路雨污分流改造工程"),
]
HEADS = [
    "",
    "任务3：",
    "任务4",
    "任务5，",
    "1.",
    "（二）",
    "第一项",
    "老旧小区改造",
    "另外，",
    "其中",
]
FACTS = [
    "完成82%", "正常推进", "62个小区全部开工", "管线迁改未完成", "已召开专题会议", "补助资金已拨付",
    "申请延期至2026年12月31日", "应由市城管局牵头", "不属于我局职责", "收到", "图纸已通过审查",
    "预计年底达到90%", "居民意见不统一", "将增加两个班组", "任务12另行报告", "请问是否含结转项目？",
    "存在问题：资金紧张", "下一步：加快招标", "进度：75%，其中一标段90%",
    "状态：正常推进，但外墙滞后",
]  # fmt: skip
ENDS = ["。", "；", "\n", "，"]
REPLIES = st.lists(
    st.tuples(st.sampled_from(HEADS), st.sampled_from(FACTS), st.sampled_from(ENDS)),
    min_size=1,
    max_size=7,
).map(lambda parts: "".join(map("".join, parts)))
HEAD = r"任务\d+|^\d\.|（二）|第一项|其中|另外|(?:进度|状态|存在问题|下一步)$"
PARTED = re.compile(r"[，,：:；;。\n]")


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@settings(max_examples=200, deadline=None)
@given(REPLIES)
def test_each_clause_of_a_reply_is_recorded_or_asked_about(text: str) -> None:
    understood = understand(text, ASKED, today=TODAY)
    if understood.doubts:
        return
    fields = ("narrative", "problems", "next_steps", "objection", "extension_reason", "status")
    held = squeezed("".join(str(getattr(i, n) or "") for i in understood.items for n in fields))
    percents = {f"{item.percent:g}%" for item in understood.items if item.percent is not None}
    for sentence in sentences_in(text):
        for clause in PARTED.split(sentence):
            left = re.sub(HEAD, "", clause)
            assert (
                squeezed(clause) in held
                or squeezed(left) in held
                or squeezed(left.replace("老旧小区改造", "")) in held
                or says_nothing(left)
                or left in ("收到", *(f"完成{percent}" for percent in percents), *percents)
            ), (clause, understood)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("补助资金3000万元已明确。任务4完成82%。", "补助资金3000万元已明确"),
        ("总体良好。任务4完成82%，任务5完成70%。", "总体良好"),
        ("已完成施工图审查。\n任务4：完成82%。", "已完成施工图审查"),
        ("老旧小区、托育用房均已完成。联合审批完成60%。", "老旧小区、托育用房均已完成"),
        ("市领导10月20日现场调研；任务3正常推进。", "市领导10月20日现场调研"),
    ],
)
def test_words_that_name_no_task_are_asked_about(text: str, lost: str) -> None:
    understood = understand(text, ASKED, today=TODAY)
    assert any(lost in doubt for doubt in understood.doubts)
    assert any(item.status or item.percent for item in understood.items)


@pytest.mark.parametrize(
    "text",
    [
        "您好！\n任务4完成82%。请审阅。",
        "各位领导：按通知要求，现将任务4、5进展汇报如下。任务4完成82%，任务5完成70%。妥否，请批示。",
        "收到，我局高度重视，将认真落实。任务3正常推进。",
        "情况如下：\n任务4：完成82%\n任务5：完成70%\n特此报告。",
        "现报送我局牵头任务进展，详见下文。\n任务4完成82%。",
        "一、任务4完成82%。\n二、任务5完成70%。\n盼复",
    ],
)
def test_polite_words_make_no_question(text: str) -> None:
    assert understand(text, ASKED, today=TODAY).doubts == ()


def test_what_stands_beside_a_value_in_its_field_is_kept() -> None:
    text = "进度：60%，主因是管线迁改未完成\n进展情况：已敷设4公里"
    item = understand(text, [HOMES], today=TODAY).items[0]
    assert (item.percent, item.narrative) == (60, "60%，主因是管线迁改未完成\n已敷设4公里")


def test_words_above_an_objection_are_asked_about() -> None:
    text = "目前完成30%。经研究，有以下意见。本任务不属于我局职责，建议由市城管局牵头。"
    understood = understand(text, [HOMES], today=TODAY)
    assert understood.items[0].objection
    assert any("目前完成30%" in doubt for doubt in understood.doubts)
