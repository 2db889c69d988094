"""Approvals: drafts that wait for a named leader (通报, 约谈, 建议问责, reports)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class Approval(Row, table=True):
    """One draft. Only people punish: nothing is sent before somebody with a name accepted it."""

    __table_args__ = (
        UniqueConstraint("key", name="drafted_once"),
        CheckConstraint(
            "status IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="known_status"
        ),
        CheckConstraint(
            "status = 'waiting' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_a_person",
        ),
        CheckConstraint("status <> 'refused' OR reason IS NOT NULL", name="refused_has_a_reason"),
    )

    key: str  # kind, department, notice, rung and day
    kind: str  # bulletin (通报) | talk (约谈) | accountability (建议问责) | report
    notice_id: int = Field(foreign_key="notice.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id")
    case_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    task_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    title: str
    text: str  # the draft, as it would be sent
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    drafted_on: date
    created_at: datetime
    status: str = Field(default="waiting", index=True)
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
