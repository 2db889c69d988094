"""A notice of any format is kept byte for byte and read into drafts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from actions.confirmation import confirm_notice
from actions.intake import NoticeKnown, read_stored_notice, receive_notice
from actions.register import load_register
from actions.review import progress_of, withdraw_notice
from duban.cli.questions import open_questions
from models import Measure, Notice, NoticeOriginal
from reports.views.notices import list_notices
from reports.views.overview import waiting_for_office
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from tests.fakes import FakeClock
from tests.notices.files import docx_of, html_of, markdown_of, pdf_of

MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "docx": docx_of,
    "pdf": pdf_of,
    "html": html_of,
    "md": markdown_of,
}
TODAY = date(2024, 3, 4)
NOTICE = Path(__file__).parents[1] / "corpus" / "notices" / "energy_saving.txt"


def test_a_withdrawn_notice_is_read_anew_from_the_same_bytes_and_asks_nothing_more(
    session: Session, clock: FakeClock
) -> None:
    first = take_in(session, clock)
    asked = waiting_for(session)["个疑点待答复"]
    with pytest.raises(NoticeKnown):
        take_in(session, clock)
    withdraw_notice(session, first.number, reason="重读", now=clock(), actor="李")
    assert "个疑点待答复" not in waiting_for(session)
    assert open_questions(session, first.number, now=clock()) == []
    assert progress_of(session, first.number).doubts == 0
    assert [line.doubts for line in list_notices(session)] == [0]
    with pytest.raises(NotAllowed, match="已撤销"):
        confirm_notice(session, first.number, now=clock(), actor="李")

    again = take_in(session, clock)
    assert (again.number, again.status) == (first.number + 1, NoticeStatus.DRAFT)
    assert waiting_for(session)["个疑点待答复"] == asked > 0
    with pytest.raises(NoticeKnown, match=f"编号 {again.number}"):
        take_in(session, clock)


def take_in(session: Session, clock: FakeClock) -> Notice:
    notice = receive_notice(session, NOTICE.read_bytes(), "通知.txt", now=clock(), actor="李")
    return read_stored_notice(
        session, notice.number, register=load_register(session, {}), now=clock()
    )


def waiting_for(session: Session) -> dict[str, int]:
    return {one.name: one.count for one in waiting_for_office(session, today=TODAY)}


@pytest.mark.parametrize("kind", MAKERS)
def test_the_original_is_kept_and_its_text_shown(
    session: Session, clock: FakeClock, kind: str
) -> None:
    lines = [line for line in NOTICE.read_text("utf-8").splitlines() if line.strip()]
    content = MAKERS[kind](lines)
    notice = receive_notice(session, content, f"通知.{kind}", now=clock(), actor="李")
    register = load_register(session, {})
    read_stored_notice(session, notice.number, register=register, now=clock())

    assert session.exec(select(NoticeOriginal)).one().content == content
    assert notice.status is NoticeStatus.DRAFT
    assert notice.title
    measures = session.exec(select(Measure)).all()
    assert measures
    for measure in measures:
        assert measure.text[:10] in notice.text
