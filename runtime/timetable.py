"""The timetable: `prefect.yaml`, with the office's changes laid over it.

Read here without Prefect, so that pages and commands can show it at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func
from sqlmodel import Session, col, select

from models import FlowRun, ScheduleOverride
from rules.cron import Cron
from rules.errors import NotFound
from runtime.wiring import Runtime


@dataclass(frozen=True, slots=True)
class Entry:
    """One flow of the timetable. `cron` is what holds now, `printed` what the file says."""

    flow: str  # send_reminders
    label: str  # 提醒与催办
    entrypoint: str  # flows.send_reminders.send_reminders
    cron: Cron
    printed: Cron
    expects: tuple[str, ...] = ()  # duban.notice.received
    paused: bool = False
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """One flow as the schedule page and `duban schedule list` show it."""

    flow: str
    label: str
    times: str  # 每天08:30
    expects: tuple[str, ...]
    last_run_at: datetime | None
    last_ok: bool | None  # None: never ran, or still running
    last_outcome: Mapping[str, Any]
    recorded_by_prefect: bool
    next_run_at: datetime | None  # None: paused
    paused: bool
    changed_by: str


def timetable_file() -> Path:
    """Return the file's place: inside the wheel, or in the checkout's `deployments/`."""
    shipped = Path(str(files("duban"))) / "prefect.yaml"
    return shipped if shipped.exists() else shipped.parents[1] / "deployments" / "prefect.yaml"


@cache
def read_timetable(path: Path | None = None) -> tuple[Entry, ...]:
    """Return the flows in the order of the file."""
    content = yaml.safe_load((path or timetable_file()).read_text("utf-8"))
    return tuple(_entry(deployment) for deployment in content["deployments"])


def current_timetable(
    session: Session, printed: Iterable[Entry] | None = None
) -> tuple[Entry, ...]:
    """Return the flows as the office has them today; `printed` is the file's, read already."""
    overrides = {row.flow: row for row in session.exec(select(ScheduleOverride))}
    entries = read_timetable() if printed is None else printed
    return tuple(_with(entry, overrides.get(entry.flow)) for entry in entries)


def get_entry(entries: Iterable[Entry], flow: str) -> Entry:
    """Return the entry of a flow, named with hyphens or underscores; raise `NotFound`."""
    name = flow.replace("-", "_")
    for entry in entries:
        if entry.flow == name:
            return entry
    raise NotFound("flow", flow)


def overview(runtime: Runtime, *, now: datetime | None = None) -> list[TimetableRow]:
    """Return what the schedule page shows: last and next runs, pauses, who changed what."""
    moment = now or runtime.clock()
    with runtime.reading() as session:
        entries = current_timetable(session)
        latest = select(func.max(FlowRun.id)).group_by(FlowRun.flow)
        runs = {
            run.flow: run
            for run in session.exec(select(FlowRun).where(col(FlowRun.id).in_(latest)))
        }
        return [_row(entry, runs.get(entry.flow), moment) for entry in entries]


def _entry(deployment: Mapping[str, Any]) -> Entry:
    schedule = deployment["schedules"][0]
    cron = Cron.parse(schedule["cron"], schedule["timezone"])
    return Entry(
        flow=deployment["entrypoint"].rpartition(".")[2],
        label=deployment["description"],
        entrypoint=deployment["entrypoint"],
        cron=cron,
        printed=cron,
        expects=tuple(name for t in deployment.get("triggers", ()) for name in t["expect"]),
    )


def _with(entry: Entry, override: ScheduleOverride | None) -> Entry:
    if override is None:
        return entry
    return replace(
        entry,
        cron=entry.cron.moved_to(override.at) if override.at else entry.cron,
        paused=override.paused,
        changed_by=override.changed_by,
    )


def _row(entry: Entry, run: FlowRun | None, now: datetime) -> TimetableRow:
    return TimetableRow(
        flow=entry.flow,
        label=entry.label,
        times=entry.cron.in_words(),
        expects=entry.expects,
        last_run_at=run.started_at if run else None,
        last_ok=run.ok if run else None,
        last_outcome=run.outcome if run else {},
        recorded_by_prefect=run.recorded_by_prefect if run else False,
        next_run_at=None if entry.paused else entry.cron.next_after(now),
        paused=entry.paused,
        changed_by=entry.changed_by,
    )
