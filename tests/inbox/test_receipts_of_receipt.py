"""签收 with a signature below it is 签收, and nothing else is asked."""

from datetime import date

import pytest

from inbox.acknowledgements import reason_of
from inbox.asked import Asked
from inbox.meaning import understand

ASKED = [Asked("1", "建设算力中心"), Asked("2", "建设中试基地")]


@pytest.mark.parametrize(
    "text",
    [
        "签收。",
        "签收。\n市科技局 陈嘉树",
        "签收\n陈嘉树\n0000-551001",
        "收到，全部签收。\n\n临澜市科技局办公室\n联系人：陈嘉树",
        "已签收，谢谢！\n2024年1月23日",
    ],
)
def test_a_signature_below_makes_no_question(text: str) -> None:
    understood = understand(text, ASKED, today=date(2024, 1, 23))
    assert understood.items[0].acknowledged
    assert understood.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "签收。\n任务进展滞后",
        "签收。\n我局认为第一项应由市教育局承担，请研究。",
        "签收。\n申请报结",
    ],
)
def test_words_about_the_work_are_no_signature(text: str) -> None:
    understood = understand(text, ASKED, today=date(2024, 1, 23))
    said = understood.doubts or [
        item for item in understood.items if item.status or item.objection or item.closure_requested
    ]
    assert said


@pytest.mark.parametrize(
    "words",
    [
        "任务1、2已收到，无异议。",
        "任务1、2收悉，没有异议；",
        "任务1、2没有异议，予以签收。",
        "任务1、2均已收到且无异议。",
    ],
)
def test_a_receipt_that_names_its_tasks_asks_nothing(words: str) -> None:
    asked = [*ASKED, Asked("3", "开通物流航线"), Asked("4", "建设起降场")]
    said = f"{words}任务3有异议：该项不属于我局职责。"
    understood = understand(said, asked, today=date(2024, 1, 23))
    assert {item.task for item in understood.items if item.acknowledged} == {"1", "2"}
    assert [item.task for item in understood.items if item.objection] == ["3"]
    assert understood.doubts == ()


def test_what_a_named_receipt_adds_about_the_work_is_still_asked_about() -> None:
    said = "任务1、2已收到资金500万元。任务1完成50%。"
    understood = understand(said, ASKED, today=date(2024, 1, 23))
    told = "".join(filter(None, (item.narrative for item in understood.items)))
    assert "500万元" in told + "".join(understood.doubts)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("有异议：该项应由市交通运输局牵头。", "该项应由市交通运输局牵头。"),
        ("提出异议，该项不属于我局职责。", "该项不属于我局职责。"),
        ("我局有异议。", "我局有异议。"),
        ("该项不属于我局职责，有异议：请研究。", "该项不属于我局职责，有异议：请研究。"),
    ],
)
def test_the_reason_of_an_objection_does_not_say_again_that_it_is_one(
    said: str, reason: str
) -> None:
    assert reason_of(said) == reason
