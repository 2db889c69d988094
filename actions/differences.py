"""What changed between a task and the one that continues it, in words for a person."""

from dataclasses import dataclass

from sqlmodel import Session, select

from actions.parts import parts_in
from actions.wordings import body_of, words_of
from models import Department, Target, Task
from rules.assignments import Role

SIGNS = {">=": "≥", "<=": "≤", "=": "", "~": "约"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that reads otherwise now."""

    kind: str  # words | title | leads | supports | deadline | targets
    label: str
    before: str
    after: str


def differences(session: Session, old: Task, new: Task) -> list[Difference]:
    """Return what differs; empty where the two say the same."""
    found = []
    pairs = (
        ("leads", "牵头单位", _names(session, old, True), _names(session, new, True)),
        ("supports", "配合单位", _names(session, old, False), _names(session, new, False)),
        ("deadline", "完成时限", _day(old), _day(new)),
        ("targets", "指标", _targets(session, old), _targets(session, new)),
    )
    if body_of(old, words_of(session, old)) != body_of(new, words_of(session, new)):
        found.append(Difference("words", "文字", words_of(session, old), words_of(session, new)))
    for kind, label, before, after in pairs:
        if before != after:
            found.append(Difference(kind, label, "、".join(before), "、".join(after)))
    return found


def _names(session: Session, task: Task, answers: bool) -> list[str]:
    """Return who leads or who helps, as departments; a person's later change counts."""
    roles = (Role.LEAD, Role.RESPONSIBLE) if answers else (Role.SUPPORT, Role.INHERITED)
    names = []
    for part in parts_in(session, task):
        if part.role not in roles or (part.ended_reason or "").startswith("改派"):
            continue
        row = session.get(Department, part.department_id) if part.department_id else None
        names.append(row.short_name if row else part.printed_name)
    return sorted(dict.fromkeys(names)) if not answers else list(dict.fromkeys(names))


def _day(task: Task) -> list[str]:
    day = task.original_due_on or task.due_on
    return [day.isoformat()] if day else []


def _targets(session: Session, task: Task) -> list[str]:
    rows = session.exec(select(Target).where(Target.task_id == task.number)).all()
    return sorted(
        f"{row.indicator}{SIGNS.get(row.op, row.op)}{row.value:g}{row.unit}"
        + (f"（{row.by.isoformat()}）" if row.by else "")
        for row in rows
    )
