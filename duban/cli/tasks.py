"""One task: show it, and the verbs of its life."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    Reason,
    done,
    moment,
    open_runtime,
    print_json,
    typed_day,
)

if TYPE_CHECKING:
    from sqlmodel import Session

    from models import Task
    from runtime.wiring import Runtime

Key = Annotated[str, typer.Argument(help="The task's key: 7, or 2/7 for task 7 of notice 2.")]
Dept = Annotated[str, typer.Option("--department", help="Which department, by name or code.")]
Change = Callable[["Session", "Task", datetime, "Runtime"], Any]

app = typer.Typer(no_args_is_help=True, help="One task and the verbs of its life.")


def register(root: typer.Typer) -> None:
    """Add the commands of this file."""
    root.add_typer(app, name="task")


@app.command()
def show(key: Key, as_of: AsOf = "", as_json: Json = False) -> None:
    """Show a task: its words in the notice, who answers, where it stands, what happened."""
    from duban.cli.lookup import task_named
    from duban.cli.taskpage import show_task, task_as_data

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        task = task_named(session, key)
        data = task_as_data(session, task, now=now, runtime=runtime)
    if as_json:
        print_json(data)
    else:
        show_task(runtime, data)


@app.command()
def ack(key: Key, department: Dept, by: By = OFFICE, as_of: AsOf = "") -> None:
    """签收, noted for a department."""
    from actions.assignments import acknowledge

    _on_part(
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

    _on_part(
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

    _on_part(
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

    _on_part(key, department, as_of, f"已改派{to}", change)


@app.command()
def submit(
    key: Key,
    evidence: Annotated[str, typer.Option(help="What shows that it is done.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """报结, noted for the department that answers for the task."""
    from actions.tasks import submit as submit_

    _on_task(
        key,
        as_of,
        "已报结",
        lambda session, task, now, _: submit_(
            session, task.number, department_id=None, now=now, actor=by, evidence=evidence
        ),
    )


@app.command()
def verify(
    key: Key,
    found: Annotated[str, typer.Option(help="What was looked at, and how.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """核查: the office found it done."""
    from actions.tasks import verify as verify_

    _on_task(
        key,
        as_of,
        "已核查",
        lambda session, task, now, _: verify_(session, task.number, now=now, actor=by, found=found),
    )


@app.command()
def close(key: Key, by: By = OFFICE, as_of: AsOf = "") -> None:
    """销号."""
    from actions.tasks import close as close_

    _on_task(
        key,
        as_of,
        "已销号",
        lambda session, task, now, _: close_(session, task.number, now=now, actor=by),
    )


@app.command("return")
def return_(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """退回: it is not done yet; the department hears why."""
    from actions.tasks import return_for_rework

    _on_task(
        key,
        as_of,
        "已退回",
        lambda session, task, now, runtime: return_for_rework(
            session,
            task.number,
            reason=reason,
            now=now,
            actor=by,
            calendar=runtime.calendar,
            office=runtime.office,
        ),
    )


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

    _on_part(
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


@app.command()
def suspend(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """中止, with a reason; nobody is reminded until it goes on."""
    from actions.tasks import suspend as suspend_

    _on_task(
        key,
        as_of,
        "已中止",
        lambda session, task, now, _: suspend_(
            session, task.number, reason=reason, now=now, actor=by
        ),
    )


@app.command()
def resume(key: Key, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Go on with a suspended or long-term task."""
    from actions.tasks import resume as resume_

    _on_task(
        key,
        as_of,
        "已恢复办理",
        lambda session, task, now, _: resume_(session, task.number, now=now, actor=by),
    )


@app.command()
def withdraw(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """撤销, with a reason."""
    from actions.tasks import withdraw as withdraw_

    _on_task(
        key,
        as_of,
        "已撤销",
        lambda session, task, now, _: withdraw_(
            session, task.number, reason=reason, now=now, actor=by
        ),
    )


def _on_task(key: str, as_of: str, what: str, change: Change) -> None:
    from duban.cli.lookup import task_named

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        task = task_named(session, key)
        change(session, task, now, runtime)
    done(f"任务{task.key}“{task.title}”{what}。")


def _on_part(key: str, department: str, as_of: str, what: str, change: Callable[..., Any]) -> None:
    from actions.assignments import find_assignment
    from duban.cli.lookup import department_named

    def on_part(session: "Session", task: "Task", now: datetime, runtime: "Runtime") -> None:
        row = department_named(session, department, notice_id=task.notice_id, now=now)
        part = find_assignment(session, task.number, row.number)
        change(session, part, now, runtime)

    _on_task(key, as_of, what, on_part)
