"""What due instances are about: the part with its task and notice, and what is owed, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from models import (
    Assignment,
    Milestone,
    Notice,
    ReportingPeriod,
    Return,
    ReturnItem,
    Target,
    Task,
)
from rules.assignments import Role
from rules.due import DueKind, base_instance, kind_of, subject_of
from rules.slow import CAUSES
from rules.wording import quoted


@dataclass(frozen=True, slots=True)
class Part:
    """One assignment as letters speak of it."""

    assignment_id: int
    department_id: int
    task_id: int
    key: str
    title: str
    notice_id: int
    notice: str
    doc_number: str
    role: Role

    @property
    def printed(self) -> str:
        """The notice as letters cite it."""
        return f"《{self.notice}》" + (f"（{self.doc_number}）" if self.doc_number else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one due instance asks for, in words, and the return that answers it."""

    what: str  # 报送2024年度进展
    return_id: int | None = None


def parts_by_id(session: Session, assignments: Collection[int]) -> dict[int, Part]:
    """Return the parts with their tasks and notices, in one query."""
    query = (
        rows_of(  # columns, not rows: a notice carries its whole text and reading
            col(Assignment.id),
            col(Assignment.department_id),
            col(Assignment.role),
            col(Task.id),
            col(Task.key),
            col(Task.title),
            col(Notice.id),
            col(Notice.title),
            col(Notice.filename),
            col(Notice.doc_number),
        )
        .select_from(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .where(col(Assignment.id).in_(assignments))
    )
    return {row[0]: _part(*row) for row in session.execute(query)}


def _part(
    number: int, department_id: int, role: Role, task_id: int, key: str, title: str,
    notice_id: int, notice: str | None, filename: str, doc_number: str | None,
) -> Part:  # fmt: skip
    return Part(
        assignment_id=number,
        department_id=department_id,
        task_id=task_id,
        key=key,
        title=title,
        notice_id=notice_id,
        notice=notice or filename,
        doc_number=doc_number or "",
        role=role,
    )


def subjects_of(session: Session, instances: Collection[str]) -> dict[str, Subject]:
    """Return what each due instance is about, in at most three queries."""
    keys = {base_instance(key): key for key in instances}
    by_kind: dict[DueKind, dict[int, str]] = {}
    for key in keys:
        if kind_of(key) is not DueKind.SLOW:
            by_kind.setdefault(kind_of(key), {})[subject_of(key)] = key
    named = {
        **_items(session, by_kind.get(DueKind.ITEM, {})),
        **_milestones(session, by_kind.get(DueKind.MILESTONE, {})),
        **_targets(session, by_kind.get(DueKind.TARGET, {})),
    }
    return {key: named.get(base_instance(key)) or _plain(key) for key in instances}


def _items(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query: Any = (
        rows_of(col(ReturnItem.id), col(Return.id), col(ReportingPeriod.label))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(col(ReturnItem.id).in_(keys))
    )
    return {
        keys[number]: Subject(f"报送{label}进展", return_id)
        for number, return_id, label in session.execute(query)
    }


def _milestones(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query = rows_of(col(Milestone.id), col(Milestone.title)).where(col(Milestone.id).in_(keys))
    return {
        keys[number]: Subject(f"完成节点{quoted(title)}")
        for number, title in session.execute(query)
    }


def _targets(session: Session, keys: Mapping[int, str]) -> dict[str, Subject]:
    if not keys:
        return {}
    query = rows_of(col(Target.id), col(Target.indicator)).where(col(Target.id).in_(keys))
    return {
        keys[number]: Subject(f"报送指标{quoted(name)}的完成值")
        for number, name in session.execute(query)
    }


def _plain(key: str) -> Subject:
    if kind_of(key) is DueKind.ACKNOWLEDGE:
        return Subject("签收任务")
    return Subject(CAUSES[key.split(":")[1]] if kind_of(key) is DueKind.SLOW else "完成任务")
