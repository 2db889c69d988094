"""The first page: what is red, what waits for somebody, what falls due soon."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, or_, select

from models import (
    Approval,
    Assignment,
    Department,
    Doubt,
    Extension,
    Hold,
    InboundMessage,
    Milestone,
    Notice,
    OutgoingMessage,
    ReportingPeriod,
    Return,
    ReturnItem,
    Task,
)
from rules.assignments import AssignmentStatus
from rules.notices import OVER, NoticeStatus
from rules.returns import OWED
from rules.tasks import OPEN, TaskStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits for the office."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Due:
    """One day on which something is due."""

    on: date
    what: str
    who: str
    address: str


def waiting_for_office(session: Session, *, today: date) -> list[Waiting]:
    """Return what waits for a person of the office; kinds with nothing are left out."""
    drafts = (NoticeStatus.RECEIVED, NoticeStatus.DRAFT)
    asked = select(Doubt.id).join(Notice).where(col(Doubt.answer).is_(None))
    counts = [
        ("份来文待确认", select(Notice.id).where(col(Notice.status).in_(drafts)), "/notices"),
        ("个疑点待答复", asked.where(col(Notice.status).not_in(OVER)), "/notices"),
        (
            "项报结待核查",
            select(Task.id).where(Task.status == TaskStatus.SUBMITTED),
            "/ledger?status=已报结",
        ),
        (
            "项核查通过待销号",
            select(Task.id).where(Task.status == TaskStatus.VERIFIED),
            "/ledger?status=已核查",
        ),
        (
            "项分工异议待处理",
            select(Assignment.id).where(Assignment.status == AssignmentStatus.OBJECTED),
            "/ledger",
        ),
        ("项延期申请待答复", select(Extension.id).where(Extension.status == "asked"), "/ledger"),
        (
            "封来件待人工处理",
            select(InboundMessage.id).where(InboundMessage.status == "triage"),
            "/inbox?status=triage",
        ),
        *_unsent(today),
    ]
    found = [
        Waiting(name, session.exec(select(func.count()).select_from(query.subquery())).one(), to)
        for name, query, to in counts
    ]
    return [one for one in found if one.count]


def _unsent(today: date) -> list[tuple[str, Any, str]]:
    """Return what did not go out, or is kept from going out, and waits for a person."""
    status = col(OutgoingMessage.status)
    stands = or_(col(Hold.until_on).is_(None), col(Hold.until_on) >= today)
    return [
        (
            "封发件失败",
            select(OutgoingMessage.id).where(status == "failed"),
            "/outbox?status=failed",
        ),
        (
            "封发件暂扣待放行",
            select(OutgoingMessage.id).where(status == "held"),
            "/outbox?status=held",
        ),
        (
            "处暂缓发送",
            select(Hold.id).where(col(Hold.released_at).is_(None), stands),
            "/outbox/upcoming",
        ),
    ]


def waiting_approvals(session: Session) -> list[tuple[Approval, Department | None]]:
    """Return the drafts that wait for a leader, the oldest first."""
    rows = session.exec(
        select(Approval, Department)
        .join(Department, isouter=True)
        .where(Approval.status == "waiting")
        .order_by(col(Approval.id))
    )
    return list(rows)


def coming_up(session: Session, *, today: date, until: date) -> list[Due]:
    """Return what falls due from today until a day, in order."""
    found = [*_tasks(session, today, until), *_milestones(session, today, until)]
    found += _returns(session, today, until)
    return sorted(found, key=lambda due: due.on)


def _tasks(session: Session, today: date, until: date) -> list[Due]:
    rows = session.exec(
        select(Task).where(col(Task.due_on).between(today, until), col(Task.status).in_(OPEN))
    )
    return [
        Due(row.due_on, f"{row.key} {row.title}", "完成时限", f"/tasks/{row.id}")
        for row in rows
        if row.due_on is not None
    ]


def _milestones(session: Session, today: date, until: date) -> list[Due]:
    rows = session.exec(
        select(Milestone, Task)
        .join(Task)
        .where(
            col(Milestone.due_on).between(today, until),
            col(Milestone.done_at).is_(None),
            col(Task.status).in_(OPEN),
        )
    )
    return [
        Due(row.due_on, f"{task.key} {task.title}：{row.title}", "节点", f"/tasks/{task.id}")
        for row, task in rows
    ]


def _returns(session: Session, today: date, until: date) -> list[Due]:
    """Return one line a period and day: how many departments still owe an answer."""
    rows = session.exec(
        select(ReturnItem, Return, ReportingPeriod)
        .join(Return, col(Return.id) == ReturnItem.return_id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Return.period_id)
        .where(col(ReturnItem.due_on).between(today, until), col(ReturnItem.status).in_(OWED))
    )
    owing: dict[tuple[date, str, int], set[int]] = defaultdict(set)
    for item, answer, period in rows:
        owing[item.due_on, period.label, period.notice_id].add(answer.department_id)
    return [
        Due(on, f"{label}填报，尚有{len(who)}个单位未报", "报送", f"/notices/{notice_id}#duties")
        for (on, label, notice_id), who in owing.items()
    ]
