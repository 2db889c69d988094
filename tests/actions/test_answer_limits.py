"""Receipts and refusals are no tool for filling somebody's mailbox, ours included."""

import pytest

from actions.answer_limits import MOST_ANSWERS
from models import OutgoingMessage
from tests.actions.asking import ADDRESS, Asked


def sent(asked: Asked, *kinds: str) -> list[OutgoingMessage]:
    return [message for message in asked.sent() if message.kind in kinds]


def test_a_program_that_answers_each_receipt_hears_no_more_after_a_while(asked: Asked) -> None:
    """It says neither that it is one nor what it answers; each mail differs in its Message-ID."""
    for number in range(40):
        asked.answer("谢谢来信！", message_id=f"<{number}@x>")

    assert len(sent(asked, "question")) == 20
    assert len(asked.received()) == 40
    assert {inbound.status for inbound in asked.received()} == {"triage"}

    asked.clock.advance(days=1)
    asked.answer("谢谢来信！", message_id="<later@x>")
    assert len(sent(asked, "question")) == 21


def test_what_a_contact_reports_is_recorded_when_no_more_is_answered(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST_ANSWERS, "receipt", 5)

    for number in range(8):
        asked.answer(f"总体进度{number}%。", message_id=f"<{number}@x>")

    assert len(sent(asked, "receipt")) == 5
    assert len(asked.updates()) == 8


def test_one_letter_in_wrong_hands_writes_to_few(asked: Asked) -> None:
    """Under a thousand forged names: their owners would get what they never asked for."""
    for number in range(70):
        asked.answer("已完成。", sender=f"victim{number}@else.example", message_id=f"<{number}@x>")

    assert asked.updates() == []
    assert len([m for m in asked.sent() if m.to_address and "victim" in m.to_address]) == 50
    assert len([m for m in sent(asked, "question") if m.to_address is None]) == 5
    assert len(asked.received()) == 70


def test_a_message_id_that_would_break_a_header_is_not_written_again(asked: Asked) -> None:
    asked.answer("总体进度60%。", message_id="<1@x>")
    assert asked.last_sent().in_reply_to == "<1@x>"

    forged = {
        "=?utf-8?q?<1=40x>=0D=0ABcc:_all=40linlan.example?=": "<1=40x>",
        "<周敏@x>": None,
        "<a b@x>": None,
        "none": None,
    }
    for number, (written, answered) in enumerate(forged.items()):
        raw = asked.raw_answer(f"总体进度6{number}%。")
        asked.receive(raw.replace(b"<reply-1@linlan.example>", written.encode()))
        assert asked.last_sent().in_reply_to == answered

    assert len(asked.updates()) == 5


def test_a_letter_names_refused_files_on_one_line_each_and_not_all_of_them(asked: Asked) -> None:
    bad = "\u202efdp.exe"
    files = tuple((f"{n}{bad}", b"x") for n in range(60))

    asked.answer("总体进度60%。", attachments=files)

    text = asked.last_sent().text
    assert text.count("未收") == 21
    assert "等另外40个" in text
    assert "\u202e" not in text
    assert ADDRESS not in text
