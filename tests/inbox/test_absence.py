"""Who is away has reported nothing, also where his program hides that it is one."""

import pytest
from sqlmodel import Session

from tests.inbox.test_attacks import explain, mail


@pytest.mark.parametrize(
    "words",
    [
        "您好，我正在外地，回来后与您联系。",
        "我正在休假，9月20日返岗，急事请致电0571-1234567。",
        "感谢来信，本人出差在外，暂不能及时回复邮件。",
        "对不起，我现在不在办公室，稍后给您回复。",
        "I am on annual leave and will be back on Monday.",
    ],
)
def test_a_letter_of_absence_is_no_progress_and_is_not_answered(city: Session, words: str) -> None:
    heard = explain(city, mail(words))

    assert (heard["kind"], heard["items"]) == ("auto_reply", [])
    assert heard["reasons"]


@pytest.mark.parametrize(
    "words",
    [
        "本邮箱已停用，请发送至 new@gxj.linlan.example。",
        "我已调离原岗位，请联系李晓晨，电话0571-7654321。",
        "本人已退休，请与办公室联系。",
    ],
)
def test_a_contact_who_moved_on_is_the_offices_business(city: Session, words: str) -> None:
    heard = explain(city, mail(words))

    assert (heard["kind"], heard["items"]) == ("triage", [])
    assert "更新联系人" in heard["reasons"][0]


@pytest.mark.parametrize(
    "words",
    [
        "我在出差，项目正常推进，进度60%。",
        "分管领导外出调研，10月回来后签字报送，目前进度60%。",
        "组织赴外地考察，已落实3个合作意向，进度60%。",
        "主体已封顶，施工队返岗率95%，进度60%。",
    ],
)
def test_a_word_about_the_work_is_heard_whoever_is_away(city: Session, words: str) -> None:
    heard = explain(city, mail(words))

    assert heard["kind"] == "update"
    assert heard["items"][0]["narrative"]
