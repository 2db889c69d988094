"""A form whose blocks begin with 任务名称： is divided by the titles behind the label."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.meaning import understand

ASKED = [Asked("9", "建设农村冷链物流设施"), Asked("12", "开展消费品以旧换新")]


@pytest.mark.parametrize("label", ["任务名称：", "事项名称：", "任务：", "1.任务名称: "])
def test_blocks_that_begin_with_a_labelled_title_are_told_apart(label: str) -> None:
    told = understand(
        f"{label}建设农村冷链物流设施\n进度：84%\n进展情况：已建成产地仓6个。\n存在问题：无\n\n"
        f"{label}开展消费品以旧换新\n进度：90%\n进展情况：累计补贴3.2万人。\n",
        ASKED,
        today=date(2026, 10, 20),
    )
    assert [(item.task, item.percent) for item in told.items] == [("9", 84), ("12", 90)]
    assert told.items[0].narrative == "已建成产地仓6个。"
    assert told.doubts == ()


def test_a_label_before_words_that_name_no_task_stays() -> None:
    told = understand("任务内容：按方案逐项落实\n进度：40%", [ASKED[0]], today=date(2026, 10, 20))
    assert [(item.task, item.percent) for item in told.items] == [("9", 40)]
