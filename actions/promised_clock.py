"""Part of the auditor: did time go on as it does? A clock that was set, a server that stood still.

Nothing is said twice because of it, and nothing is held back; but the office is to know.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from models import Event, FlowRun

LATEST = 2000  # rows that are looked through
GOES_BACK = timedelta(minutes=10)  # less is two processes, or NTP
STOOD_STILL = timedelta(days=2)  # flows run each hour
TOLD_FOR = timedelta(days=1)  # after that it is history


def clock_set_back(session: Session, audit: Audit) -> Iterator[str]:
    """The record goes on; what was written last is not later than now."""
    query = rows_of(col(Event.happened_at)).order_by(col(Event.id).desc()).limit(LATEST)
    moments = [*reversed(session.execute(query).scalars().all()), audit.now]
    for before, after in pairwise(moments):
        if before - after > GOES_BACK and after >= audit.now - TOLD_FOR:
            yield f"从{audit.day(before)}回到{audit.day(after)}"
            return


def server_stood_still(session: Session, audit: Audit) -> Iterator[str]:
    """Something runs each hour; days without a run are an outage, or a clock that was set ahead."""
    query = rows_of(col(FlowRun.started_at)).order_by(col(FlowRun.id).desc()).limit(LATEST)
    moments = [*reversed(session.execute(query).scalars().all())]
    for before, after in pairwise(moments):
        if after - before > STOOD_STILL and after >= audit.now - TOLD_FOR:
            yield f"{audit.day(before)}至{audit.day(after)}没有运行记录"
            return
