"""Yearly targets behind their path (年度指标滞后): the last value told against the year passed."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.due_queries import POLICY
from models import Assignment, Notice, Target, TargetReading, Task
from rules.assignments import ACTIVE
from rules.due import Due, DueKind, slow_instance
from rules.notices import NoticeStatus
from rules.policies import Policy, policy_of
from rules.slow import AT_LEAST, points_behind, quarter_of, share_of_year
from rules.tasks import OPEN


def targets_behind(
    session: Session, *, today: date, policies: Mapping[str, Policy]
) -> Iterator[Due]:
    """Yield each owner's part whose target of this year lags, by the value told last.

    力争 targets are left out, and those whose value nobody told: other rules ask for it.
    """
    key = slow_instance("target", quarter_of(today))
    given = {"today": today, "year_ends": date(today.year, 12, 31)}
    for _, part, department, task, preset, told, wanted, by in session.execute(_lagging(), given):
        lag = points_behind(100.0 * told / wanted, share_of_year(today, until=by))
        if lag >= policy_of(policies, preset).behind_points:
            yield Due(
                DueKind.SLOW, part, due_on=today, told_on=today, assignment_id=part,
                department_id=department, task_id=task, policy=preset, key=key,
            )  # fmt: skip


@cache
def _lagging() -> Select[Any]:
    """Return the question for the targets of a year whose last value told is below the wanted."""
    latest = (
        rows_of(col(TargetReading.target_id), func.max(col(TargetReading.id)).label("id"))
        .group_by(col(TargetReading.target_id))
        .subquery()
    )
    return (
        rows_of(
            col(Target.id), col(Assignment.id), col(Assignment.department_id),
            col(Assignment.task_id), POLICY, col(TargetReading.value),
            col(Target.value), col(Target.by),
        )
        .select_from(Target)
        .join(latest, latest.c.target_id == col(Target.id))
        .join(TargetReading, col(TargetReading.id) == latest.c.id)
        .join(Assignment, col(Assignment.department_id) == col(Target.owner_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            col(Target.by) >= bindparam("today", type_=Date),
            col(Target.by) <= bindparam("year_ends", type_=Date),
            col(Target.confirmed_at).is_not(None),
            col(Target.stretch).is_(False),
            col(Target.op).in_(AT_LEAST),
            col(Target.value) > 0,
            col(TargetReading.value) < col(Target.value),
            col(Target.task_id) == col(Task.id),
            col(Assignment.status).in_(ACTIVE),
            col(Task.status).in_(OPEN),
            col(Notice.status) == NoticeStatus.CONFIRMED,
        )
        .order_by(col(Target.id), col(Assignment.id))
    )  # fmt: skip
