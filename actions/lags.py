"""What a slow climb is about, in figures: which value or percentage lags, and behind what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from models import (
    Assignment,
    Milestone,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from rules.due import DueKind, base_instance, kind_of
from rules.returns import OWED
from rules.slow import AT_LEAST, PlannedStep, expected_percent, points_behind, share_of_year
from rules.wording import quoted, short_date
from rules.working_days import WorkingCalendar


def lags_of(
    session: Session,
    climbs: Iterable[tuple[int, str]],
    *,
    today: date,
    calendar: WorkingCalendar,
) -> dict[tuple[int, str], str]:
    """Return the figures behind each slow climb (assignment, due instance) as of `today`.

    Climbs about a day are left out, and slow ones whose figures have caught up meanwhile.
    """
    day = _Day(session, today, calendar)
    figures = {"silent": day.silent, "behind": day.behind, "target": day.targets}
    described: dict[tuple[int, str], str] = {}
    for assignment_id, instance in climbs:
        if kind_of(instance) is not DueKind.SLOW:
            continue
        cause = base_instance(instance).split(":")[1]
        if said := figures[cause](assignment_id):
            described[assignment_id, instance] = said
    return described


@dataclass(frozen=True, slots=True)
class _Day:
    """The facts as of one day; each method returns the figures of one cause, or nothing."""

    session: Session
    today: date
    calendar: WorkingCalendar

    def silent(self, assignment_id: int) -> str:
        query = (
            rows_of(col(ReportingPeriod.label))
            .join(Return, col(Return.period_id) == col(ReportingPeriod.id))
            .join(ReturnItem, col(ReturnItem.return_id) == col(Return.id))
            .where(
                col(ReturnItem.assignment_id) == assignment_id,
                col(ReturnItem.status).in_(OWED),
                col(ReturnItem.due_on) < self.today,
            )
            .order_by(col(ReturnItem.due_on))
        )
        labels = list(self.session.execute(query).scalars())
        return f"{'、'.join(labels)}均未报送" if labels else ""

    def targets(self, assignment_id: int) -> str:
        latest = (
            rows_of(func.max(col(TargetReading.id)))
            .where(col(TargetReading.target_id) == col(Target.id))
            .correlate(Target)
            .scalar_subquery()
        )
        query: Any = (
            rows_of(Target, TargetReading)
            .join(TargetReading, col(TargetReading.id) == latest)
            .join(Assignment, col(Assignment.task_id) == col(Target.task_id))
            .where(
                col(Assignment.id) == assignment_id,
                col(Assignment.department_id) == col(Target.owner_id),
                col(Target.by).between(self.today, date(self.today.year, 12, 31)),
                col(Target.stretch).is_(False),
                col(Target.op).in_(AT_LEAST),
                col(Target.value) > 0,
                col(TargetReading.value).is_not(None),
            )
            .order_by(col(Target.order))
        )
        return "；".join(
            _value_behind(
                target, told.value, said_on=self.calendar.office_day(told.read_at), today=self.today
            )
            for target, told in self.session.execute(query)
            if points_behind(
                100.0 * told.value / target.value, share_of_year(self.today, until=target.by)
            )
        )

    def behind(self, assignment_id: int) -> str:
        query = (
            rows_of(
                col(StatusUpdate.percent), col(StatusUpdate.said_at), col(Task.id),
                col(Task.dispatched_at), col(Task.due_on),
            )
            .join(Assignment, col(Assignment.id) == col(StatusUpdate.assignment_id))
            .join(Task, col(Task.id) == col(Assignment.task_id))
            .where(
                col(StatusUpdate.assignment_id) == assignment_id,
                col(StatusUpdate.percent).is_not(None),
            )
            .order_by(col(StatusUpdate.id).desc())
            .limit(1)
        )  # fmt: skip
        found = self.session.execute(query).one_or_none()
        if found is None:
            return ""
        told, said_at, task_id, dispatched_at, due_on = found
        steps = _planned_steps(self.session, task_id)
        begun = self.calendar.office_day(dispatched_at) if dispatched_at else None
        expected = expected_percent(steps, started_on=begun, due_on=due_on, today=self.today)
        if not points_behind(told, expected):
            return ""
        said_on = short_date(self.calendar.office_day(said_at), self.today)
        against = "节点计划" if steps else "时间进度"
        return f"{said_on}填报进度{told:g}%，按{against}应达{expected:.0f}%"


def _value_behind(target: Target, told: float, *, said_on: date, today: date) -> str:
    assert target.by is not None
    done = 100.0 * told / target.value
    passed = share_of_year(today, until=target.by)
    return (
        f"指标{quoted(target.indicator)}{short_date(target.by, today)}前应达{target.value:g}"
        f"{target.unit}，{short_date(said_on, today)}填报{told:g}{target.unit}，"
        f"完成{done:.0f}%，时间已过{passed:.0f}%"
    )


def _planned_steps(session: Session, task_id: int) -> list[PlannedStep]:
    query = rows_of(col(Milestone.due_on), col(Milestone.percent)).where(
        col(Milestone.task_id) == task_id, col(Milestone.percent).is_not(None)
    )
    return [PlannedStep(day, percent) for day, percent in session.execute(query)]
