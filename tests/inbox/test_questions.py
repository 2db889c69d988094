"""What asks the office something, and what only looks so."""

import pytest

from inbox.questions import only_asks, questions_in


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
