"""Trying a run out on a copy: what would be decided and said, and nothing is written."""

from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from duban.replay.copying import copy_house
from models import Approval, Department, OutgoingMessage, Reminder, Row, Task
from rules.audiences import LABELS
from runtime.timetable import get_entry, read_timetable
from runtime.wiring import Runtime

MADE = (Reminder, Approval, OutgoingMessage)


async def try_out(original: Runtime, flow: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return what a run of this flow would make now, one row for each decision, draft, message."""
    house = copy_house(original)
    house.clock.now = now
    with house.runtime.reading() as session:
        before: dict[type[Row], int] = {table: _newest(session, table) for table in MADE}
    entry = get_entry(read_timetable(), flow)
    module = import_module(entry.entrypoint.rpartition(".")[0])
    outcome = await module.sweep(house.runtime, now=now)
    outcome.raise_if_any_failed()
    with house.runtime.reading() as session:
        return _made(session, before)


def _newest(session: Session, table: type[Row]) -> int:
    return session.exec(select(func.max(col(table.id)))).one() or 0


def _made(session: Session, before: dict[type[Row], int]) -> list[dict[str, Any]]:
    names = dict(session.exec(select(Department.id, Department.short_name)).all())
    keys = dict(session.exec(select(Task.id, Task.key)).all())
    rows = [
        _row("decision", names.get(one.department_id), LABELS[one.audience], one.rule,
             [keys.get(one.task_id)], one.due_instance)
        for one in session.exec(select(Reminder).where(col(Reminder.id) > before[Reminder]))
    ]  # fmt: skip
    rows += [
        _row("draft", names.get(one.department_id), "领导", one.kind,
             [keys.get(number) for number in one.task_ids], one.title)
        for one in session.exec(select(Approval).where(col(Approval.id) > before[Approval]))
    ]  # fmt: skip
    rows += [
        _row("message", names.get(one.department_id), LABELS[one.audience], one.kind,
             [keys.get(number) for number in one.task_ids], one.subject)
        for one in session.exec(
            select(OutgoingMessage).where(col(OutgoingMessage.id) > before[OutgoingMessage])
        )
    ]  # fmt: skip
    return rows


def _row(
    what: str, department: str | None, audience: str, kind: str, tasks: list[str | None], about: str
) -> dict[str, Any]:
    return {
        "what": what, "department": department or "", "audience": audience, "kind": kind,
        "tasks": [key for key in tasks if key], "about": about,
    }  # fmt: skip
