"""Milestones (节点): reached when who answers for the task reports the share they stand for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from actions.due_queries import ANSWERS_FOR_TASK
from actions.events import record_event
from actions.pursuit import end_pursuit
from models import Assignment, Milestone, StatusUpdate
from rules.assignments import AssignmentStatus

REACHED = select(Milestone).where(
    Milestone.task_id == bindparam("task_id"),
    col(Milestone.done_at).is_(None),
    col(Milestone.percent) <= bindparam("percent"),
)

ANSWERING = select(Assignment).where(
    Assignment.task_id == bindparam("task_id"),
    Assignment.status != AssignmentStatus.ENDED,
    col(Assignment.role).in_(ANSWERS_FOR_TASK),
)
FIGURES = (
    select(StatusUpdate.assignment_id, StatusUpdate.percent)
    .where(
        col(StatusUpdate.assignment_id).in_(bindparam("ids", expanding=True)),
        col(StatusUpdate.percent).is_not(None),
    )
    .order_by(col(StatusUpdate.id))
)


def reach_milestones(
    session: Session, assignment: Assignment, percent: float | None, *, now: datetime, actor: str
) -> int:
    """Mark the open milestones of a task that a reported percentage covers; return how many.

    Only the word of who consolidates counts; where nobody does, the least that any unit which
    answers for the task has reported. What was asked about them stops.
    """
    if percent is None:
        return 0
    about_task = {"task_id": assignment.task_id}
    answering = session.exec(ANSWERING, params=about_task).all()
    speakers = [part for part in answering if part.consolidates] or answering
    if assignment not in speakers:
        return 0
    covered = _least(session, speakers, {assignment.number: percent})
    if covered is None:
        return 0
    about = {"task_id": assignment.task_id, "percent": covered}
    reached = session.exec(REACHED, params=about).all()
    for milestone in reached:
        milestone.done_at = now
        session.add(milestone)
        record_event(session, "milestone.reached", milestone, now=now, actor=actor, percent=covered)
        end_pursuit(
            session,
            [part.number for part in speakers],
            reason="节点已完成",
            now=now,
            due_instance=f"milestone:{milestone.number}:{milestone.due_on}",
        )
    return len(reached)


def _least(
    session: Session, speakers: Sequence[Assignment], now_told: Mapping[int, float]
) -> float | None:
    """Return the least of the latest percentages, or None while somebody has given none."""
    ids = [part.number for part in speakers]
    latest = {**dict(session.exec(FIGURES, params={"ids": ids}).all()), **now_told}
    figures = [latest.get(number) for number in ids]
    known = [figure for figure in figures if figure is not None]
    return min(known) if known and len(known) == len(figures) else None
