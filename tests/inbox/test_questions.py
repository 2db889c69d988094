"""What asks the office something, and what only looks so: figures in a question are no answer."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.indicators import Indicator
from inbox.meaning import understand
from inbox.questions import only_asks, questions_in

TODAY = date(2026, 10, 23)
FARMLAND = [Asked("7", "推进高标准农田建设", (Indicator("新建和改造提升高标准农田", "万亩"),))]


@pytest.mark.parametrize(
    ("words", "percent", "value"),
    [
        ("目前完成80%，是否需要附表？", 80, None),
        ("已建成10万亩，进度80%，材料是否还要盖章？", 80, 10),
        ("已建成高标准农田10.2万亩。另外，改造提升的3.7万亩算不算新建？", None, 10.2),
        ("累计建成高标准农田9.8万亩。12.5万亩的任务能否调减为11万亩？", None, 9.8),
        ("进度82%。请问数据截到20号还是25号？", 82, None),
    ],
)
def test_a_statement_before_a_question_counts(
    words: str, percent: float | None, value: float | None
) -> None:
    understood = understand(words, FARMLAND, today=TODAY)
    (item,) = understood.items
    assert item.percent == percent
    assert [one.value for one in item.targets] == ([] if value is None else [value])
    assert any("提出了问题" in doubt for doubt in understood.doubts)


@pytest.mark.parametrize(
    "words",
    [
        "请问高标准农田12.5万亩里，改造提升的面积和新建的面积能不能重复计算？盼复。",
        "高标准农田已建成11万亩是否要扣除占补平衡的0.5万亩？请明确。",
        "我局的进度算80%还是85%？谢谢。",
    ],
)
def test_a_mail_that_only_asks_says_nothing(words: str) -> None:
    understood = understand(words, FARMLAND, today=TODAY)
    assert understood.items == ()
    assert len(understood.doubts) == 1


@pytest.mark.parametrize(
    "words",
    [
        "主体已封顶，照片见 https://oa.linlan.example/show?id=7&page=2 。",
        "材料：http://oa.linlan.example/a.php?x=1",
    ],
)
def test_a_link_with_a_question_mark_asks_nothing(words: str) -> None:
    assert questions_in(words) == []
    assert not only_asks(words)


def test_a_question_that_holds_a_link_is_shown_as_it_was_written() -> None:
    words = "请问 https://oa.linlan.example/show?id=7 打不开怎么办？"

    assert "".join(questions_in(words)) == words
