"""Notices that may be one: the same in other bytes, or an edition that this one revises."""

import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import Notice
from rules.notices import OVER

REVISES = re.compile(
    r"修订|修改|修正|废止|停止执行|以本(?:通知|方案|文)为准|替代|取代|重新印发|调整后"
)
EDITION = re.compile(
    r"[（(〔\[](?:[^（()）〔〕\[\]]{0,12}(?:修订|修正|修改|试行|暂行)[^（()）〔〕\[\]]{0,6})[）)〕\]]|修订稿|修订版"
)
QUOTES = re.compile(r"[《》〈〉“”\"\s]")


@dataclass(frozen=True, slots=True)
class Twin:
    """Another notice, and why it may be the same or an older edition, in words."""

    notice: Notice
    reason: str


def find_copies(session: Session, notice: Notice) -> list[Twin]:
    """Return notices with the same number, or the same title and date, in other bytes."""
    found = []
    for other in _others(session, notice):
        if notice.doc_number and other.doc_number == notice.doc_number:
            found.append(Twin(other, f"文号同为{notice.doc_number}"))
        elif (
            notice.title
            and notice.issued_on
            and plain_title(other.title) == plain_title(notice.title)
            and other.issued_on == notice.issued_on
        ):
            found.append(Twin(other, "标题和成文日期相同"))
    return found


def find_predecessors(session: Session, notice: Notice) -> list[Twin]:
    """Return notices that this one may revise, the likeliest first; a person decides."""
    if not notice.title:
        return []
    copies = {twin.notice.number for twin in find_copies(session, notice)}
    wording = REVISES.search(notice.text) or REVISES.search(notice.title)
    found = []
    for other in _others(session, notice):
        if other.number in copies or not other.title:
            continue
        same_title = plain_title(other.title) == plain_title(notice.title)
        later = bool(other.issued_on and notice.issued_on and other.issued_on < notice.issued_on)
        same_issuer = (
            not other.issuers or not notice.issuers or (set(other.issuers) & set(notice.issuers))
        )
        named = other.doc_number is not None and other.doc_number in notice.text
        if named and wording:
            found.append((0, Twin(other, f"文中提到{other.doc_number}，并有“{wording[0]}”字样")))
        elif same_title and same_issuer and wording:
            found.append((1, Twin(other, f"标题、发文机关相同，文中有“{wording[0]}”字样")))
        elif same_title and later:
            found.append((2, Twin(other, "标题相同，成文日期在后")))
    return [twin for _, twin in sorted(found, key=lambda pair: (pair[0], -pair[1].notice.number))]


def plain_title(title: str | None) -> str:
    """Return a title without quotation marks, blanks and the name of its edition."""
    return QUOTES.sub("", EDITION.sub("", title or ""))


def _others(session: Session, notice: Notice) -> list[Notice]:
    return list(
        session.exec(
            select(Notice)
            .where(Notice.id != notice.id, col(Notice.status).not_in(OVER))
            .order_by(col(Notice.id).desc())
        )
    )
