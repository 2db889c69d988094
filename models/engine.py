"""What the engine remembers: leases, runs, requests to run now, changes to the timetable."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.base import Row


class Lease(Row, table=True):
    """Who may do a job until when; taken by a conditional update."""

    name: str = Field(unique=True)
    holder: str
    until: datetime


class FlowRun(Row, table=True):
    """One run of a flow that the embedded engine fired."""

    flow: str = Field(index=True)
    cause: str  # schedule | event | request | catch-up
    started_at: datetime
    finished_at: datetime | None = None
    ok: bool | None = None
    recorded_by_prefect: bool = False
    outcome: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class RunRequest(Row, table=True):
    """A person's "run now"; the engine takes it."""

    flow: str
    requested_by: str
    requested_at: datetime
    taken_at: datetime | None = None
    run_id: int | None = Field(default=None, foreign_key="flow_run.id")


class ScheduleOverride(Row, table=True):
    """An office's change to the timetable, laid over `deployments/prefect.yaml`."""

    flow: str = Field(unique=True)
    paused: bool = False
    at: str | None = None  # HH:MM in the office's zone
    changed_by: str
    changed_at: datetime
