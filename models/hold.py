"""Holds (暂缓): a person keeps what we would say to a department from being said for a while."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.audiences import Audience


class Hold(Row, table=True):
    """While it stands, no reminder and no rung goes to the department, or about the one task.

    One about an audience keeps only what is said to that post: it is decided all the same.
    """

    __table_args__ = (
        CheckConstraint("trim(reason) <> ''", name="has_a_reason"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)", name="released_by_a_person"
        ),
    )

    department_id: int = Field(foreign_key="department.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id")
    audience: Audience | None = Field(
        default=None, sa_column=Column(stored_by_value(Audience), nullable=True)
    )
    reason: str
    placed_by: str
    placed_at: datetime
    until_on: date | None = None  # the last day on which it stands; None: until it is released
    released_by: str | None = None
    released_at: datetime | None = None
