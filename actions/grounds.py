"""What climbs stand on: for many cases at once, whether the cause of each is still there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.due import Scope, find_due
from actions.reach import last_decisions
from models import (
    Assignment,
    EscalationCase,
    Extension,
    Notice,
    OutgoingMessage,
    Reminder,
    StatusUpdate,
    Task,
)
from rules.assignments import AssignmentStatus
from rules.due import DueKind, base_instance, day_of, kind_of
from rules.notices import NoticeStatus
from rules.tasks import LABELS, OPEN, TaskStatus
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Footing:
    """Where the part, the task and the notice of one climb stand."""

    status: AssignmentStatus
    ended_reason: str | None
    department_id: int | None
    task_id: int
    task_status: TaskStatus
    notice_status: NoticeStatus


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts behind some cases, looked up together in a fixed number of questions."""

    session: Session
    footings: Mapping[int, Footing]  # by part
    owed: Collection[tuple[int | None, str]]  # part, or the owner of a target; due instance
    spoken: Mapping[int, datetime]  # part → when its department spoke last
    decisions: Mapping[int, Reminder]  # case → the decision of the rung it took last
    sent: Mapping[int, tuple[str, datetime | None]]  # message → how it stands, when it went

    @classmethod
    def of(
        cls, session: Session, cases: Sequence[EscalationCase], *, today: date,
        calendar: WorkingCalendar,
    ) -> "Grounds":  # fmt: skip
        """Look up what these cases stand on."""
        parts = {case.assignment_id for case in cases}
        scope = Scope(
            until=max([today, *(case.due_on for case in cases)]),
            parts=parts,
            kinds={kind_of(case.due_instance) for case in cases} - {DueKind.SLOW},
        )
        dues = find_due(session, scope, calendar=calendar) if cases else []
        decisions = last_decisions(session, cases)
        return cls(
            session=session,
            footings=_footings(session, parts),
            owed={
                (
                    due.department_id if due.kind is DueKind.TARGET else due.assignment_id,
                    due.instance,
                )
                for due in dues
            },
            spoken=_spoken(session, parts),
            decisions=decisions,
            sent=_sent(session, [r.message_id for r in decisions.values() if r.message_id]),
        )

    def why_over(self, case: EscalationCase) -> str | None:
        """Return why a climb is over, in words for the record, or None while its cause is there."""
        part = self.footings[case.assignment_id]
        if part.status is AssignmentStatus.ENDED:
            return part.ended_reason or "分工已结束"
        if part.status is AssignmentStatus.OBJECTED:
            return "单位已提出异议"
        if part.task_status not in OPEN:
            return f"任务{LABELS[part.task_status]}"
        if part.notice_status is not NoticeStatus.CONFIRMED:
            return "来文不再督办"
        kind = kind_of(case.due_instance)
        if kind is DueKind.SLOW:
            spoken = self.spoken.get(case.assignment_id)
            return "单位已反馈" if spoken is not None and spoken > case.opened_at else None
        owes = part.department_id if kind is DueKind.TARGET else case.assignment_id
        if (owes, base_instance(case.due_instance)) in self.owed:
            return None
        return self._why_answered(case, part)

    def _why_answered(self, case: EscalationCase, part: Footing) -> str:
        if kind_of(case.due_instance) is DueKind.ACKNOWLEDGE:
            return "单位已签收"
        moved = exists().where(
            col(Extension.status) == "granted",
            col(Extension.from_on) == day_of(case.due_instance),
            or_(
                col(Extension.assignment_id) == case.assignment_id,
                (col(Extension.assignment_id).is_(None)) & (col(Extension.task_id) == part.task_id),
            ),
        )
        return "已批准延期" if self.session.execute(rows_of(moved)).scalar() else "单位已反馈"


def _footings(session: Session, parts: Collection[int]) -> dict[int, Footing]:
    query = (
        rows_of(
            col(Assignment.id), col(Assignment.status), col(Assignment.ended_reason),
            col(Assignment.department_id), col(Task.id), col(Task.status), col(Notice.status),
        )
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(col(Assignment.id).in_(parts))
    )  # fmt: skip
    return {number: Footing(*facts) for number, *facts in session.execute(query)}


def _spoken(session: Session, parts: Collection[int]) -> dict[int, datetime]:
    query = (
        rows_of(col(StatusUpdate.assignment_id), func.max(col(StatusUpdate.said_at)))
        .where(col(StatusUpdate.assignment_id).in_(parts))
        .group_by(col(StatusUpdate.assignment_id))
    )
    return dict(session.execute(query).tuples().all())


def _sent(session: Session, messages: Collection[int]) -> dict[int, tuple[str, datetime | None]]:
    query = rows_of(
        col(OutgoingMessage.id), col(OutgoingMessage.status), col(OutgoingMessage.sent_at)
    ).where(col(OutgoingMessage.id).in_(messages))
    return {number: (status, sent_at) for number, status, sent_at in session.execute(query)}
