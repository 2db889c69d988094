"""Assignments (分工): one department's part in one task."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.assignments import TRANSITIONS, AssignmentStatus, Role
from rules.transitions import check_transition


class Assignment(Row, table=True):
    """One department's part in one task: what it is there for, and whether it accepted.

    `department_id` is empty while the printed name is unknown: that blocks this part only.
    """

    __table_args__ = (
        UniqueConstraint("task_id", "department_id", "role", name="once_per_role"),
        CheckConstraint(
            "NOT consolidates OR role IN ('lead', 'responsible')",
            name="only_a_lead_consolidates",
        ),
        CheckConstraint(
            "status <> 'acknowledged' OR acknowledged_at IS NOT NULL",
            name="acknowledged_has_a_moment",
        ),
        CheckConstraint(
            "department_id IS NOT NULL OR status IN ('draft', 'ended')",
            name="unknown_is_not_dispatched",
        ),
    )

    task_id: int = Field(foreign_key="task.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    collective_id: int | None = Field(default=None, foreign_key="collective.id")
    printed_name: str
    role: Role = Field(sa_column=Column(stored_by_value(Role), nullable=False))
    order: int  # as printed: the first of several is the implied lead
    consolidates: bool = False
    status: AssignmentStatus = Field(
        default=AssignmentStatus.DRAFT,
        sa_column=Column(stored_by_value(AssignmentStatus), nullable=False, index=True),
    )
    dispatched_at: datetime | None = None
    acknowledge_by: date | None = None  # the 签收 limit, fixed when dispatched
    object_before: datetime | None = None  # end of the days for an objection
    acknowledged_at: datetime | None = None
    objection: str | None = None  # 异议, in the department's words
    ended_reason: str | None = None

    def move_to(self, status: AssignmentStatus, *, now: datetime) -> None:
        """Change status, or raise `TransitionNotAllowed`."""
        check_transition(TRANSITIONS, self.status, status)
        self.status = status
        if status is AssignmentStatus.ACKNOWLEDGED:
            self.acknowledged_at = now
        if status is AssignmentStatus.DISPATCHED:
            self.dispatched_at = now
