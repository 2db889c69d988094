"""Taking a notice in: kept byte for byte, read, and laid out as drafts for a person."""

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

import notices
from actions.drafts import draft_from_reading
from actions.events import record_event
from actions.register import Register
from actions.suggestions import suggest_owners
from models import Notice, NoticeOriginal
from rules.errors import NotAllowed
from rules.notices import NoticeStatus


class NoticeKnown(NotAllowed):
    """The same bytes were imported before; nothing was stored again."""

    def __init__(self, notice: Notice) -> None:
        self.notice_id = notice.number
        self.unread = notice.status is NoticeStatus.RECEIVED
        super().__init__(
            f"这份来文已经导入过，编号 {notice.number}：{notice.title or notice.filename}。",
            f"请用 duban status {notice.number} 查看；修订后的来文是另一份文件，可直接导入。",
        )


def receive_notice(
    session: Session, content: bytes, filename: str, *, now: datetime, actor: str
) -> Notice:
    """Store a notice as it arrived.

    Raises `NoticeKnown` for the same bytes (unless that notice was withdrawn),
    `notices.NoticeUnreadable` for a file that is no notice, and `notices.NoticeClassified` for one
    that bears a classification mark: of these, nothing is kept (保守国家秘密法 art. 31).
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = session.exec(
        select(Notice).where(Notice.sha256 == sha256, Notice.status != NoticeStatus.WITHDRAWN)
    ).first()
    if known is not None:
        raise NoticeKnown(known)
    reading = notices.read(content, filename)
    notice = Notice(
        sha256=sha256,
        filename=filename,
        text=reading.text,
        title=reading.header.title,
        doc_number=reading.header.doc_number,
        received_at=now,
    )
    session.add(notice)
    session.flush()
    session.add(NoticeOriginal(notice_id=notice.number, content=content))
    record_event(session, "notice.received", notice, now=now, actor=actor, sha256=sha256)
    return notice


def unread_notice_ids(session: Session) -> list[int]:
    """Return the notices that wait to be read."""
    found = session.exec(select(Notice.id).where(col(Notice.status) == NoticeStatus.RECEIVED))
    return [number for number in found if number is not None]


def read_original(session: Session, notice_id: int) -> notices.Reading:
    """Read the stored bytes; nothing is written, so that nobody waits while a long one is read."""
    notice = session.get_one(Notice, notice_id)
    original = session.exec(
        select(NoticeOriginal).where(NoticeOriginal.notice_id == notice_id)
    ).one()
    return notices.read(original.content, notice.filename)


def read_stored_notice(
    session: Session,
    notice_id: int,
    *,
    register: Register,
    now: datetime,
    reading: notices.Reading | None = None,
) -> Notice:
    """Lay a stored notice out as drafts; a notice that was read already stays as it is.

    `reading` is what `read_original` found, where it was read beforehand.
    """
    notice = session.get_one(Notice, notice_id)
    if notice.status is not NoticeStatus.RECEIVED:
        return notice
    reading = reading or read_original(session, notice_id)
    data = notices.reading_as_json(reading)
    notice.text, notice.reading = reading.text, data
    header = reading.header
    notice.title, notice.doc_number = header.title, header.doc_number
    notice.issuers, notice.addressees = list(header.issuers), list(header.addressees)
    notice.issued_on, notice.place = header.issued_on, header.place
    session.add(notice)
    draft_from_reading(session, notice, data, register=register, now=now)
    notice.reading = suggest_owners(session, notice, data, register=register, now=now)
    notice.move_to(NoticeStatus.DRAFT, now=now)
    record_event(session, "notice.read", notice, now=now)
    return notice
