"""A notice of any format is kept byte for byte and read into drafts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session, select

from actions.intake import read_stored_notice, receive_notice
from actions.register import load_register
from models import Measure, NoticeOriginal
from rules.notices import NoticeStatus
from tests.fakes import FakeClock
from tests.notices.files import docx_of, html_of, markdown_of, pdf_of

MAKERS: dict[str, Callable[[list[str]], bytes]] = {
    "docx": docx_of,
    "pdf": pdf_of,
    "html": html_of,
    "md": markdown_of,
}
NOTICE = Path(__file__).parents[1] / "corpus" / "notices" / "energy_saving.txt"


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
