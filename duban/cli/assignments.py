"""The verbs of one department's part in a task, noted by the office."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Reason,
    typed_day,
)
from duban.cli.verbs import Dept, Key, app, on_part

if TYPE_CHECKING:
    from sqlmodel import Session

    from runtime.wiring import Runtime

__all__ = ["app"]  # the verbs of the whole task hang on it too


@app.command()
def ack(key: Key, department: Dept, by: By = OFFICE, as_of: AsOf = "") -> None:
    """签收, noted for a department."""
    from actions.assignments import acknowledge

    on_part(
        key,
        department,
        as_of,
        "已签收",
        lambda session, part, now, _: acknowledge(session, part.number, now=now, actor=by),
    )


@app.command("object")
def object_(key: Key, department: Dept, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """异议: a department holds that the task is not its own."""
    from actions.assignments import object_to

    on_part(
        key,
        department,
        as_of,
        "已记录异议",
        lambda session, part, now, _: object_to(
            session, part.number, reason=reason, now=now, actor=by
        ),
    )


@app.command()
def uphold(key: Key, department: Dept, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Uphold an assignment against an objection; the department hears why."""
    from actions.assignments import uphold as uphold_

    on_part(
        key,
        department,
        as_of,
        "已答复，维持原分工",
        lambda session, part, now, runtime: uphold_(
            session,
            part.number,
            reason=reason,
            now=now,
            actor=by,
            calendar=runtime.calendar,
            office=runtime.office,
        ),
    )


@app.command()
def reassign(
    key: Key,
    department: Dept,
    to: Annotated[str, typer.Option("--to", help="The department that takes it over.")],
    reason: Reason,
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """改派: give a department's part to another one."""
    from actions.assignments import reassign as reassign_
    from duban.cli.lookup import department_named

    def change(session: "Session", part: Any, now: datetime, runtime: "Runtime") -> None:
        from models import Task

        notice_id = session.get_one(Task, part.task_id).notice_id
        reassign_(
            session,
            part.number,
            department_named(session, to, notice_id=notice_id, now=now),
            reason=reason,
            now=now,
            actor=by,
            calendar=runtime.calendar,
            office=runtime.office,
        )

    on_part(key, department, as_of, f"已改派{to}", change)


@app.command()
def extend(
    key: Key,
    department: Dept,
    until: Annotated[str, typer.Option(help="The new day: 2024-12-31.")],
    reason: Reason,
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse the waiting request.")] = False,
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """延期: grant (or refuse) what a department asked for; the first date is kept."""
    from duban.cli.extending import settle_extension

    on_part(
        key,
        department,
        as_of,
        "未同意延期" if refuse else f"已延期至{until}",
        lambda session, part, now, runtime: settle_extension(
            session,
            part.number,
            until_on=typed_day(until),
            reason=reason,
            refused=refuse,
            now=now,
            actor=by,
            runtime=runtime,
        ),
    )
