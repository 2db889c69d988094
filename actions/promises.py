"""The auditor (巡检): derives on its own what should be true by now, and says what is not.

It shares no rule and no query with what it checks: the same mistake made twice would be hidden.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import is_due_day
from actions.promised_waits import answer_waits, time_at_work
from models import (
    Assignment,
    Department,
    EscalationCase,
    Event,
    Extension,
    InboundMessage,
    Notice,
    OutgoingMessage,
    Reminder,
    ReportingDuty,
    ReportingPeriod,
    Return,
    ReturnItem,
    Task,
)
from rules.policies import Policy, policy_of
from rules.working_days import WorkingCalendar

OUTBOX_PATIENCE = timedelta(hours=4)
INBOX_PATIENCE = timedelta(hours=1)
TRIAGE_PATIENCE = timedelta(days=1)  # of working days: what was not understood is looked at
EXTENSION_PATIENCE = 5  # working days in which the office decides about an extension
LOOKS_BACK = timedelta(days=14)  # for what happened, not for what is owed
ONE_DAY = timedelta(days=1)
NAMED = 5  # of many findings of a kind, so many are named


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should be otherwise; `detail` is written for the office."""

    kind: str
    detail: str


def find_broken_promises(
    session: Session, *, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[Finding]:
    """Return everything that should have happened by now and did not, one finding a kind."""
    yesterday = _working_day_before(calendar, now, 2)  # what was due then had a whole day
    found = {
        "late_without_urge": _late_without_urge(session, yesterday, calendar),
        "two_rungs_a_day": _two_rungs_a_day(session, now, calendar),
        "dispatched_untold": _dispatched_untold(session),
        "decided_unsaid": _decided_unsaid(session, yesterday),
        "outbox_stands": _outbox_stands(session, now),
        "inbox_stands": _inbox_stands(session, now),
        "triage_waits": _triage_waits(session, now, calendar),
        "period_not_open": _periods_not_open(session, now, calendar, policies),
        "period_not_compiled": _periods_not_compiled(session, yesterday),
        "extension_undecided": _extensions_undecided(session, now, calendar),
    }
    return [Finding(kind, _told(kind, list(things))) for kind, things in found.items() if things]


SENTENCES = {
    "late_without_urge": "逾期未报送而没有催办",
    "two_rungs_a_day": "同一事项一天内催办两级",
    "dispatched_untold": "已交办而没有发出交办通知",
    "decided_unsaid": "已决定提醒而没有写成邮件",
    "outbox_stands": "邮件超过4小时没有发出",
    "inbox_stands": "来件超过1小时没有处理",
    "triage_waits": "待人工处理的来件超过1个工作日",
    "period_not_open": "应开始的报送期没有开始",
    "period_not_compiled": "报送期已过而没有形成报告",
    "extension_undecided": "延期申请超过5个工作日没有答复",
}


def _told(kind: str, things: Sequence[str]) -> str:
    more = f"等{len(things)}件" if len(things) > NAMED else ""
    return f"{SENTENCES[kind]}：{'、'.join(things[:NAMED])}{more}。"


def _late_without_urge(session: Session, limit: date, calendar: WorkingCalendar) -> list[str]:
    """The first urge belongs to the first working day after; on the second it is missing."""
    opened = calendar.moment(limit, "00:00")
    climbed = exists().where(
        col(EscalationCase.assignment_id) == col(Assignment.id),
        col(EscalationCase.due_instance).startswith("item:"),
        or_(col(EscalationCase.steps_taken) > 0, col(EscalationCase.opened_at) >= opened),
    )
    asked = exists().where(col(Extension.task_id) == col(Task.id), col(Extension.status) == "asked")
    query = (
        rows_of(col(Department.short_name), col(Task.key), col(ReturnItem.due_on))
        .select_from(ReturnItem)
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(
            col(ReturnItem.status).in_(("awaited", "sent_back")),
            col(ReturnItem.due_on) <= limit,
            col(ReportingPeriod.opened_at) < opened,
            col(Assignment.dispatched_at) < opened,
            col(Assignment.status).in_(("dispatched", "acknowledged")),
            col(Task.status).in_(("in_progress", "submitted", "verified", "long_term")),
            col(Notice.status) == "confirmed",
            ~climbed,
            ~asked,
            ~answer_waits(),
        )
    )
    return [f"{name}任务{key}（时限{day}）" for name, key, day in session.execute(query)]


def _two_rungs_a_day(session: Session, now: datetime, calendar: WorkingCalendar) -> list[str]:
    query = rows_of(col(Event.subject_id), col(Event.happened_at)).where(
        col(Event.name) == "duban.escalation.stepped", col(Event.happened_at) >= now - LOOKS_BACK
    )
    steps = Counter(
        (case_id, calendar.office_day(moment)) for case_id, moment in session.execute(query)
    )
    return [f"督办{case_id}（{day}）" for (case_id, day), count in steps.items() if count > 1]


def _dispatched_untold(session: Session) -> list[str]:
    told = exists().where(
        col(OutgoingMessage.department_id) == col(Assignment.department_id),
        col(OutgoingMessage.created_at) >= col(Assignment.dispatched_at),
    )
    query = (
        rows_of(col(Assignment.printed_name), col(Task.key))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Assignment.status) == "dispatched", ~told)
    )
    return [f"{name}任务{key}" for name, key in session.execute(query)]


def _decided_unsaid(session: Session, limit: date) -> list[str]:
    query = (
        rows_of(col(Department.short_name), col(Reminder.rule), col(Reminder.decided_on))
        .join(Department, col(Department.id) == col(Reminder.department_id))
        .where(
            col(Reminder.message_id).is_(None),
            col(Reminder.cancelled_at).is_(None),
            col(Reminder.decided_on) <= limit,
        )
    )
    return [f"{name}（{rule}，{day}）" for name, rule, day in session.execute(query)]


def _outbox_stands(session: Session, now: datetime) -> list[str]:
    old = now - OUTBOX_PATIENCE
    query = rows_of(col(OutgoingMessage.subject)).where(
        col(OutgoingMessage.status) == "pending",
        col(OutgoingMessage.created_at) < old,
        or_(col(OutgoingMessage.not_before).is_(None), col(OutgoingMessage.not_before) < old),
    )
    return [f"“{subject}”" for subject in session.execute(query).scalars()]


def _inbox_stands(session: Session, now: datetime) -> list[str]:
    query = rows_of(col(InboundMessage.id)).where(
        col(InboundMessage.status) == "stored",
        col(InboundMessage.received_at) < now - INBOX_PATIENCE,
    )
    return [f"来件{number}" for number in session.execute(query).scalars()]


def _triage_waits(session: Session, now: datetime, calendar: WorkingCalendar) -> list[str]:
    """One working day, to the minute: the days that nobody works are left out one by one."""
    query = rows_of(col(InboundMessage.id), col(InboundMessage.received_at)).where(
        col(InboundMessage.status) == "triage"
    )
    return [
        f"来件{number}"
        for number, received_at in session.execute(query)
        if time_at_work(received_at, now, calendar) > TRIAGE_PATIENCE
    ]


def _periods_not_open(
    session: Session, now: datetime, calendar: WorkingCalendar, policies: Mapping[str, Policy]
) -> list[str]:
    """Walk the days ahead one by one: each that a duty names must have its period by then."""
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
    missing = []
    for duty, notice in session.execute(query):
        for day in _days_ahead(now, calendar, policy_of(policies, notice.policy)):
            kept = {(duty.id, day), (duty.id, calendar.next_working_day(day))}
            if is_due_day(duty, day) and not kept & known:
                missing.append(f"{notice.title or notice.filename}（时限{day}）")
    return missing


def _days_ahead(now: datetime, calendar: WorkingCalendar, policy: Policy) -> Iterator[date]:
    day = calendar.office_day(now)
    left = policy.opens_before - 1  # one working day of grace for the opening itself
    while left > 0:
        yield day
        day += ONE_DAY
        left -= calendar.is_working_day(day)


def _periods_not_compiled(session: Session, limit: date) -> list[str]:
    query = (
        rows_of(col(Notice.title), col(ReportingPeriod.label))
        .join(Notice, col(Notice.id) == col(ReportingPeriod.notice_id))
        .where(
            col(ReportingPeriod.due_on) <= limit,
            col(ReportingPeriod.compiled_at).is_(None),
            col(Notice.status) == "confirmed",
        )
    )
    return [f"{title}{label}" for title, label in session.execute(query)]


def _extensions_undecided(session: Session, now: datetime, calendar: WorkingCalendar) -> list[str]:
    limit = calendar.moment(_working_day_before(calendar, now, EXTENSION_PATIENCE), "00:00")
    query = (
        rows_of(col(Task.key), col(Extension.until_on))
        .join(Task, col(Task.id) == col(Extension.task_id))
        .where(col(Extension.status) == "asked", col(Extension.asked_at) < limit)
    )
    return [f"任务{key}申请延期至{day}" for key, day in session.execute(query)]


def _working_day_before(calendar: WorkingCalendar, now: datetime, count: int) -> date:
    """Count back by hand, day for day: not with the arithmetic that is being audited."""
    day = calendar.office_day(now)
    while count:
        day -= ONE_DAY
        count -= calendar.is_working_day(day)
    return day
