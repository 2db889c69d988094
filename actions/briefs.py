"""What a group chat is told of a message: which items, until when, and where to answer.

Never what anybody reported: the members of a group are many, and the chat is not ours.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actions.links import department_link
from models import Department, OutgoingMessage, Task
from notifiers import Brief, BriefLine
from rules.office import Office

HEADINGS = {
    "dispatch": "交办", "reminder": "提醒", "urge": "催办", "notice_of_supervision": "督办通知单",
    "bulletin": "通报", "talk": "约谈通知", "accountability": "建议问责", "rework": "退回补充",
    "answer": "答复",
}  # fmt: skip
OTHERWISE = "督办通知"


def brief_for(
    session: Session, message: OutgoingMessage, *, office: Office, now: datetime
) -> Brief | None:
    """Return the brief of a message to a department, or None: what goes to others is no group's."""
    if message.department_id is None or message.to_address:
        return None
    department = session.get_one(Department, message.department_id)
    lines = _lines(session, message)
    count = f"，共{len(lines)}项" if lines else ""
    kind = HEADINGS.get(message.kind, OTHERWISE)
    return Brief(
        heading=f"【{kind}】{department.short_name}{count}",
        lines=lines,
        link=department_link(
            session, department.number, office=office, now=now, return_id=message.return_id
        ),
    )


def _lines(session: Session, message: OutgoingMessage) -> tuple[BriefLine, ...]:
    """One line for each item of the letter; of a letter without a list, one for each task."""
    tasks = {
        task.number: task
        for task in session.exec(select(Task).where(col(Task.id).in_(message.task_ids)))
    }
    listed = [row for row in message.data.get("lines", ()) if row.get("task_id") in tasks]
    if listed:
        return tuple(_item(row, tasks[row["task_id"]]) for row in listed)
    return tuple(
        BriefLine(tasks[number].key, tasks[number].title, tasks[number].due_on)
        for number in message.task_ids
        if number in tasks
    )


def _item(row: Mapping[str, Any], task: Task) -> BriefLine:
    due_on = row.get("due_on")
    return BriefLine(task.key, task.title, date.fromisoformat(due_on) if due_on else None)
