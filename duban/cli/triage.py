"""What waits for a person (待人工), and what a person makes of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    done,
    moment,
    open_runtime,
    print_json,
    print_table,
    warn,
)

if TYPE_CHECKING:
    from actions.applying import Applied
    from actions.triage import Deed
    from inbox.heard import Item
    from runtime.wiring import Runtime

app = typer.Typer(no_args_is_help=True, help="What waits for a person (待人工).")
Number = Annotated[int, typer.Argument(help="Number of the message.")]
Whose = Annotated[str, typer.Option("--department", help="Whose answer it is: name or code.")]
Tasks = Annotated[
    list[str] | None, typer.Option("--task", help="Task, as 7 or 2/7. May be repeated.")
]


@app.command("list")
def list_waiting(
    group: Annotated[str, typer.Option(help="unmatched, doubtful, refused or bounced.")] = "",
    as_json: Json = False,
    as_of: AsOf = "",
) -> None:
    """List what waits, the oldest first, with its reason, age in working days and owner."""
    from reports.views.triage import GROUPS, as_data, list_triage

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        listed = list_triage(session, now=now, calendar=runtime.calendar, group=group)
        rows = [as_data(line) for line in listed.lines]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("编号", "来自", "原因", "工作日", "领办"),
        [
            (
                r["id"],
                r["department"] or r["sender"],
                "\n".join([f"{GROUPS[r['group']]}：{r['subject'] or '（无主题）'}", *r["reasons"]]),
                f"{r['working_days']}{' !' if r['overdue'] else ''}",
                r["taken_by"],
            )
            for r in rows
        ],
        empty="没有等候处理的来件。",
    )
    if listed.overdue:
        warn(f"{listed.overdue} 件已超过一个工作日")


@app.command("take")
def take(number: Number, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Take a message on, so that the others see whose it is."""
    from actions import triage_desk

    runtime = open_runtime()
    with runtime.transaction() as session:
        triage_desk.take(session, number, actor=by, now=moment(runtime, as_of))
    done(f"{by}已领办第{number}号来件")


@app.command("release")
def release(number: Number, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Put a message back for the others."""
    from actions import triage_desk

    runtime = open_runtime()
    with runtime.transaction() as session:
        triage_desk.release(session, number, actor=by, now=moment(runtime, as_of))
    done(f"第{number}号来件已放回")


@app.command("assign")
def assign(
    number: Number,
    department: Whose,
    task: Tasks = None,
    add_sender: Annotated[
        bool, typer.Option("--add-sender", help="Make who wrote a contact of the department.")
    ] = False,
    by: By = OFFICE,
    as_json: Json = False,
    as_of: AsOf = "",
) -> None:
    """Say whose answer it is: it is applied as if it had come right."""
    from actions import triage
    from duban.cli.lookup import department_named, task_named

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        applied = triage.assign(
            session,
            number,
            department_id=department_named(session, department, notice_id=None, now=now).number,
            task_ids=[task_named(session, text).number for text in task or ()],
            add_sender=add_sender,
            deed=_deed(runtime, by, now),
        )
        _tell(applied, as_json=as_json, said=f"第{number}号来件已归口{department}并登记")


@app.command("accept")
def accept(
    number: Number,
    department: Whose,
    task: Annotated[str, typer.Option("--task", help="Task, as 7 or 2/7.")],
    percent: Annotated[float | None, typer.Option(min=0, max=100)] = None,
    status: Annotated[str, typer.Option(help="正常推进, 已完成, …")] = "",
    narrative: Annotated[str, typer.Option(help="进展情况")] = "",
    problems: Annotated[str, typer.Option(help="存在问题")] = "",
    next_steps: Annotated[str, typer.Option("--next-steps", help="下一步")] = "",
    by: By = OFFICE,
    as_json: Json = False,
    as_of: AsOf = "",
) -> None:
    """Record an answer as a person read it; the office is named with it."""
    from actions import triage
    from duban.cli.lookup import department_named, task_named

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        item = _item(
            str(task_named(session, task).number),
            percent, status, narrative, problems, next_steps,
        )  # fmt: skip
        applied = triage.accept(
            session,
            number,
            department_id=department_named(session, department, notice_id=None, now=now).number,
            items=[item],
            deed=_deed(runtime, by, now),
        )
        _tell(applied, as_json=as_json, said=f"第{number}号来件已按更正后的内容登记")


@app.command("reject")
def reject(
    number: Number,
    preset: Annotated[str, typer.Option(help="which_task, own_mailbox, unreadable, …")] = "",
    text: Annotated[str, typer.Option(help="Words of your own.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Show it, send nothing.")] = False,
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Answer who wrote, politely, and take the message off the list."""
    from actions import triage_replies
    from rules.errors import NotAllowed

    runtime = open_runtime()
    now = moment(runtime, as_of)
    if preset and preset not in triage_replies.PRESETS:
        raise NotAllowed(
            f"没有“{preset}”这种答复。", f"可选：{'、'.join(triage_replies.PRESETS)}。"
        )
    words = text or (triage_replies.PRESETS[preset].text if preset else "")
    letter = triage_replies.reply_letter(
        words, office=runtime.office, today=runtime.calendar.office_day(now)
    )
    typer.echo(f"{letter.subject}\n\n{letter.text}")
    if preview:
        return
    with runtime.transaction() as session:
        triage_replies.reject(session, number, text=words, deed=_deed(runtime, by, now))
    done(f"答复已放入待发，第{number}号来件已办结")


@app.command("resolve")
def resolve(
    number: Number,
    note: Annotated[str, typer.Option("--note", help="How it was dealt with.")],
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Take a message off the list: it was dealt with by other means."""
    from actions import triage

    runtime = open_runtime()
    deed = _deed(runtime, by, moment(runtime, as_of))
    with runtime.transaction() as session:
        triage.close_with(session, number, deed=deed, event="inbound.resolved", note=note)
    done(f"第{number}号来件已办结")


@app.command("undo")
def undo(number: Number, by: By = OFFICE, as_json: Json = False, as_of: AsOf = "") -> None:
    """Take back the last of these with one message; says what stays because it was sent."""
    from actions.triage_undo import undo as take_back

    runtime = open_runtime()
    with runtime.transaction() as session:
        result = take_back(session, number, actor=by, now=moment(runtime, as_of))
    if as_json:
        print_json({"updates": result.updates, "stays": result.stays})
        return
    done(f"已撤销，第{number}号来件回到待人工")
    for line in result.stays:
        warn(line)


def _deed(runtime: "Runtime", by: str, now: datetime) -> "Deed":
    from actions.triage import Deed
    from flows.process_inbound import surroundings

    return Deed(by, now, surroundings(runtime))


def _item(
    task: str, percent: float | None, status: str, narrative: str, problems: str, next_steps: str
) -> "Item":
    from inbox.heard import STATES, Item
    from rules.errors import NotAllowed

    if status and status not in STATES:
        raise NotAllowed(f"“{status}”不是进展状态。", f"可选：{'、'.join(STATES)}。")
    return Item(
        task=task,
        percent=percent,
        status=status or None,
        narrative=narrative or None,
        problems=problems or None,
        next_steps=next_steps or None,
        closure_requested=status == "申请办结",
    )


def _tell(applied: "Applied", *, as_json: bool, said: str) -> None:
    if as_json:
        tasks = {part.task.key: lines for part, lines in applied.lines}
        print_json({"tasks": tasks, "readings": applied.readings, "problems": applied.problems})
        return
    for part, lines in applied.lines:
        typer.echo(f"任务{part.task.key} {part.task.title}")
        for line in lines:
            typer.echo(f"  {line}")
    for line in (*applied.readings, *applied.missing):
        typer.echo(line)
    for line in applied.problems:
        warn(line)
    done(said)
