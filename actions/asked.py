"""What a department was asked: its living parts in the tasks of a message or of a return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inbox.asked import Asked
from inbox.indicators import Indicator
from models import Assignment, OutgoingMessage, Return, ReturnItem, Target, Task
from rules.assignments import AssignmentStatus
from rules.returns import OWED
from rules.tasks import OPEN, TaskStatus

ANSWERED_FOR = OPEN | {TaskStatus.CONFIRMED, TaskStatus.SUSPENDED}


PARTS = (
    select(Assignment, Task)
    .join(Task, col(Task.id) == col(Assignment.task_id))
    .where(
        Assignment.department_id == bindparam("department_id"),
        col(Assignment.status).notin_((AssignmentStatus.DRAFT, AssignmentStatus.ENDED)),
        col(Task.status).in_(ANSWERED_FOR),
    )
    .order_by(
        col(Task.measure_id),
        col(Task.part),
        col(Assignment.consolidates).desc(),
        col(Assignment.id),
    )
)
PARTS_OF_TASKS = PARTS.where(col(Task.id).in_(bindparam("task_ids", expanding=True)))
TARGETS = select(Target).where(
    col(Target.owner_id).in_(bindparam("owners", expanding=True)),
    col(Target.notice_id).in_(bindparam("notices", expanding=True)),
)
ITEMS = (
    select(ReturnItem)
    .join(Return, col(Return.id) == col(ReturnItem.return_id))
    .where(
        ReturnItem.return_id == bindparam("return_id"),
        Return.department_id == bindparam("department_id"),
    )
)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One part of a department in one task, and whether an answer about it is awaited now."""

    assignment: Assignment
    task: Task
    awaited: bool = True
    item: ReturnItem | None = None  # of the return that is answered


def parts_of_message(session: Session, message: OutgoingMessage) -> list[AskedPart]:
    """Return the parts that a message to a department was about, in its order."""
    if message.department_id is None:
        return []
    parts = _parts(session, message.department_id, task_ids=message.task_ids or None)
    if not message.task_ids and message.return_id is None:
        return []
    return _with_awaited(session, parts, message.department_id, return_id=message.return_id)


def parts_of_department(
    session: Session, department_id: int, *, return_id: int | None = None
) -> list[AskedPart]:
    """Return every living part of a department, or those of one of its returns."""
    parts = _parts(session, department_id)
    if return_id is None:
        return parts
    found = session.get(Return, return_id)
    if found is None or found.department_id != department_id:
        return []
    return _with_awaited(session, parts, department_id, return_id=return_id)


def as_asked(session: Session, parts: Sequence[AskedPart]) -> list[Asked]:
    """Return the parts in the words that the reader of replies takes, with indicators."""
    targets = _targets(session, parts)
    general = _indicators([t for t in targets if t.task_id is None])
    asked = []
    for part in parts:
        own = [target for target in targets if target.task_id == part.task.id]
        due_on = part.task.due_on or _common_day(own)
        asked.append(
            Asked(part.task.key, part.task.title, _indicators(own) or general, part.awaited, due_on)
        )
    return asked


def _common_day(targets: Sequence[Target]) -> date | None:
    """Return the day of all of a task's targets: 12月10日前新建场地55处 sets no other."""
    days = {target.by for target in targets}
    return days.pop() if len(days) == 1 else None


def in_order_of(letter: str, asked: Sequence[Asked]) -> list[Asked]:
    """Return the tasks in the order in which our letter lists them: 第一项 is its first."""
    places = [letter.find(f"【任务{task.key}】") for task in asked]
    ordered = sorted(zip(places, asked, strict=True), key=lambda pair: (pair[0] < 0, pair[0]))
    return [task for _, task in ordered]


def not_asked(session: Session, parts: Sequence[AskedPart]) -> list[Asked]:
    """Return the tasks of the same notices whose values the department gives, beside `parts`.

    It may tell them in any answer: nobody is to write a second mail for a figure.
    """
    asked = {part.task.id for part in parts}
    owned: dict[int, list[Target]] = {}
    for target in _targets(session, parts):
        if target.task_id is not None and target.task_id not in asked:
            owned.setdefault(target.task_id, []).append(target)
    tasks = session.exec(select(Task).where(col(Task.id).in_(owned))).all() if owned else ()
    return [
        Asked(task.key, task.title, _indicators(owned[task.number]), awaited=False)
        for task in tasks
    ]


def _targets(session: Session, parts: Sequence[AskedPart]) -> Sequence[Target]:
    owners = {part.assignment.department_id for part in parts}
    notices = {part.task.notice_id for part in parts}
    about = {"owners": list(owners), "notices": list(notices)}
    return session.exec(TARGETS, params=about).all()


def _indicators(targets: Sequence[Target]) -> tuple[Indicator, ...]:
    """Return the indicators of targets, each once."""
    return tuple(dict.fromkeys(Indicator(t.indicator, t.unit or "") for t in targets))


def _parts(
    session: Session, department_id: int, *, task_ids: Sequence[int] | None = None
) -> list[AskedPart]:
    about: dict[str, object] = {"department_id": department_id}
    if task_ids is not None:
        about["task_ids"] = list(task_ids)
    found = session.exec(PARTS if task_ids is None else PARTS_OF_TASKS, params=about)
    parts: dict[int, AskedPart] = {}
    for assignment, task in found:
        parts.setdefault(task.number, AskedPart(assignment, task))  # the most responsible part
    return list(parts.values())


def _with_awaited(
    session: Session, parts: Sequence[AskedPart], department_id: int, *, return_id: int | None
) -> list[AskedPart]:
    """Mark the parts whose item of that return is still owed; leave the others of it unmarked."""
    if return_id is None:
        return list(parts)
    about = {"return_id": return_id, "department_id": department_id}
    items = {item.assignment_id: item for item in session.exec(ITEMS, params=about)}
    return [_with_item(part, items.get(part.assignment.number)) for part in parts]


def _with_item(part: AskedPart, item: ReturnItem | None) -> AskedPart:
    is_owed = item is not None and item.status in OWED
    return AskedPart(part.assignment, part.task, is_owed, item)
