"""A mail nobody vouched for waits; a listed contact's link makes it count."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from actions.confirmed_mail import confirm_mail, get_waiting_mail
from actions.triage import Deed
from models import Contact, InboundMessage, OutgoingMessage
from rules.audiences import Audience
from rules.errors import NotAllowed
from tests.actions.asking import ADDRESS, Asked

COLLEAGUE = "xiaochen@gxj.linlan.example"
WORDS = "总体进度60%，正常推进。"


def deed(asked: Asked) -> Deed:
    return Deed("市工业和信息化局（链接确认）", asked.clock(), asked.around)


def questions(asked: Asked) -> list[OutgoingMessage]:
    query = select(OutgoingMessage).where(OutgoingMessage.kind == "question")
    return list(asked.session.exec(query))


def test_a_colleagues_mail_waits_and_the_contacts_are_asked(
    asked: Asked, golden: Callable[[str, str], None]
) -> None:
    inbound = asked.answer(WORDS, sender=COLLEAGUE)

    assert (inbound.status, asked.updates()) == ("triage", [])
    (question,) = questions(asked)
    assert (question.department_id, question.to_address) == (asked.department_id, None)
    assert question.audience is Audience.LIAISON
    assert "60%" not in question.text
    assert f"/mails/{inbound.number}" in question.text
    text = re.sub(r"/d/[^/]+", "/d/<链接>", question.text)
    golden("messages/confirm_mail.txt", f"{question.subject}\n\n{text}")


def test_once_confirmed_the_mail_counts_and_the_writer_may_become_a_contact(asked: Asked) -> None:
    inbound = asked.answer(WORDS, sender=COLLEAGUE)

    confirm_mail(
        asked.session, inbound.number, department_id=asked.department_id,
        add_sender=True, deed=deed(asked),
    )  # fmt: skip

    assert inbound.status == "processed"
    assert [update.percent for update in asked.updates()] == [60]
    addresses = asked.session.exec(select(Contact.address)).all()
    assert sorted(addresses) == sorted([ADDRESS, COLLEAGUE])
    second = asked.answer("总体进度70%。", sender=COLLEAGUE, message_id="<second@linlan.example>")
    assert second.status == "processed"


def test_a_mail_counts_once_however_often_it_is_confirmed(asked: Asked) -> None:
    inbound = asked.answer(WORDS, sender=COLLEAGUE)
    facts = {"department_id": asked.department_id, "add_sender": False}
    confirm_mail(asked.session, inbound.number, deed=deed(asked), **facts)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        confirm_mail(asked.session, inbound.number, deed=deed(asked), **facts)  # type: ignore[arg-type]
    assert len(asked.updates()) == 1


def test_another_departments_link_confirms_nothing(asked: Asked) -> None:
    inbound = asked.answer(WORDS, sender=COLLEAGUE)
    with pytest.raises(NotAllowed):
        get_waiting_mail(asked.session, inbound.number, department_id=asked.department_id + 1)


def test_a_forged_mail_cannot_be_confirmed(asked: Asked) -> None:
    inbound = asked.answer(WORDS, Authentication_Results="mx.linlan.example; dmarc=fail")
    assert (inbound.kind, questions(asked)) == ("rejected", [])
    with pytest.raises(NotAllowed):
        get_waiting_mail(asked.session, inbound.number, department_id=asked.department_id)


def test_a_contacts_mail_that_our_server_did_not_check_waits_for_the_link(asked: Asked) -> None:
    inbound = asked.answer(WORDS, Authentication_Results="mx.else.example; dmarc=pass")

    assert (inbound.status, asked.updates()) == ("triage", [])
    waiting = get_waiting_mail(asked.session, inbound.number, department_id=asked.department_id)
    assert (waiting.words, waiting.is_new_sender) == (WORDS, False)
    assert len(questions(asked)) == 1


def test_a_forged_first_copy_does_not_keep_the_true_mail_out(asked: Asked) -> None:
    asked.answer(WORDS, Authentication_Results="mx.linlan.example; dmarc=fail")
    asked.answer(WORDS)

    assert [update.percent for update in asked.updates()] == [60]
    assert len(asked.session.exec(select(InboundMessage)).all()) == 2


def test_an_unchecked_first_copy_does_not_keep_the_checked_mail_out(asked: Asked) -> None:
    asked.answer(WORDS, Authentication_Results="mx.else.example; dmarc=pass")
    asked.answer(WORDS)
    assert [update.percent for update in asked.updates()] == [60]
