"""`duban why TASK`: why a task stands as it does, in plain words."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import AsOf, Json, moment, open_runtime, print_json

if TYPE_CHECKING:
    from actions.why import PartWhy

Key = Annotated[str, typer.Argument(help="Its key, 7.2, or notice and key, 2/7.2.")]


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(why)


def why(key: Key, as_of: AsOf = "", as_json: Json = False) -> None:
    """Say why a task has its light, what was sent, what is next and when, and what holds it."""
    from actions.why import why as explain
    from duban.cli.lookup import task_named

    runtime = open_runtime()
    with runtime.reading() as session:
        task = task_named(session, key)
        answer = explain(
            session, task, now=moment(runtime, as_of), calendar=runtime.calendar,
            policies=runtime.policies,
        )  # fmt: skip
    steps = [step for part in answer.parts for step in part.steps]
    note = runtime.calendar.assumption(day for step in steps for day in (step.due_on, step.on))
    if as_json:
        print_json({"task": task.key, "title": task.title, **asdict(answer), "assumption": note})
        return
    typer.secho(f"任务{task.key}　{task.title}", bold=True)
    typer.echo(f"{answer.light.label}：{answer.light.reason}")
    for part in answer.parts:
        typer.secho(f"\n{part.department}（{part.role}）", bold=True)
        for line in _lines(part):
            typer.echo(f"  {line}")
    if note:
        typer.echo(f"\n注：{note}。")


def _lines(part: "PartWhy") -> list[str]:
    lines = [f"暂不催办：{part.held}"] if part.held else []
    for one in part.sent:
        to = f"（{'、'.join(one.reached)}）" if one.reached else ""
        reason = f"：{one.reason}" if one.reason else ""
        lines.append(f"{one.on}　发{one.audience}{to}　{one.subject}　{one.state}{reason}")
    if not part.sent:
        lines.append("尚未发出任何邮件。")
    for step in part.steps:
        due = f"，时限{step.due_on}" if step.due_on else ""
        when = f"{step.on}　{step.then}" if step.on else step.then
        lines.append(f"{step.what}{due}；下一步：{when}")
    if not part.steps:
        lines.append("目前没有应办事项，也没有排定的提醒。")
    return lines
