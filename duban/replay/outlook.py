"""How long nothing can happen: days on which the morning's sweeps would find nothing to do.

A quiet day costs as much as a busy one, and a year has many. While nothing is written, what a
sweep finds depends on the day alone, so the next day on which it can find anything follows from
the facts. A day too early costs a look, one too late would be a fault, so what is unsure is
early.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from actions.due import Scope, find_due
from actions.due_queries import POLICY
from actions.periods import plan_period
from duban.replay.house import House
from models import (
    Assignment,
    EscalationCase,
    Milestone,
    Notice,
    Reminder,
    ReportingDuty,
    ReportingPeriod,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from rules.due import Due
from rules.duties import periods_between
from rules.notices import NoticeStatus
from rules.policies import EscalationLadder, LadderRung, policy_of
from rules.reminders import late_points, reminder_points

ONE_DAY = timedelta(days=1)
A_MONTH = timedelta(days=31)
A_YEAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Until when nothing happens, as the facts stood at `version`."""

    version: tuple[object, ...]
    next_on: date  # the first day on which a morning's sweep may find something
    report_on: date  # the first day on which a report may fall due


def version_of(house: House) -> tuple[object, ...]:
    """Return what changes with every row written, and with another calendar or policy."""
    with house.runtime.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        connection.rollback()
        return (raw.total_changes, id(house.runtime.calendar), id(house.runtime.policies))


def look_ahead(house: House, today: date) -> Outlook:
    """Return what the facts say after today's sweeps have run."""
    version = version_of(house)
    with house.runtime.reading() as session:
        next_on = _soonest(_days(session, house, today), house, today)
        due_on = session.exec(
            select(func.min(ReportingPeriod.due_on)).where(
                col(ReportingPeriod.compiled_at).is_(None)
            )
        ).one()
    return Outlook(version, next_on, due_on or today + A_YEAR)


def _soonest(days: Iterator[date], house: House, today: date) -> date:
    """Return the earliest of the days to come; none comes before the next working day."""
    at_best = house.runtime.calendar.add_working_days(today, 1)
    next_on = today + A_YEAR
    for day in days:
        if today < day < next_on:
            next_on = day
        if next_on <= at_best:
            break  # in a busy time: nothing more needs to be looked at
    return next_on


def _days(session: Session, house: House, today: date) -> Iterator[date]:
    """Yield every day that may bring something, what is quickly known first; past days as well."""
    waiting = select(Reminder.id).where(
        col(Reminder.message_id).is_(None), col(Reminder.cancelled_at).is_(None)
    )
    if session.exec(waiting.limit(1)).first() is not None:
        yield today + ONE_DAY
    for case in session.exec(select(EscalationCase).where(col(EscalationCase.ended_at).is_(None))):
        yield _next_rung(case, house, today)
    for until in (today + A_MONTH, today + A_YEAR + A_YEAR):
        for due in find_due(session, Scope(until=until), calendar=house.runtime.calendar):
            yield from _days_of(due, house)
    yield from _openings(session, house, today)
    yield from _slow(session, house, today)


def _openings(session: Session, house: House, today: date) -> Iterator[date]:
    """The days on which periods of live duties open."""
    calendar, policies = house.runtime.calendar, house.runtime.policies
    known = set(session.exec(select(ReportingPeriod.duty_id, ReportingPeriod.label)))
    duties = session.exec(
        select(ReportingDuty, Notice.policy)
        .join(Notice, col(Notice.id) == col(ReportingDuty.notice_id))
        .where(
            col(ReportingDuty.confirmed_at).is_not(None),
            col(Notice.status) == NoticeStatus.CONFIRMED,
        )
    )
    for duty, name in duties:
        coming = periods_between(
            duty.frequency, duty.due, first=today - A_YEAR, last=today + A_YEAR,
            quarter_month=duty.quarter_month,
        )  # fmt: skip
        for period in coming:
            if (duty.number, period.label) not in known:
                policy = policy_of(policies, name)
                yield plan_period(duty, period, calendar=calendar, policy=policy).opens_on


def _days_of(due: Due, house: House) -> Iterator[date]:
    """The reminder points of what is owed, the day its climb may begin, the day after it."""
    calendar = house.runtime.calendar
    policy = policy_of(house.runtime.policies, due.policy)
    for points in (reminder_points, late_points):
        yield from (point.on for point in points(due, calendar=calendar, policy=policy))
    first = policy.ladder.rungs[0].after_working_days
    begins = calendar.add_working_days(due.late_from, first)
    yield begins
    yield calendar.next_working_day(due.due_on + ONE_DAY)  # two of these in a row are slow


def _next_rung(case: EscalationCase, house: House, today: date) -> date:
    ladder = EscalationLadder.from_data(case.ladder)
    if case.steps_taken >= len(ladder.rungs):
        return today  # it is at the top
    rung: LadderRung = ladder.rungs[case.steps_taken]
    on = house.runtime.calendar.add_working_days(case.due_on, rung.after_working_days)
    return max(on, today + ONE_DAY)  # a rung that is late comes on the next working day


def _slow(session: Session, house: House, today: date) -> Iterator[date]:
    """The days on which reported work may be found behind: anew in each quarter."""
    reported = session.execute(
        columns(col(Task.due_on), col(Task.dispatched_at), col(StatusUpdate.percent), POLICY)
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .join(StatusUpdate, col(StatusUpdate.assignment_id) == col(Assignment.id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(col(StatusUpdate.percent).is_not(None))
        .distinct()
    ).all()
    told = _targets_told(session)
    if not reported and not told:
        return
    yield _next_quarter(today)
    yield from _target_days(told, house)
    steps = columns(col(Milestone.due_on)).where(col(Milestone.percent).is_not(None))
    for day in session.execute(steps).scalars():
        yield day + ONE_DAY
    calendar, policies = house.runtime.calendar, house.runtime.policies
    for due_on, dispatched_at, percent, name in reported:
        if due_on is None or dispatched_at is None or percent is None:
            continue
        begun = calendar.office_day(dispatched_at)
        share = (percent + policy_of(policies, name).behind_points) / 100
        yield begun + timedelta(days=int((due_on - begun).days * share))
        yield begun + timedelta(days=int((due_on - begun).days * share) + 1)


def _targets_told(session: Session) -> list[tuple[date, float, float, str]]:
    """Return the day and value of each target, each value told of it, and the preset."""
    query = (
        columns(col(Target.by), col(Target.value), col(TargetReading.value), POLICY)
        .join(TargetReading, col(TargetReading.target_id) == col(Target.id))
        .join(Notice, col(Notice.id) == col(Target.notice_id))
        .join(Task, col(Task.id) == col(Target.task_id))
        .where(col(Target.by).is_not(None), col(Target.value) > 0)
        .distinct()
    )
    return [tuple(row) for row in session.execute(query)]


def _target_days(told: list[tuple[date, float, float, str]], house: House) -> Iterator[date]:
    """The days on which a target may be found behind its path, and on which its year begins."""
    for by, wanted, value, name in told:
        begins = date(by.year, 1, 1)
        behind = policy_of(house.runtime.policies, name).behind_points
        passed = (by - begins).days * (value / wanted + behind / 100)
        yield begins
        yield begins + timedelta(days=int(passed))
        yield begins + timedelta(days=int(passed) + 1)


def _next_quarter(today: date) -> date:
    month = (today.month + 2) // 3 * 3 + 1
    return date(today.year + (month > 12), (month - 1) % 12 + 1, 1)
