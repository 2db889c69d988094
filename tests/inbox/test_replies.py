"""Replies as the mail clients of departments write them, each with its expected reading."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inbox.asked import Asked
from inbox.heard import Item
from inbox.mail import read_mail
from inbox.meaning import understand
from inbox.reply import cut_reply

CORPUS = Path(__file__).parents[1] / "corpus" / "replies"
REPLIES = sorted(path.stem for path in CORPUS.glob("*.eml"))
SENT = (CORPUS / "sent.txt").read_text("utf-8")
TODAY = date(2024, 9, 11)


def own_words(name: str) -> str:
    return cut_reply(read_mail((CORPUS / f"{name}.eml").read_bytes()).text, SENT)


def heard(name: str) -> tuple[Item, ...]:
    expected = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
    asked = [Asked(key, "建设临澜算力中心一期工程") for key in expected["asked"]]
    return understand(own_words(name), asked, today=TODAY).items


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_means_what_its_sender_wrote(name: str) -> None:
    expected: list[dict[str, Any]] = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))[
        "items"
    ]

    items = heard(name)

    assert len(items) == len(expected)
    for item, facts in zip(items, expected, strict=True):
        said = {
            field: str(value) if isinstance(value := getattr(item, field), date) else value
            for field in facts
        }
        assert said == facts


@pytest.mark.parametrize("name", REPLIES)
def test_a_figure_in_the_quoted_reminder_never_counts(name: str) -> None:
    """Our reminder says 90% and 已完成; no reply of the corpus does."""
    assert all(item.percent != 90 for item in heard(name))
    assert "上次填报" not in own_words(name)


@pytest.mark.parametrize("name", REPLIES)
def test_no_label_of_our_form_reaches_a_task(name: str) -> None:
    for item in heard(name):
        told = [item.narrative, item.problems, item.next_steps]
        assert not any(words and words.rstrip().endswith("：") for words in told)


def test_nothing_is_read_where_only_our_own_mail_came_back() -> None:
    assert cut_reply(SENT, SENT) == ""
    assert cut_reply(f"发件人: 科技局 <duban@linlan.example>\n主题: 提醒\n\n{SENT}", SENT) == ""


def test_a_line_that_a_client_changed_is_not_taken_for_an_answer() -> None:
    changed = SENT.replace("进度90%，已完成", "进度九成，已完成")
    reply = f"发件人: 科技局 <duban@linlan.example>\n主题: 提醒\n\n{changed}"
    assert cut_reply(reply, SENT) == ""
    assert cut_reply(f"{reply}\n目前完成55%。", SENT) == "目前完成55%。"


OURS = "请报送2024年度进展：\n1.【任务9】建设高标准农田（牵头）\n上次填报：进度90%，已完成\n"
QUOTE = "\n".join(f"> {line}" for line in OURS.split("\n"))
BELOW = "任务9：完成53%，正常推进。"


@pytest.mark.parametrize(
    "above", ["王科长，您好！请查收，谢谢。", "附上我局情况。", "收到，感谢提醒！"]
)
def test_an_answer_below_the_quotation_is_found_under_a_line_that_says_nothing(above: str) -> None:
    text = (
        f"{above}\n\n在 2024/9/11 8:31, 临澜市科学技术局 写道:\n{QUOTE}\n\n{BELOW}\n-- \n林秋实\n"
    )
    words = cut_reply(text, OURS)
    assert words.endswith(BELOW)
    assert "90%" not in words


@pytest.mark.parametrize("above", ["收到，感谢提醒！", "任务9完成53%。"])
@pytest.mark.parametrize("below", ["-- \n林秋实\n市农业农村局", "", "上次填报：进度90%，已完成"])
def test_nothing_of_ours_below_a_quotation_is_an_answer(above: str, below: str) -> None:
    text = f"{above}\n\n在 2024/9/11 8:31, 临澜市科学技术局 写道:\n{QUOTE}\n\n{below}\n"
    assert cut_reply(text, OURS) == above


def test_an_answer_written_behind_our_own_line_stands_without_it() -> None:
    page = "请报送2024年度进展：\n1\t任务9　建设高标准农田（牵头）已建成8.2万亩，完成82%\n"
    words = cut_reply(f"见下表红字。\n\n发件人: 科技局 <duban@linlan.example>\n{page}", OURS)
    assert words.split("\n") == ["已建成8.2万亩，完成82%"]
