"""Reporting duties (报送要求), their periods (报送期), returns (填报) and return items (填报项)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.returns import TRANSITIONS, ItemStatus
from rules.transitions import check_transition


class ReportingDuty(Row, table=True):
    """Who reports what, how often, by when, to whom; read from the notice or set by the office."""

    __table_args__ = (
        CheckConstraint(
            "frequency IN ('annual', 'semiannual', 'quarterly', 'monthly', 'once', 'irregular')",
            name="known_frequency",
        ),
        CheckConstraint("set_by IN ('notice', 'office')", name="set_by_notice_or_office"),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)
    frequency: str
    due: str | None = None  # (semi)annual MM-DD; once YYYY-MM-DD; monthly, quarterly a day number
    quarter_month: int | None = None  # of quarterly: 1 the month after it, 3 its last; see rules
    reporters: str = "所有责任单位"  # as printed
    reporter_ids: list[int] | None = Field(
        default=None, sa_column=Column(JSON)
    )  # None: all assigned
    recipient: str | None = None  # as printed; None: not stated
    first_year: int | None = None
    last_year: int | None = None
    set_by: str = "notice"
    quote: str = ""
    span_start: int = 0
    span_end: int = 0
    confirmed_at: datetime | None = None  # until then no period opens


class ReportingPeriod(Row, table=True):
    """One period of a duty."""

    __table_args__ = (
        UniqueConstraint("duty_id", "label", name="one_period_a_label"),
        CheckConstraint("opens_on <= due_on", name="opens_before_due"),
    )

    duty_id: int = Field(foreign_key="reporting_duty.id", index=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    label: str  # 2024年度, 2024年第三季度
    starts_on: date
    ends_on: date
    opens_on: date
    support_due_on: date  # 配合单位: 3 working days before the lead's
    due_on: date = Field(index=True)
    opened_at: datetime | None = None
    compiled_at: datetime | None = None


class Return(Row, table=True):
    """One department's one answer for a period. Its state is derived from its items."""

    __table_args__ = (
        UniqueConstraint("period_id", "department_id", name="one_return_a_department"),
    )

    period_id: int = Field(foreign_key="reporting_period.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)


class ReturnItem(Row, table=True):
    """The part of a return about one assignment."""

    __table_args__ = (
        UniqueConstraint("return_id", "assignment_id", name="one_item_an_assignment"),
    )

    return_id: int = Field(foreign_key="return.id", index=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    due_on: date = Field(index=True)
    status: ItemStatus = Field(
        default=ItemStatus.AWAITED,
        sa_column=Column(stored_by_value(ItemStatus), nullable=False, index=True),
    )
    given_at: datetime | None = None  # first answer: on time or late
    reason: str | None = None  # of a 退回
    sent_back_at: datetime | None = None  # the last 退回: its letter said the day anew

    def move_to(self, status: ItemStatus, *, now: datetime) -> None:
        """Change status, or raise `TransitionNotAllowed`."""
        check_transition(TRANSITIONS, self.status, status)
        self.status = status
        if status in (ItemStatus.GIVEN, ItemStatus.CONSOLIDATED) and self.given_at is None:
            self.given_at = now
        if status is ItemStatus.SENT_BACK:
            self.sent_back_at = now
