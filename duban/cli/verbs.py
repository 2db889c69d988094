"""What the commands about one task share: how it is named, and the one step of its life."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.context import done, moment, open_runtime

if TYPE_CHECKING:
    from sqlmodel import Session

    from models import Task
    from runtime.wiring import Runtime

Key = Annotated[str, typer.Argument(help="The task's key: 7, or 2/7 for task 7 of notice 2.")]
Dept = Annotated[str, typer.Option("--department", help="Which department, by name or code.")]
Change = Callable[["Session", "Task", datetime, "Runtime"], Any]

app = typer.Typer(no_args_is_help=True, help="One task and the verbs of its life.")


def on_task(key: str, as_of: str, what: str, change: Change) -> None:
    """Take one step with a task, in one transaction, and say that it was taken."""
    from duban.cli.lookup import task_named

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        task = task_named(session, key)
        change(session, task, now, runtime)
    done(f"任务{task.key}“{task.title}”{what}。")


def on_part(key: str, department: str, as_of: str, what: str, change: Callable[..., Any]) -> None:
    """Take one step with one department's part in a task."""
    from actions.assignments import find_assignment
    from duban.cli.lookup import department_named

    def of_task(session: "Session", task: "Task", now: datetime, runtime: "Runtime") -> None:
        row = department_named(session, department, notice_id=task.notice_id, now=now)
        part = find_assignment(session, task.number, row.number)
        change(session, part, now, runtime)

    on_task(key, as_of, what, of_task)
