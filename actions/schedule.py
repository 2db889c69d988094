"""An office's changes to the timetable, and its wish that a flow runs now."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from models import RunRequest, ScheduleOverride
from rules.cron import Cron
from rules.errors import NotAllowed

_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def pause(session: Session, flow: str, *, by: str, now: datetime) -> ScheduleOverride:
    """Stop a flow's runs, by clock and by event, until it is resumed."""
    override = _override(session, flow, by=by, now=now)
    override.paused = True
    return override


def resume(session: Session, flow: str, *, by: str, now: datetime) -> ScheduleOverride:
    """Let a flow run again; it then takes everything that waited."""
    override = _override(session, flow, by=by, now=now)
    override.paused = False
    return override


def set_time(
    session: Session, flow: str, at: str, *, printed: Cron, by: str, now: datetime
) -> ScheduleOverride:
    """Run a daily flow at another time of day, `HH:MM`; `printed` is what the file says."""
    if not printed.is_daily:
        raise NotAllowed(
            f"{flow}{printed.in_words()}运行一次，没有可改的固定时刻。", "可以暂停它。"
        )
    if not _TIME_OF_DAY.fullmatch(at):
        raise NotAllowed(f"时刻“{at}”无法识别。", "请写成 08:30 这样的24小时制时刻。")
    override = _override(session, flow, by=by, now=now)
    override.at = at
    return override


def request_run(session: Session, flow: str, *, by: str, now: datetime) -> RunRequest:
    """Ask the engine to run a flow now; a request that still waits is not repeated."""
    waiting = select(RunRequest).where(RunRequest.flow == flow, col(RunRequest.taken_at).is_(None))
    known = session.exec(waiting).first()
    request = known or RunRequest(flow=flow, requested_by=by, requested_at=now)
    session.add(request)
    session.flush()
    return request


def _override(session: Session, flow: str, *, by: str, now: datetime) -> ScheduleOverride:
    """Return the flow's one row of changes, signed and dated anew."""
    known = session.exec(select(ScheduleOverride).where(ScheduleOverride.flow == flow)).first()
    override = known or ScheduleOverride(flow=flow, changed_by=by, changed_at=now)
    override.changed_by, override.changed_at = by, now
    session.add(override)
    return override
