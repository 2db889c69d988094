"""Part of the auditor: whoever is late was urged, unless something holds us back."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from actions.promised_waits import answer_waits, stood
from models import (
    Assignment,
    Contact,
    Department,
    EscalationCase,
    Event,
    Extension,
    Hold,
    InboundMessage,
    Notice,
    OutgoingMessage,
    PolicyVersion,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Task,
)
from rules.policies import policy_of

LIVE = ("dispatched", "acknowledged")
OWED_AGAIN = ("duban.task.resumed", "duban.task.returned", "duban.assignment.upheld")


class Late(NamedTuple):
    """Something that a part did not answer by its day."""

    instance: str
    assignment_id: int
    department: str
    task: str
    due_on: date
    counts_from: date  # the day owed, or the day the department was told, if that is later
    policy: str


def late_without_urge(session: Session, audit: Audit) -> Iterator[str]:
    """The first urge belongs to its day by the ladder; a working day later it is missing.

    Asked only when the morning's run of a working day is over: before it nothing is missing yet,
    and on a day off nobody is urged. A ladder that was changed today counts from tomorrow.
    """
    if not audit.is_after_the_morning or _policy_is_new(session, audit):
        return
    late = [
        one
        for query in (_late_items, _late_acknowledgements, _late_deadlines)
        for one in query(session, audit)
        if one.counts_from <= audit.working_day_before(1 + _first_rung(audit, one.policy))
    ]
    climbed = _climbed(session, audit, {one.assignment_id for one in late})
    for one in late:
        if (one.assignment_id, one.instance) not in climbed:
            yield f"{one.department}任务{one.task}（时限{one.due_on}）"


def _first_rung(audit: Audit, policy: str) -> int:
    return max(1, policy_of(audit.policies, policy).ladder.rungs[0].after_working_days)


def _policy_is_new(session: Session, audit: Audit) -> bool:
    query = rows_of(col(PolicyVersion.id)).where(
        col(PolicyVersion.applied_at) >= audit.midnight(audit.today)
    )
    return session.execute(query.limit(1)).first() is not None


def _climbed(session: Session, audit: Audit, parts: Collection[int]) -> set[tuple[int, str]]:
    """Return (part, due instance) of the climbs that run or that ended of late."""
    opened = audit.midnight(audit.yesterday)
    query = rows_of(col(EscalationCase.assignment_id), col(EscalationCase.due_instance)).where(
        or_(
            and_(col(EscalationCase.ended_at).is_(None), col(EscalationCase.steps_taken) > 0),
            col(EscalationCase.opened_at) >= opened,
            col(EscalationCase.ended_at) >= opened,
        ),
    )
    found = ((part, key.partition("#")[0]) for part, key in session.execute(query))
    return {(part, key) for part, key in found if part in parts}


def _of_parts(audit: Audit, *columns: Any) -> Any:
    """Select parts that can be urged, with what every question needs of them."""
    return (
        rows_of(
            col(Assignment.id), col(Department.short_name), col(Task.key),
            func.coalesce(col(Task.policy), col(Notice.policy)), col(Assignment.dispatched_at),
            *columns,
        )
        .select_from(Assignment)
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(*_can_be_urged(audit))
    )  # fmt: skip


def _late_items(session: Session, audit: Audit) -> Iterator[Late]:
    query = (
        _of_parts(
            audit, col(ReturnItem.id), col(ReturnItem.due_on), col(ReportingPeriod.opened_at),
            col(ReturnItem.sent_back_at),
        )
        .join(ReturnItem, col(ReturnItem.assignment_id) == col(Assignment.id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(
            col(ReturnItem.status).in_(("awaited", "sent_back")),
            col(ReturnItem.due_on) <= audit.yesterday,
            col(Task.status).in_(("in_progress", "submitted", "verified", "long_term")),
        )
    )  # fmt: skip
    for part, name, key, policy, given, item, due_on, *moments in session.execute(query):
        told = [audit.day(moment) for moment in (given, *moments) if moment]
        yield Late(f"item:{item}:{due_on}", part, name, key, due_on, max(due_on, *told), policy)


def _late_acknowledgements(session: Session, audit: Audit) -> Iterator[Late]:
    query = _of_parts(audit, col(Assignment.acknowledge_by)).where(
        col(Assignment.status) == "dispatched",
        col(Assignment.acknowledge_by) <= audit.yesterday,
        col(Task.status).in_(("in_progress", "submitted", "verified", "long_term")),
    )
    for part, name, key, policy, given, due_on in session.execute(query):
        counted = max(due_on, audit.day(given))
        yield Late(f"acknowledge:{part}:{due_on}", part, name, key, due_on, counted, policy)


def _late_deadlines(session: Session, audit: Audit) -> Iterator[Late]:
    """An answer on the day or later explains; the day begins where the office is."""
    done = exists().where(
        col(StatusUpdate.assignment_id) == col(Assignment.id),
        or_(
            col(StatusUpdate.percent) >= 100,
            col(StatusUpdate.state).in_(("已完成", "申请办结")),
        ),
    )
    spoken = (
        rows_of(func.max(col(StatusUpdate.said_at)))
        .where(col(StatusUpdate.assignment_id) == col(Assignment.id))
        .scalar_subquery()
    )
    query = _of_parts(audit, col(Task.id), col(Task.due_on), col(Task.dispatched_at), spoken).where(
        col(Assignment.role).in_(("lead", "responsible", "inherited")),
        col(Task.status) == "in_progress",
        col(Task.due_on) <= audit.yesterday,
        col(Task.due_on) >= audit.looks_back_to,
        ~done,
    )
    for part, name, key, policy, given, task, due_on, task_given, said in session.execute(query):
        if due_on < audit.day(task_given) or (said and _aware(said) >= audit.midnight(due_on)):
            continue
        counted = max(due_on, audit.day(given))
        yield Late(f"deadline:{task}:{due_on}", part, name, key, due_on, counted, policy)


def _aware(moment: datetime) -> datetime:
    """A moment out of an aggregate has lost its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _can_be_urged(audit: Audit) -> list[Any]:
    """Nobody is urged who was not told, whom nobody reaches, or who waits for our answer."""
    asked = exists().where(col(Extension.task_id) == col(Task.id), col(Extension.status) == "asked")
    moved = exists().where(
        col(Extension.task_id) == col(Task.id),
        col(Extension.decided_at) >= audit.midnight(audit.yesterday),
    )
    return [
        col(Assignment.dispatched_at) < audit.midnight(audit.yesterday),
        col(Assignment.status).in_(LIVE),
        col(Notice.status) == "confirmed",
        col(Assignment.department_id).not_in(held_departments(audit)),
        col(Task.resumed_at).is_(None) | (col(Task.resumed_at) < audit.midnight(audit.yesterday)),
        col(Assignment.objection).is_(None)
        | (col(Assignment.acknowledged_at) < audit.midnight(audit.yesterday)),
        ~answer_waits(),
        ~asked,
        ~moved,
        ~_owed_again(audit),
    ]


def _owed_again(audit: Audit) -> Any:
    """What was resumed, returned or upheld since yesterday morning is climbed anew tomorrow."""
    about_it = or_(
        and_(col(Event.subject_kind) == "task", col(Event.subject_id) == col(Task.id)),
        and_(col(Event.subject_kind) == "assignment", col(Event.subject_id) == col(Assignment.id)),
    )
    return exists().where(
        col(Event.name).in_(OWED_AGAIN),
        col(Event.happened_at) >= audit.midnight(audit.yesterday),
        about_it,
    )


def held_departments(audit: Audit) -> Any:
    """Select the departments without an address, with news of late, or kept back."""
    reached = exists().where(
        col(Contact.department_id) == col(Department.id),
        col(Contact.active).is_(True),
        col(Contact.undeliverable_reason).is_(None),
        col(Contact.address) != "",
        or_(col(Contact.absent_until).is_(None), col(Contact.absent_until) < audit.yesterday),
    )
    heard = exists().where(
        col(InboundMessage.department_id) == col(Department.id),
        col(InboundMessage.processed_at) >= audit.midnight(audit.yesterday),
    )
    kept = exists().where(
        col(Hold.department_id) == col(Department.id),
        stood(audit),
    )
    untold = exists().where(
        col(OutgoingMessage.department_id) == col(Department.id),
        col(OutgoingMessage.kind) == "dispatch",
        or_(
            col(OutgoingMessage.status) != "sent",
            col(OutgoingMessage.sent_at) >= audit.midnight(audit.yesterday),
        ),
    )
    return rows_of(col(Department.id)).where(or_(~reached, heard, kept, untold))
