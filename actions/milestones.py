"""Milestones (节点): reached when who answers for the task reports the share they stand for."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actions.events import record_event
from actions.pursuit import end_pursuit
from models import Assignment, Milestone

REACHED = select(Milestone).where(
    Milestone.task_id == bindparam("task_id"),
    col(Milestone.done_at).is_(None),
    col(Milestone.percent) <= bindparam("percent"),
)


def reach_milestones(
    session: Session, assignment: Assignment, percent: float | None, *, now: datetime, actor: str
) -> int:
    """Mark the open milestones of a task that a reported percentage covers; return how many.

    Only the word of who consolidates counts. What was asked about them stops.
    """
    if percent is None or not assignment.consolidates:
        return 0
    about = {"task_id": assignment.task_id, "percent": percent}
    reached = session.exec(REACHED, params=about).all()
    for milestone in reached:
        milestone.done_at = now
        session.add(milestone)
        record_event(session, "milestone.reached", milestone, now=now, actor=actor, percent=percent)
        end_pursuit(
            session,
            [assignment.number],
            reason="节点已完成",
            now=now,
            due_instance=f"milestone:{milestone.number}:{milestone.due_on}",
        )
    return len(reached)
