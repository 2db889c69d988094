"""签收 with a signature below it is 签收, and nothing else is asked."""

from datetime import date

import pytest

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
