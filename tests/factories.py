"""Rows made from only what a test is about."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, select

from models import (
    Account,
    Assignment,
    Contact,
    Department,
    Measure,
    Notice,
    ReportingDuty,
    ReportingPeriod,
    Return,
    ReturnItem,
    Row,
    Target,
    Task,
)
from rules.access import AccountRole
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus

AnyRow = TypeVar("AnyRow", bound=Row)
_numbers = count(1)
LONG_AGO = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


def _added(session: Session, row: AnyRow) -> AnyRow:
    session.add(row)
    session.flush()
    return row


def make_notice(session: Session, **facts: Any) -> Notice:
    """A confirmed notice of 临澜市, issued on 2024-01-02."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "sha256": f"{number:064d}",
        "filename": f"notice-{number}.txt",
        "status": NoticeStatus.CONFIRMED,
        "text": "一、重点任务\n1.建设算力中心。（牵头单位：市科技局）",
        "title": f"临澜市科技创新行动方案之{number}",
        "doc_number": f"临澜府办〔2024〕{number}号",
        "issuers": ["临澜市人民政府办公室"],
        "issued_on": date(2024, 1, 2),
        "place": "临澜市",
        "received_at": LONG_AGO,
        "confirmed_at": LONG_AGO,
    }
    return _added(session, Notice(**(defaults | facts)))


def make_department(session: Session, name: str = "", **facts: Any) -> Department:
    """A department of 临澜市 with one liaison who has an address."""
    number = next(_numbers)
    short = name or f"市第{number}局"
    defaults: dict[str, Any] = {
        "code": f"test.{number}",
        "name": short.replace("市", "临澜市", 1) if short.startswith("市") else short,
        "short_name": short,
        "place": "临澜市",
    }
    department = _added(session, Department(**(defaults | facts)))
    make_contact(session, department)
    return department


def make_contact(
    session: Session, department: Department, audience: Audience = Audience.LIAISON, **facts: Any
) -> Contact:
    """One post's holder with an address of their own."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "department_id": department.number,
        "audience": audience,
        "name": f"联络员{number}",
        "address": f"contact{number}@linlan.example",
    }
    return _added(session, Contact(**(defaults | facts)))


def make_task(session: Session, notice: Notice | None = None, **facts: Any) -> Task:
    """A task in progress, with its measure."""
    notice = notice or make_notice(session)
    order = next(_numbers)
    title = facts.pop("title", f"建设第{order}个算力中心")
    measure = _added(
        session,
        Measure(
            notice_id=notice.number,
            order=order,
            no=str(order),
            chapter="一、重点任务",
            title=title,
            text=f"{title}。",
            span_start=0,
            span_end=10,
        ),
    )
    defaults: dict[str, Any] = {
        "notice_id": notice.number,
        "measure_id": measure.number,
        "key": str(order),
        "title": title,
        "span_start": 0,
        "span_end": 10,
        "status": TaskStatus.IN_PROGRESS,
        "dispatched_at": LONG_AGO,
    }
    return _added(session, Task(**(defaults | facts)))


def make_assignment(
    session: Session,
    task: Task | None = None,
    department: Department | None = None,
    **facts: Any,
) -> Assignment:
    """An acknowledged lead."""
    task = task or make_task(session)
    department = department or make_department(session)
    role = facts.get("role", Role.LEAD)
    defaults: dict[str, Any] = {
        "task_id": task.number,
        "department_id": department.number,
        "printed_name": department.short_name,
        "role": role,
        "order": 1,
        "consolidates": role is Role.LEAD,
        "status": AssignmentStatus.ACKNOWLEDGED,
        "dispatched_at": LONG_AGO,
        "acknowledge_by": date(2024, 1, 4),
        "acknowledged_at": LONG_AGO,
    }
    return _added(session, Assignment(**(defaults | facts)))


def make_duty(session: Session, notice: Notice, **facts: Any) -> ReportingDuty:
    """A confirmed yearly duty, due on 30 September."""
    defaults: dict[str, Any] = {
        "notice_id": notice.number,
        "frequency": "annual",
        "due": "09-30",
        "confirmed_at": LONG_AGO,
    }
    return _added(session, ReportingDuty(**(defaults | facts)))


def make_period(session: Session, duty: ReportingDuty, **facts: Any) -> ReportingPeriod:
    """The period of 2024, already open."""
    defaults: dict[str, Any] = {
        "duty_id": duty.number,
        "notice_id": duty.notice_id,
        "label": "2024年度",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31),
        "opens_on": date(2024, 9, 6),
        "support_due_on": date(2024, 9, 25),
        "due_on": date(2024, 9, 30),
        "opened_at": LONG_AGO,
    }
    return _added(session, ReportingPeriod(**(defaults | facts)))


def make_return_item(
    session: Session, period: ReportingPeriod, assignment: Assignment, **facts: Any
) -> ReturnItem:
    """One awaited item, in the department's one return of that period."""
    assert assignment.department_id is not None
    answer = session.exec(
        select(Return).where(
            Return.period_id == period.number, Return.department_id == assignment.department_id
        )
    ).first() or _added(
        session, Return(period_id=period.number, department_id=assignment.department_id)
    )
    defaults: dict[str, Any] = {
        "return_id": answer.number,
        "assignment_id": assignment.number,
        "due_on": period.due_on,
    }
    return _added(session, ReturnItem(**(defaults | facts)))


def make_target(
    session: Session, notice: Notice, owner: Department | None = None, **facts: Any
) -> Target:
    """A confirmed target: 600 家 by the end of 2026."""
    defaults: dict[str, Any] = {
        "notice_id": notice.number,
        "owner_id": owner.number if owner else None,
        "indicator": "高新技术企业数量",
        "op": ">=",
        "value": 600,
        "unit": "家",
        "by": date(2026, 12, 31),
        "quote": "高新技术企业达到600家以上",
        "span_start": 0,
        "span_end": 10,
        "confirmed_at": LONG_AGO,
    }
    return _added(session, Target(**(defaults | facts)))


def make_account(
    session: Session, role: AccountRole = AccountRole.COORDINATOR, **facts: Any
) -> Account:
    """A person of the office or the leadership."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "username": f"person{number}",
        "name": f"张{number}",
        "role": role,
        "email": f"person{number}@linlan.example",
    }
    return _added(session, Account(**(defaults | facts)))
