"""Extensions (延期): asked for, granted or refused; the original date is kept on the task."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row


class Extension(Row, table=True):
    """One request to move one due instance of an assignment."""

    __table_args__ = (
        CheckConstraint("status IN ('asked', 'granted', 'refused')", name="known_status"),
        CheckConstraint("until_on > from_on", name="later_than_before"),
        CheckConstraint(
            "status = 'asked' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided_by_a_person",
        ),
    )

    task_id: int = Field(foreign_key="task.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    return_item_id: int | None = Field(default=None, foreign_key="return_item.id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    from_on: date  # what was due when it was asked
    until_on: date
    reason: str
    asked_at: datetime
    late: bool = False  # asked after the day: it still counts as overdue
    status: str = Field(default="asked", index=True)
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
