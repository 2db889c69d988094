"""What a department sees behind its signed link: what it is asked, what it said, what it owes."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models import (
    AccessLink,
    Assignment,
    Department,
    Evidence,
    Extension,
    InboundMessage,
    Measure,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    StatusUpdate,
    Target,
    TargetReading,
    Task,
)
from reports.views.tasks import latest_reading
from rules.assignments import AssignmentStatus
from rules.errors import NotFound
from rules.returns import OWED

LIVING = (
    AssignmentStatus.DISPATCHED,
    AssignmentStatus.ACKNOWLEDGED,
    AssignmentStatus.OBJECTED,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One part of one task, and the item of the return about it, where one is open."""

    part: Assignment
    task: Task
    measure: Measure
    notice: Notice
    item: ReturnItem | None
    period: ReportingPeriod | None
    last: StatusUpdate | None
    extension: Extension | None

    @property
    def owed(self) -> bool:
        """Is an answer awaited?"""
        return self.item is not None and self.item.status in OWED

    @property
    def due_on(self) -> date | None:
        """The day of the open item, else the task's deadline."""
        return self.item.due_on if self.item else self.task.due_on


@dataclass(frozen=True, slots=True)
class TargetAsk:
    """A number that this department answers for, and its latest value."""

    target: Target
    latest: TargetReading | None


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything behind one link."""

    department: Department
    link: AccessLink
    asks: list[Ask]
    targets: list[TargetAsk]

    @property
    def to_acknowledge(self) -> list[Ask]:
        """Parts that wait for 签收."""
        return [ask for ask in self.asks if ask.part.status is AssignmentStatus.DISPATCHED]

    @property
    def owed(self) -> list[Ask]:
        """Parts whose answer is awaited."""
        return [ask for ask in self.asks if ask.owed]

    def ask_of(self, assignment_id: int) -> Ask:
        """Return one part behind this link, or raise `NotFound`."""
        for ask in self.asks:
            if ask.part.id == assignment_id:
                return ask
        raise NotFound("assignment", assignment_id)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What was recorded of one submitted form."""

    inbound: InboundMessage
    updates: list[tuple[StatusUpdate, Task]]
    readings: list[tuple[TargetReading, Target]]
    files: list[Evidence]


def department_page(session: Session, link: AccessLink) -> DepartmentPage:
    """Return what a link opens: one return, or everything of its department."""
    department = session.get(Department, link.department_id)
    if department is None:
        raise NotFound("department", link.department_id)
    items = _open_items(session, department, link.return_id)
    asks = [ask for ask in _asks(session, department, items) if _is_behind(ask, link)]
    notices = {ask.notice.number for ask in asks if ask.item is not None}
    targets = session.exec(
        select(Target)
        .where(
            Target.owner_id == department.number,
            col(Target.notice_id).in_(notices),
            col(Target.confirmed_at).is_not(None),
        )
        .order_by(col(Target.order), col(Target.id))
    )
    return DepartmentPage(
        department, link, asks, [TargetAsk(row, latest_reading(session, row)) for row in targets]
    )


def receipt_page(session: Session, department_id: int, key: str) -> ReceiptPage:
    """Return what was recorded of the form with this nonce, or raise `NotFound`."""
    inbound = session.exec(
        select(InboundMessage).where(
            InboundMessage.channel == "form",
            InboundMessage.key == key,
            InboundMessage.department_id == department_id,
        )
    ).first()
    if inbound is None:
        raise NotFound("receipt", key)
    updates = session.exec(
        select(StatusUpdate, Task)
        .join(Assignment, col(Assignment.id) == StatusUpdate.assignment_id)
        .join(Task, col(Task.id) == Assignment.task_id)
        .where(StatusUpdate.inbound_id == inbound.number)
        .order_by(col(StatusUpdate.id))
    )
    readings = session.exec(
        select(TargetReading, Target)
        .join(Target, col(Target.id) == TargetReading.target_id)
        .where(TargetReading.inbound_id == inbound.number)
    )
    files = session.exec(
        select(Evidence).where(Evidence.inbound_id == inbound.number).order_by(col(Evidence.id))
    )
    return ReceiptPage(inbound, list(updates), list(readings), list(files))


def _open_items(
    session: Session, department: Department, return_id: int | None
) -> dict[int, tuple[ReturnItem, ReportingPeriod]]:
    """Return assignment → its latest open item; of one return, all of that return's items."""
    query = (
        select(ReturnItem, ReportingPeriod)
        .join(Return, col(Return.id) == ReturnItem.return_id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Return.period_id)
        .where(
            Return.department_id == department.number, col(ReportingPeriod.opened_at).is_not(None)
        )
        .order_by(col(ReturnItem.due_on))
    )
    if return_id is not None:
        query = query.where(Return.id == return_id)
    return {item.assignment_id: (item, period) for item, period in session.exec(query)}


def _asks(
    session: Session,
    department: Department,
    items: dict[int, tuple[ReturnItem, ReportingPeriod]],
) -> list[Ask]:
    rows = session.exec(
        select(Assignment, Task, Measure, Notice)
        .join(Task, col(Task.id) == Assignment.task_id)
        .join(Measure, col(Measure.id) == Task.measure_id)
        .join(Notice, col(Notice.id) == Task.notice_id)
        .where(
            Assignment.department_id == department.number,
            col(Assignment.status).in_(LIVING),
        )
        .order_by(col(Notice.id), col(Measure.order), col(Task.part), col(Assignment.id))
    ).all()
    asks = []
    for part, task, measure, notice in rows:
        item, period = items.get(part.number, (None, None))
        last, extension = _last_update(session, part.number), _open_extension(session, part.number)
        asks.append(Ask(part, task, measure, notice, item, period, last, extension))
    return asks


def _is_behind(ask: Ask, link: AccessLink) -> bool:
    return link.return_id is None or ask.item is not None


def _last_update(session: Session, assignment_id: int) -> StatusUpdate | None:
    return session.exec(
        select(StatusUpdate)
        .where(StatusUpdate.assignment_id == assignment_id)
        .order_by(col(StatusUpdate.id).desc())
    ).first()


def _open_extension(session: Session, assignment_id: int) -> Extension | None:
    return session.exec(
        select(Extension).where(
            Extension.assignment_id == assignment_id, Extension.status == "asked"
        )
    ).first()
