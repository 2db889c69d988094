"""The outbox (发件): decided, then sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.audiences import Audience


class OutgoingMessage(Row, table=True):
    """One message. `message_id` never changes, so a repeat can be recognised."""

    __table_args__ = (
        CheckConstraint(
            "status IN ('pending', 'sent', 'failed', 'held', 'cancelled')", name="known_status"
        ),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_at_iff_sent"),
    )

    public_id: str = Field(unique=True)
    message_id: str = Field(unique=True)  # <public_id@domain>
    merge_key: str | None = Field(
        default=None, unique=True
    )  # department, audience, day: at most one
    kind: str  # dispatch | reminder | urge | notice_of_supervision | receipt | report | alarm | …
    channel: str = "email"
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    audience: Audience = Field(sa_column=Column(stored_by_value(Audience), nullable=False))
    cc_audience: str | None = None  # 分管领导 in copy, only from the rung that says so
    to_address: str | None = None  # an answer goes to who wrote; else resolved from contacts
    notice_id: int | None = Field(default=None, foreign_key="notice.id", index=True)
    task_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    return_id: int | None = Field(default=None, foreign_key="return.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)  # attached
    subject: str
    text: str
    html: str | None = None
    reply_to: str | None = None  # signed plus-address
    in_reply_to: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    office_day: date
    created_at: datetime
    status: str = Field(default="pending", index=True)
    not_before: datetime | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, index=True)
    claimed_until: datetime | None = None
    claimed_by: str | None = None
    sent_at: datetime | None = None
    last_error: str | None = None


class Delivery(Row, table=True):
    """One address of one message: taken, refused, or to be tried again."""

    __table_args__ = (
        CheckConstraint("status IN ('pending', 'sent', 'failed')", name="known_status"),
    )

    outgoing_id: int = Field(foreign_key="outgoing_message.id", index=True)
    address: str
    channel: str = "email"
    copy_only: bool = False
    status: str = "pending"
    provider_id: str | None = None
    error: str | None = None
    at: datetime | None = None
