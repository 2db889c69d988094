"""Milestones (节点): dated steps of a task."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import Row


class Milestone(Row, table=True):
    """One dated step; `source` says who set it: notice, office or plan."""

    task_id: int = Field(foreign_key="task.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    title: str
    due_on: date = Field(index=True)
    percent: float | None = None  # how much of the task is done by then
    source: str = "plan"
    update_id: int | None = Field(default=None, foreign_key="status_update.id")
    done_at: datetime | None = None
