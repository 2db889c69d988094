"""Inbound messages (来件): a raw mail, webhook call or form, kept before anything is understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class InboundMessage(Row, table=True):
    """One message, once: `key` is its Message-ID, its content's hash or the webhook's id."""

    __table_args__ = (
        UniqueConstraint("mailbox", "key", name="received_once"),
        CheckConstraint(
            "status IN ('stored', 'processed', 'triage', 'ignored', 'resolved')",
            name="known_status",
        ),
    )

    channel: str  # email | webhook | form
    mailbox: str  # address of the mailbox, or webhook:<department code>, or form
    key: str
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    headers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    received_at: datetime = Field(index=True)
    status: str = Field(default="stored", index=True)
    kind: str | None = (
        None  # update | auto_reply | bounce | rejected | triage | duplicate | ignored
    )
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    heard: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON)
    )  # what was understood
    sender: str = ""
    subject: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    outgoing_id: int | None = Field(  # what it answers, or claims to: proven only if processed
        default=None, foreign_key="outgoing_message.id", index=True
    )
    taken_by: str | None = None  # who of the office looks after it while it is in triage
    taken_at: datetime | None = None
    processed_at: datetime | None = None
    attempts: int = 0
    last_error: str | None = None
