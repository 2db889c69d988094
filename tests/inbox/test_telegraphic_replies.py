"""Answers with blanks for marks, with our hint left in, in tables and words of an office's own."""

from datetime import date
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand

TODAY = date(2026, 10, 23)
ASKED = [
    Asked("5", "建设厨余垃圾处理厂"),
    Asked("6", "改造城市供水老旧管网", (Indicator("改造供水老旧管网", "公里"),)),
]
GROUNDS = [Asked("14", "建设全民健身场地", (Indicator("全民健身场地", "处"),))]
INSURED = [Asked("15", "推进基本医保全民参保", (Indicator("医疗保险参保率", "%"),))]
Facts = dict[str, dict[str, Any]]
TOLD: list[tuple[str, list[Asked], Facts]] = [
    ("5 厨余厂 整体65% 正常\n6 管网 改造62.5公里 73.5% 正常", ASKED,
     {"5": {"percent": 65, "status": "正常推进"},
      "6": {"percent": 73.5, "status": "正常推进", "values": [62.5]}}),
    ("5/70%/正常\n6/78%/正常", ASKED,
     {"5": {"percent": 70, "status": "正常推进"}, "6": {"percent": 78, "status": "正常推进"}}),
    ("厨余厂：设备安装90%。管网：72公里，正常。", ASKED,
     {"5": {"percent": None}, "6": {"status": "正常推进", "values": [72]}}),
    ("厨余这块目前完成65%。管网这边一切正常。", ASKED,
     {"5": {"percent": 65, "status": None}, "6": {"status": "正常推进"}}),
    ("6号任务 85公里全部改完 申请销号", ASKED,
     {"6": {"status": "申请办结", "values": [85]}}),
    ("目前已建成41处 在建9处 未开工5处 进度74.5% 按计划推进", GROUNDS,
     {"14": {"percent": 74.5, "status": "正常推进", "values": [41]}}),
    ("任务１４：已建成４５处，完成８１．８％。", GROUNDS,
     {"14": {"percent": 81.8, "values": [45]}}),
    ("完成70.9%。比序时慢了一点。", GROUNDS, {"14": {"percent": 70.9, "status": "进展滞后"}}),
    ("未开工5处，已建成41处。", GROUNDS, {"14": {"status": None, "values": [41]}}),
    ("参保率目前为96.8%，总体正常。", INSURED,
     {"15": {"percent": None, "status": "正常推进", "values": [96.8]}}),
    ("更正：昨天报的参保率97.6%有误，应为96.9%。", INSURED,
     {"15": {"percent": None, "values": [96.9]}}),
    ("整体完成九成五，参保率97.1%。", INSURED, {"15": {"percent": 95, "values": [97.1]}}),
    ("进度：86%（或写“已完成”“正常推进”“进展滞后”）\n进展情况：已封顶", ASKED[:1],
     {"5": {"percent": 86, "status": None, "narrative": "已封顶"}}),
    (("序号\t任务\t累计完成\t占年度目标\t备注\n5\t厨余垃圾处理厂\t\t81%\t正常推进\n"
     "6\t供水管网\t44公里\t73%\t滞后，管材未到"), ASKED,
     {"5": {"percent": 81, "status": "正常推进"},
      "6": {"percent": 73, "status": "进展滞后", "values": [44]}}),
    ("一、任务5\n（一）推进情况。设备已到货。\n（二）存在问题。征迁未完。\n（三）下步打算。月底进场。",
     ASKED, {"5": {"problems": "征迁未完。", "next_steps": "月底进场。"}}),
    ("任务5：完成60%。任务6：完成70%。两项均正常推进。", ASKED,
     {"5": {"percent": 60, "status": "正常推进"}, "6": {"percent": 70, "status": "正常推进"}}),
    ("厨余厂（任务5）已竣工，现申请报结。其余任务按计划推进。", ASKED,
     {"5": {"status": "申请办结"}, "6": {"status": "正常推进", "percent": None}}),
    # numbers of lines that are not the tasks'
    ("5.管网：完成60%\n6.厨余垃圾处理厂：完成70%", ASKED,
     {"5": {"percent": 70}, "6": {"percent": 60}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "expected"), TOLD)
def test_each_official_is_understood(text: str, asked: list[Asked], expected: Facts) -> None:
    items = {item.task: item for item in understand(text, asked, today=TODAY).items}
    assert set(items) == set(expected)
    for key, facts in expected.items():
        values = [value.value for value in items[key].targets]
        told = {n: values if n == "values" else getattr(items[key], n) for n in facts}
        assert told == facts


@pytest.mark.parametrize(
    "text", ["管网：完成60%。泵站：完成70%。", "5 个泵站已改造\n6 个泵站在建", "垃圾：已清运。"]
)
def test_a_word_that_may_be_a_part_names_no_task(text: str) -> None:
    understood = understand(text, ASKED, today=TODAY)
    assert not [item for item in understood.items if item.percent or item.status]
    assert understood.doubts
