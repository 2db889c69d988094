"""One task: show it, and the verbs of its life."""

from typing import Annotated

import typer

from duban.cli.assignments import app
from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    Reason,
    moment,
    open_runtime,
    print_json,
)
from duban.cli.verbs import Key, on_task


def register(root: typer.Typer) -> None:
    """Add the commands of this file and of `duban.cli.assignments`: one word for both."""
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
def submit(
    key: Key,
    evidence: Annotated[str, typer.Option(help="What shows that it is done.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """报结, noted for the department that answers for the task."""
    from actions.tasks import submit as submit_

    on_task(
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

    on_task(
        key,
        as_of,
        "已核查",
        lambda session, task, now, _: verify_(session, task.number, now=now, actor=by, found=found),
    )


@app.command()
def close(key: Key, by: By = OFFICE, as_of: AsOf = "") -> None:
    """销号."""
    from actions.tasks import close as close_

    on_task(
        key,
        as_of,
        "已销号",
        lambda session, task, now, _: close_(session, task.number, now=now, actor=by),
    )


@app.command("return")
def return_(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """退回: it is not done yet; the department hears why."""
    from actions.tasks import return_for_rework

    on_task(
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
def suspend(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """中止, with a reason; nobody is reminded until it goes on."""
    from actions.tasks import suspend as suspend_

    on_task(
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

    on_task(
        key,
        as_of,
        "已恢复办理",
        lambda session, task, now, _: resume_(session, task.number, now=now, actor=by),
    )


@app.command()
def withdraw(key: Key, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """撤销, with a reason."""
    from actions.tasks import withdraw as withdraw_

    on_task(
        key,
        as_of,
        "已撤销",
        lambda session, task, now, _: withdraw_(
            session, task.number, reason=reason, now=now, actor=by
        ),
    )
