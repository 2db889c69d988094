"""What people hold back, in words."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from models import Department, Hold, Task
from rules.audiences import LABELS


@dataclass(frozen=True, slots=True)
class StandingHold:
    """One hold: whom it keeps from hearing what, until when, by whom and why."""

    row: Hold
    department: str
    about: str  # 全部消息, 对联络员的消息, 任务7.2
    until: date | None  # None: until it is released


def holds_in_words(session: Session, *, today: date) -> list[StandingHold]:
    """Return the holds that stand on a day, oldest first."""
    rows = session.exec(
        select(Hold, Department, Task)
        .join(Department, col(Department.id) == col(Hold.department_id))
        .join(Task, col(Task.id) == col(Hold.task_id), isouter=True)
        .where(
            col(Hold.released_at).is_(None),
            or_(col(Hold.until_on).is_(None), col(Hold.until_on) >= today),
        )
        .order_by(col(Hold.id))
    )
    return [
        StandingHold(hold, department.short_name, _about(hold, task), hold.until_on)
        for hold, department, task in rows
    ]


def _about(hold: Hold, task: Task | None) -> str:
    if task is not None:
        return f"任务{task.key}"
    return f"对{LABELS[hold.audience]}的消息" if hold.audience else "全部提醒和催办"
