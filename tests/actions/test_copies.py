"""One letter counts once, whichever way its copies come and whatever they are called."""

from sqlmodel import select

from actions.inbound import explain_mail
from models import InboundMessage
from tests.actions.asking import ADDRESS, Asked
from tests.mails import reply_to

DATE = "Wed, 11 Sep 2024 09:58:03 +0800"
LATER = "Wed, 11 Sep 2024 11:20:00 +0800"


def test_an_old_answer_sent_again_under_another_message_id_is_not_the_newest_word(
    asked: Asked,
) -> None:
    asked.answer("总体进度40%。", message_id="<1@x>", Date=DATE)
    asked.answer("总体进度70%。", message_id="<2@x>", Date=LATER)
    asked.clock.advance(hours=1)
    letters = len(asked.sent())

    again = asked.answer("总体进度40%。", message_id="<3@x>", Date=DATE, X_Gateway="relay")

    assert [update.percent for update in asked.updates()] == [40, 70]
    assert (again.kind, again.status, again.reasons) == (
        "duplicate", "ignored", ["与第1号来件相同，只计一次"],
    )  # fmt: skip
    assert len(asked.sent()) == letters


def test_the_same_words_of_another_moment_are_another_answer(asked: Asked) -> None:
    asked.answer("按计划推进，无变化。", message_id="<1@x>", Date=DATE)
    again = asked.answer("按计划推进，无变化。", message_id="<2@x>", Date=LATER)

    assert (again.kind, len(asked.updates())) == ("update", 2)


def test_copies_of_a_mail_whose_message_id_another_one_took_count_once(asked: Asked) -> None:
    """Somebody who guesses a Message-ID can neither hide the mail nor make it count twice."""
    asked.receive(b"Message-ID: <1@x>\r\nFrom: evil@else.example\r\n\r\nx\r\n")
    for way in ("mx1", "mx2"):
        asked.answer("总体进度60%。", message_id="<1@x>", Received=f"from {way}")

    assert [update.percent for update in asked.updates()] == [60]
    assert len(asked.session.exec(select(InboundMessage)).all()) == 2


def test_a_refused_forgery_does_not_stand_in_the_way_of_the_honest_mail(asked: Asked) -> None:
    forged = "mx.linlan.example; dmarc=fail"
    asked.answer("总体进度60%。", message_id="<1@x>", Date=DATE, Authentication_Results=forged)
    honest = asked.answer("总体进度60%。", message_id="<2@x>", Date=DATE)

    assert (honest.kind, len(asked.updates())) == ("update", 1)


def test_what_was_taken_before_is_explained_as_a_copy(asked: Asked) -> None:
    asked.answer("总体进度60%。", message_id="<1@x>", Date=DATE)
    vouched = "mx.linlan.example; dmarc=pass"
    raw = reply_to(
        asked.message, "总体进度60%。", sender=ADDRESS, message_id="<2@x>", Date=DATE,
        Authentication_Results=vouched,
    )  # fmt: skip

    heard = explain_mail(
        asked.session, raw, today=asked.message.office_day, office=asked.around.office
    )

    assert (heard.kind, heard.items) == ("duplicate", ())
