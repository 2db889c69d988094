"""Matches of tasks (对应): which task of a revised notice continues which of the old one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.base import Row


class TaskMatch(Row, table=True):
    """One old task and what becomes of it; without `new_task_id` it ends with the old notice."""

    __table_args__ = (
        UniqueConstraint("notice_id", "old_task_id", name="one_match_an_old_task"),
        UniqueConstraint("notice_id", "new_task_id", name="one_match_a_new_task"),
        CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at_iff_decided"
        ),
    )

    notice_id: int = Field(foreign_key="notice.id", index=True)  # the revised notice
    old_task_id: int = Field(foreign_key="task.id", index=True)
    new_task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    kind: str  # identical | same-words | same-number | similar | none | person
    score: float = 0  # how alike the words are, of 100; it proposes and never decides
    old_status: str | None = None  # of the old task when its notice was superseded
    decided_by: str | None = None
    decided_at: datetime | None = None
    carried_at: datetime | None = None
