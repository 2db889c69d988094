"""Part of the auditor: are periods open, asked of everybody, compiled once, and decided upon?"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import ONE_DAY, Audit, is_due_day
from models import (
    Assignment,
    Department,
    Event,
    Extension,
    Notice,
    Report,
    ReportingDuty,
    ReportingPeriod,
    Return,
    ReturnItem,
    Task,
)
from rules.policies import Policy, policy_of

OPEN_TASKS = ("confirmed", "in_progress", "submitted", "verified", "long_term")
LIVE = ("dispatched", "acknowledged")


def periods_not_open(session: Session, audit: Audit) -> Iterator[str]:
    """Walk the days ahead one by one: each that a duty names must have its period by then.

    Periods open in the morning of a working day; a duty that was set since then has to wait.
    """
    if not audit.is_after_the_morning:
        return
    query = (
        rows_of(ReportingDuty, Notice)
        .join(Notice, col(Notice.id) == col(ReportingDuty.notice_id))
        .where(col(ReportingDuty.confirmed_at).is_not(None), col(Notice.status) == "confirmed")
    )
    known = {
        (duty, day)
        for duty, day in session.execute(
            rows_of(col(ReportingPeriod.duty_id), col(ReportingPeriod.due_on))
        )
    }
    for duty, notice in session.execute(query):
        if max(filter(None, (duty.confirmed_at, notice.confirmed_at))) >= audit.dawn:
            continue
        for day in _days_ahead(audit, policy_of(audit.policies, notice.policy)):
            kept = {(duty.id, day), (duty.id, audit.calendar.next_working_day(day))}
            if is_due_day(duty, day) and not kept & known:
                yield f"{notice.title or notice.filename}（时限{day}）"


def _days_ahead(audit: Audit, policy: Policy) -> Iterator[date]:
    day = audit.today
    left = policy.opens_before - 1  # one working day of grace for the opening itself
    while left > 0:
        yield day
        day += ONE_DAY
        left -= audit.calendar.is_working_day(day)


def _asked(audit: Audit) -> list[ColumnElement[bool]]:
    """Parts that were there when the period opened, of periods that are still open."""
    return [
        col(ReportingPeriod.due_on) >= audit.looks_back_to,
        col(ReportingPeriod.opened_at).is_not(None),
        col(ReportingPeriod.opened_at) < audit.midnight(audit.today),
        col(ReportingPeriod.compiled_at).is_(None)
        | (col(ReportingPeriod.compiled_at) >= audit.since),
        col(Assignment.dispatched_at) < col(ReportingPeriod.opened_at),
        col(Assignment.status).in_(LIVE),
        col(Task.status).in_(OPEN_TASKS),
    ]


def returns_missing(session: Session, audit: Audit) -> Iterator[str]:
    """Every reporting department has its return in an open period."""
    asked = exists().where(
        col(Return.period_id) == col(ReportingPeriod.id),
        col(Return.department_id) == col(Assignment.department_id),
    )
    for name, label in sorted(set(_lacking(session, audit, asked, keyed=False))):
        yield f"{name}{label}"


def items_missing(session: Session, audit: Audit) -> Iterator[str]:
    """Every part has its item in the return of its department."""
    there = exists().where(
        col(Return.period_id) == col(ReportingPeriod.id),
        col(ReturnItem.return_id) == col(Return.id),
        col(ReturnItem.assignment_id) == col(Assignment.id),
    )
    returned = exists().where(
        col(Return.period_id) == col(ReportingPeriod.id),
        col(Return.department_id) == col(Assignment.department_id),
    )
    yield from (
        f"{name}{label}" for name, label in _lacking(session, audit, there | ~returned, keyed=True)
    )


def _lacking(
    session: Session, audit: Audit, present: ColumnElement[bool], *, keyed: bool
) -> Iterator[tuple[str, str]]:
    query = (
        rows_of(
            col(Department.short_name), col(Department.id), col(Task.key),
            col(ReportingPeriod.label), col(ReportingDuty.reporter_ids),
        )
        .select_from(ReportingPeriod)
        .join(ReportingDuty, col(ReportingDuty.id) == col(ReportingPeriod.duty_id))
        .join(Task, col(Task.notice_id) == col(ReportingPeriod.notice_id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .where(*_asked(audit), ~present)
        .order_by(col(ReportingPeriod.id), col(Department.id), col(Task.id))
    )  # fmt: skip
    for name, number, key, label, reporters in session.execute(query):
        if reporters is None or number in reporters:
            yield name, (f"任务{key}（{label}）" if keyed else f"（{label}）")


def periods_not_compiled(session: Session, audit: Audit) -> Iterator[str]:
    """A period whose day is past has its report."""
    query = (
        rows_of(col(Notice.title), col(ReportingPeriod.label))
        .join(Notice, col(Notice.id) == col(ReportingPeriod.notice_id))
        .where(
            col(ReportingPeriod.due_on) <= audit.yesterday,
            col(ReportingPeriod.compiled_at).is_(None),
            col(Notice.status) == "confirmed",
        )
    )
    yield from (f"{title}{label}" for title, label in session.execute(query))


def reports_lost_or_doubled(session: Session, audit: Audit) -> Iterator[str]:
    """A compiled period has one report of its own, and what the log says was compiled is there."""
    query = (
        rows_of(col(ReportingPeriod.label), func.count(col(Report.id)))
        .join(Report, col(Report.period_id) == col(ReportingPeriod.id))
        .where(col(Report.kind) != "on_demand", col(Report.as_of) >= audit.since)
        .group_by(col(ReportingPeriod.id), col(ReportingPeriod.label))
        .having(func.count(col(Report.id)) > 1)
    )
    yield from (f"{label}（{count}份）" for label, count in session.execute(query))
    there = exists().where(col(Report.id) == col(Event.subject_id))
    lost = rows_of(col(Event.subject_id)).where(
        col(Event.name) == "duban.report.compiled", col(Event.happened_at) >= audit.since, ~there
    )
    yield from (f"报告{number}已不在" for number in session.execute(lost).scalars())


def extensions_undecided(session: Session, audit: Audit) -> Iterator[str]:
    """The office answers within a week; the climb waits for it."""
    query = (
        rows_of(col(Task.key), col(Extension.until_on))
        .join(Task, col(Task.id) == col(Extension.task_id))
        .where(
            col(Extension.status) == "asked",
            col(Extension.asked_at) < audit.midnight(audit.extension_limit),
        )
    )
    yield from (f"任务{key}申请延期至{day}" for key, day in session.execute(query))


def submissions_unreviewed(session: Session, audit: Audit) -> Iterator[str]:
    """What was reported done is verified within the days that the preset gives."""
    query = (
        rows_of(col(Task.key), col(Task.submitted_at), col(Notice.policy))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            col(Task.status) == "submitted",
            col(Task.submitted_at).is_not(None),
            col(Notice.status) == "confirmed",
        )
        .order_by(col(Task.id))
    )
    for key, at, preset in session.execute(query):
        within = policy_of(audit.policies, preset).review_within
        submitted = audit.day(at)
        if submitted < audit.working_day_before(within):
            yield f"任务{key}（{submitted}报结，应在{within}个工作日内核查）"
