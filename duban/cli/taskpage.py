"""A task laid out for a terminal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typer
from sqlmodel import Session, col, or_, select

from duban.cli.context import local, print_table
from models import (
    Assignment,
    Department,
    Event,
    Measure,
    Notice,
    OutgoingMessage,
    StatusUpdate,
    Task,
)
from reports.ledger import ledger_rows
from rules.assignments import LABELS as PART_LABELS
from rules.assignments import ROLE_LABELS
from runtime.wiring import Runtime


def task_as_data(
    session: Session, task: Task, *, now: datetime, runtime: Runtime
) -> dict[str, Any]:
    """Return everything about a task, each value with what it rests on."""
    notice = session.get_one(Notice, task.notice_id)
    rows = ledger_rows(
        session, notice.number, now=now, calendar=runtime.calendar, policies=runtime.policies
    )
    row = next(row for row in rows if row.task_id == task.number)
    parts = session.exec(
        select(Assignment, Department)
        .outerjoin(Department, col(Assignment.department_id) == Department.id)
        .where(Assignment.task_id == task.number)
        .order_by(col(Assignment.order))
    ).all()
    numbers = [part.number for part, _ in parts]
    return {
        "key": task.key,
        "notice": notice.title,
        "title": task.title,
        "status": row.status,
        "light": row.light,
        "reason": row.reason,
        "text": session.get_one(Measure, task.measure_id).text,
        "clause": task.clause,
        "span": [task.span_start, task.span_end],
        "due_on": task.due_on,
        "original_due_on": task.original_due_on,
        "parts": [
            {
                "department": department.short_name if department else part.printed_name,
                "role": ROLE_LABELS[part.role],
                "consolidates": part.consolidates,
                "status": PART_LABELS[part.status] if department else "单位未识别",
            }
            for part, department in parts
        ],
        "updates": [
            update.model_dump(mode="json")
            for update in session.exec(
                select(StatusUpdate).where(col(StatusUpdate.assignment_id).in_(numbers))
            )
        ],
        "messages": _messages(session, task),
        "events": _events(session, task, numbers),
    }


def show_task(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Print a task for a person, with the office's own times."""
    from duban.web.words import event

    typer.secho(f"任务{data['key']}　{data['title']}", bold=True)
    typer.echo(f"{data['status']}　{data['light']}：{data['reason']}")
    typer.echo(f"时限 {data['due_on'] or '未规定'}　原时限 {data['original_due_on'] or '未规定'}")
    typer.echo(f"\n原文（第{data['span'][0]}—{data['span'][1]}字）：{data['text']}\n")
    print_table(
        ("单位", "分工", "状态"),
        [
            (p["department"], p["role"] + ("·汇总" if p["consolidates"] else ""), p["status"])
            for p in data["parts"]
        ],
        empty="没有分工。",
    )
    typer.echo()
    print_table(
        ("时间", "进度", "状态", "进展"),
        [
            (local(runtime, u["said_at"]), u["percent"], u["state"], u["narrative"])
            for u in data["updates"]
        ],
        empty="尚无反馈。",
    )
    typer.echo()
    print_table(
        ("时间", "事项", "经办"),
        [
            (
                local(runtime, e["at"]),
                event(e["name"]),
                "系统" if e["actor"] == "duban" else e["actor"],
            )
            for e in data["events"]
        ],
        empty="尚无记录。",
    )


def _messages(session: Session, task: Task) -> list[dict[str, Any]]:
    query = select(OutgoingMessage).where(OutgoingMessage.notice_id == task.notice_id)
    return [
        {"id": row.id, "kind": row.kind, "subject": row.subject, "status": row.status}
        for row in session.exec(query)
        if task.number in row.task_ids
    ]


def _events(session: Session, task: Task, parts: list[int]) -> list[dict[str, Any]]:
    query = select(Event).where(
        or_(
            (col(Event.subject_kind) == "task") & (col(Event.subject_id) == task.number),
            (col(Event.subject_kind) == "assignment") & col(Event.subject_id).in_(parts),
        )
    )
    return [
        {"at": row.happened_at.isoformat(), "name": row.name, "actor": row.actor}
        for row in session.exec(query.order_by(col(Event.id)))
    ]
