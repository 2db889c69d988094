"""Settling an extension from the command line: the waiting request, or one noted at once."""

from datetime import date, datetime

from sqlmodel import Session

from actions.extensions import ask, grant, refuse, waiting_extensions
from models import Extension
from runtime.wiring import Runtime


def settle_extension(
    session: Session,
    assignment_id: int,
    *,
    until_on: date,
    reason: str,
    refused: bool,
    now: datetime,
    actor: str,
    runtime: Runtime,
) -> Extension:
    """Grant or refuse; without a waiting request one is noted first, as asked by telephone."""
    waiting = [row for row in waiting_extensions(session) if row.assignment_id == assignment_id]
    request = (
        waiting[0]
        if waiting
        else ask(
            session,
            assignment_id,
            until_on=until_on,
            reason=reason,
            now=now,
            actor=actor,
            calendar=runtime.calendar,
        )
    )
    request.until_on = until_on
    decide = refuse if refused else grant
    return decide(
        session,
        request.number,
        reason=reason,
        now=now,
        actor=actor,
        calendar=runtime.calendar,
        office=runtime.office,
    )
