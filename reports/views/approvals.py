"""Drafts that wait for a leader, and the facts they rest on."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import Approval, Department, EscalationCase, Notice, Task
from rules.errors import NotFound


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """One draft with what it is about."""

    row: Approval
    notice: Notice
    department: Department | None
    tasks: list[Task]
    cases: list[EscalationCase]


def list_approvals(session: Session) -> list[tuple[Approval, Department | None]]:
    """Return every draft: those that wait first, then the latest."""
    rows = session.exec(
        select(Approval, Department)
        .join(Department, isouter=True)
        .order_by((col(Approval.status) != "waiting"), col(Approval.id).desc())
    )
    return list(rows)


def approval_page(session: Session, approval_id: int) -> ApprovalPage:
    """Return one draft or raise `NotFound`."""
    row = session.get(Approval, approval_id)
    if row is None:
        raise NotFound("approval", approval_id)
    return ApprovalPage(
        row,
        session.get_one(Notice, row.notice_id),
        session.get(Department, row.department_id) if row.department_id else None,
        list(session.exec(select(Task).where(col(Task.id).in_(row.task_ids)))),
        list(session.exec(select(EscalationCase).where(col(EscalationCase.id).in_(row.case_ids)))),
    )
