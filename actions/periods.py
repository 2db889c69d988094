"""Opening reporting periods (报送期): one return per department, covering all its measures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import (
    Assignment,
    Notice,
    ReportingDuty,
    ReportingPeriod,
    Return,
    ReturnItem,
    Target,
    Task,
)
from rules.assignments import ACTIVE, Role
from rules.duties import Period, periods_between
from rules.notices import NoticeStatus
from rules.policies import Policy, policy_of
from rules.tasks import OPEN
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class OpeningPeriod:
    """A period of a duty that is to be open now, with the days that the calendar gives it."""

    duty_id: int
    period: Period
    opens_on: date
    support_due_on: date
    due_on: date


def open_due_periods(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> int:
    """Open every period that is due to start, fill the open ones; return how many were opened."""
    opening = periods_to_open(session, now=now, calendar=calendar, policies=policies)
    for plan in opening:
        open_period(session, plan, now=now)
    for period_id in periods_to_fill(session, today=calendar.office_day(now)):
        fill_period(session, period_id)
    return len(opening)


def periods_to_open(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[OpeningPeriod]:
    """Return the periods that should be open and are not; on a day off there are none.

    Of the periods that an outage let pass only the latest is opened, late: nobody is asked
    for a year of returns at once.
    """
    today = calendar.office_day(now)
    if not calendar.is_working_day(today):
        return []
    known = _known_labels(session)
    return [
        plan
        for duty, notice in _live_duties(session)
        for plan in _plans(
            duty, notice, today=today, calendar=calendar, policy=policy_of(policies, notice.policy)
        )
        if (plan.duty_id, plan.period.label) not in known
    ]


def open_period(session: Session, plan: OpeningPeriod, *, now: datetime) -> ReportingPeriod:
    """Open one period with a return for each reporting department."""
    duty = session.get_one(ReportingDuty, plan.duty_id)
    period = ReportingPeriod(
        duty_id=plan.duty_id,
        notice_id=duty.notice_id,
        label=plan.period.label,
        starts_on=plan.period.starts_on,
        ends_on=plan.period.ends_on,
        opens_on=plan.opens_on,
        support_due_on=plan.support_due_on,
        due_on=plan.due_on,
        opened_at=now,
    )
    session.add(period)
    session.flush()
    items = fill_period(session, period.number)
    record_event(
        session, "period.opened", period,
        now=now, label=period.label, items=items, due_on=str(period.due_on),
    )  # fmt: skip
    return period


def periods_to_fill(session: Session, *, today: date) -> list[int]:
    """Return the open periods that lack an item, as after a reassignment."""
    query = (
        select(ReportingPeriod, ReportingDuty, Assignment.department_id)
        .join(ReportingDuty, col(ReportingDuty.id) == col(ReportingPeriod.duty_id))
        .join(Task, col(Task.notice_id) == col(ReportingPeriod.notice_id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .outerjoin(
            Return,
            (col(Return.period_id) == col(ReportingPeriod.id))
            & (col(Return.department_id) == col(Assignment.department_id)),
        )
        .outerjoin(
            ReturnItem,
            (col(ReturnItem.return_id) == col(Return.id))
            & (col(ReturnItem.assignment_id) == col(Assignment.id)),
        )
        .where(
            col(ReportingPeriod.due_on) >= today,
            col(ReportingPeriod.compiled_at).is_(None),
            col(Assignment.status).in_(ACTIVE),
            col(Task.status).in_(OPEN),
            col(ReturnItem.id).is_(None),
        )
        .order_by(col(ReportingPeriod.id))
    )
    lacking = {
        period.number: None
        for period, duty, department_id in session.exec(query)
        if duty.reporter_ids is None or department_id in duty.reporter_ids
    }
    return list(lacking)


def fill_period(session: Session, period_id: int) -> int:
    """Add the returns and items that a period lacks; return how many items were added."""
    period = session.get_one(ReportingPeriod, period_id)
    duty = session.get_one(ReportingDuty, period.duty_id)
    parts = _parts(session, duty)
    owners = _target_owners(session, duty)
    returns = _returns(session, period_id, {part.department_id or 0 for part in parts} | owners)
    session.flush()
    present = set(
        session.exec(
            select(ReturnItem.assignment_id)
            .join(Return, col(Return.id) == col(ReturnItem.return_id))
            .where(Return.period_id == period_id)
        )
    )
    missing = [part for part in parts if part.number not in present]
    session.add_all(
        ReturnItem(
            return_id=returns[part.department_id or 0].number,
            assignment_id=part.number,
            due_on=period.support_due_on if part.role is Role.SUPPORT else period.due_on,
        )
        for part in missing
    )
    session.flush()
    return len(missing)


def _live_duties(session: Session) -> list[tuple[ReportingDuty, Notice]]:
    return list(
        session.exec(
            select(ReportingDuty, Notice)
            .join(Notice, col(Notice.id) == col(ReportingDuty.notice_id))
            .where(
                col(ReportingDuty.confirmed_at).is_not(None),
                col(Notice.status) == NoticeStatus.CONFIRMED,
            )
            .order_by(col(ReportingDuty.id))
        )
    )


def _known_labels(session: Session) -> set[tuple[int, str]]:
    return set(session.exec(select(ReportingPeriod.duty_id, ReportingPeriod.label)))


def _plans(
    duty: ReportingDuty,
    notice: Notice,
    *,
    today: date,
    calendar: WorkingCalendar,
    policy: Policy,
) -> list[OpeningPeriod]:
    """Return the periods of a duty that have begun: those running, and the latest one past."""
    moments = [moment for moment in (notice.confirmed_at, duty.confirmed_at) if moment]
    first = calendar.office_day(max(moments))
    horizon = calendar.add_working_days(today, policy.opens_before + 1)
    plans = [
        plan_period(duty, period, calendar=calendar, policy=policy)
        for period in periods_between(
            duty.frequency,
            duty.due,
            first=first,
            last=horizon,
            quarter_month=duty.quarter_month,
        )
        if is_within_years(duty, period)
    ]
    begun = [plan for plan in plans if plan.opens_on <= today]
    past = [plan for plan in begun if plan.due_on < today]
    return [*past[-1:], *(plan for plan in begun if plan.due_on >= today)]


def plan_period(
    duty: ReportingDuty, period: Period, *, calendar: WorkingCalendar, policy: Policy
) -> OpeningPeriod:
    """Return the days of a period.

    A day set by the notice is kept even on a holiday; one set by the office moves on.
    """
    internal = duty.set_by == "office"
    due_on = calendar.next_working_day(period.due_on) if internal else period.due_on
    return OpeningPeriod(
        duty_id=duty.number,
        period=period,
        opens_on=calendar.add_working_days(due_on, -policy.opens_before),
        support_due_on=calendar.add_working_days(due_on, -policy.support_before),
        due_on=due_on,
    )


def is_within_years(duty: ReportingDuty, period: Period) -> bool:
    """Tell whether a period lies in the years for which the duty holds."""
    year = period.ends_on.year
    return (duty.first_year or year) <= year <= (duty.last_year or year)


def _parts(session: Session, duty: ReportingDuty) -> list[Assignment]:
    """Return the live parts of open tasks whose departments report under this duty."""
    query = (
        select(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            Task.notice_id == duty.notice_id,
            col(Assignment.status).in_(ACTIVE),
            col(Task.status).in_(OPEN),
        )
        .order_by(col(Assignment.id))
    )
    if duty.reporter_ids is not None:
        query = query.where(col(Assignment.department_id).in_(duty.reporter_ids))
    return list(session.exec(query))


def _target_owners(session: Session, duty: ReportingDuty) -> set[int]:
    """Return who owes a value of a target, and whoever the duty names, with a part or without."""
    owners = session.exec(
        select(Target.owner_id).where(
            Target.notice_id == duty.notice_id,
            col(Target.owner_id).is_not(None),
            col(Target.confirmed_at).is_not(None),
        )
    )
    return {owner for owner in owners if owner is not None} | set(duty.reporter_ids or ())


def _returns(session: Session, period_id: int, departments: Collection[int]) -> dict[int, Return]:
    known = {
        row.department_id: row
        for row in session.exec(select(Return).where(Return.period_id == period_id))
    }
    for department_id in sorted(set(departments) - set(known)):
        known[department_id] = Return(period_id=period_id, department_id=department_id)
        session.add(known[department_id])
    return known
