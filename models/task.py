"""Tasks (任务): one responsibility clause of a measure, tracked to its end."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.tasks import TRANSITIONS, TaskStatus
from rules.transitions import check_transition


class Task(Row, table=True):
    """One task. `due_on` may be empty and is never invented."""

    __table_args__ = (
        UniqueConstraint("notice_id", "key", name="one_task_a_key"),
        UniqueConstraint("measure_id", "part", name="one_task_a_clause"),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at_iff_closed"
        ),
        CheckConstraint(
            "status <> 'suspended' OR reason IS NOT NULL", name="suspended_has_a_reason"
        ),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    part: int = 1  # the nth clause of its measure
    key: str  # "7" or "7.2": the measure's place in the text, and the clause
    title: str
    clause: str | None = None  # as printed
    span_start: int
    span_end: int
    lead_implied: bool = False
    wants_plan: bool = False  # 制定实施方案: the accepted answer becomes milestones
    due_on: date | None = Field(default=None, index=True)  # as it stands, after extensions
    original_due_on: date | None = None  # as the notice or the office first set it
    due_quote: str | None = None
    status: TaskStatus = Field(
        default=TaskStatus.DRAFT,
        sa_column=Column(stored_by_value(TaskStatus), nullable=False, index=True),
    )
    policy: str | None = None  # a preset of its own; else that of the notice
    words: str | None = None  # where a person split, joined or added it; else the measure's
    continues_id: int | None = Field(default=None, foreign_key="task.id", index=True)  # revised
    reviewed_by: str | None = None  # who looked at the draft and found it right
    reviewed_at: datetime | None = None
    reason: str | None = None  # of a suspension, a withdrawal or a 退回
    dispatched_at: datetime | None = None
    resumed_at: datetime | None = None  # 恢复 or 退回: what it owes counts from here
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None

    def move_to(self, status: TaskStatus, *, now: datetime) -> None:
        """Change status, or raise `TransitionNotAllowed`."""
        check_transition(TRANSITIONS, self.status, status)
        self.status = status
        match status:
            case TaskStatus.SUBMITTED:
                self.submitted_at = now
            case TaskStatus.VERIFIED:
                self.verified_at = now
            case TaskStatus.CLOSED:
                self.closed_at = now
            case TaskStatus.IN_PROGRESS if self.dispatched_at is None:
                self.dispatched_at = now
            case TaskStatus.IN_PROGRESS:
                self.resumed_at = now
