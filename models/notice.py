"""Notices (来文): one document, kept byte for byte as it arrived."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, text
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.notices import TRANSITIONS, NoticeStatus
from rules.transitions import check_transition

NOT_WITHDRAWN = text("status <> 'withdrawn'")


class Notice(Row, table=True):
    """What was read from one document, and where it stands."""

    __table_args__ = (
        Index(
            "notice_sha256_once",
            "sha256",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
        CheckConstraint(
            "status <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_has_a_moment"
        ),
    )

    sha256: str  # of the bytes: the same notice twice is one, unless the first was withdrawn
    filename: str
    status: NoticeStatus = Field(
        default=NoticeStatus.RECEIVED,
        sa_column=Column(stored_by_value(NoticeStatus), nullable=False, index=True),
    )
    text: str = ""  # decoded, otherwise untouched: every span points into it
    title: str | None = None
    doc_number: str | None = None
    issuers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    addressees: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    issued_on: date | None = None
    place: str | None = None  # 临澜市: what 市科技局 means depends on it
    policy: str = "常规"  # name of the preset; a copy goes into each case it opens
    first_named_leads: bool | None = None  # the one confirmation of DESIGN.md section 2
    supersedes_id: int | None = Field(default=None, foreign_key="notice.id")
    reading: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON)
    )  # as `duban read --json`
    read_error: str | None = None
    received_at: datetime
    confirmed_at: datetime | None = None

    def move_to(self, status: NoticeStatus, *, now: datetime) -> None:
        """Change status, or raise `TransitionNotAllowed`."""
        check_transition(TRANSITIONS, self.status, status)
        self.status = status
        if status is NoticeStatus.CONFIRMED:
            self.confirmed_at = now


class NoticeOriginal(Row, table=True):
    """The bytes of a notice, apart so that lists of notices stay light."""

    notice_id: int = Field(foreign_key="notice.id", unique=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
