"""Holding back what would be said to a department, for a while and with a reason (暂缓)."""

from datetime import date, datetime
from typing import Annotated

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
    print_table,
)
from rules.audiences import LABELS, Audience

app = typer.Typer(no_args_is_help=True, help="Messages that a person holds back (暂缓).")


@app.command("place")
def place(
    department: Annotated[str, typer.Argument(help="Name or code of the department.")],
    reason: Reason,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day of it; else until released."),
    ] = None,
    post: Annotated[
        Audience | None, typer.Option(help="Only what this post would hear; it is decided.")
    ] = None,
    task: Annotated[str, typer.Option(help="Only about this task: 7.2, or 2/7.2.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Say nothing of our own accord to a department until a day, and take no rung meanwhile."""
    from actions.holds import place_hold
    from duban.cli.lookup import department_named, task_named

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        about = task_named(session, task) if task else None
        notice = about.notice_id if about else None
        place_name = runtime.settings.office_place
        row = department_named(session, department, notice_id=notice, now=now, place=place_name)
        hold = place_hold(
            session, row.number, reason=reason, until_on=until.date() if until else None, by=by,
            now=now, today=runtime.calendar.office_day(now),
            task_id=about.number if about else None, audience=post,
        )  # fmt: skip
        session.flush()
        done(f"已暂缓{hold.number}：{row.short_name}，{_until(hold.until_on)}。")


@app.command("release")
def release(
    number: Annotated[int, typer.Argument(help="Its number.")], by: By = OFFICE, as_of: AsOf = ""
) -> None:
    """End a hold early; what is due is said on the next run."""
    from actions.holds import release_hold

    runtime = open_runtime()
    with runtime.transaction() as session:
        release_hold(session, number, by=by, now=moment(runtime, as_of))
    done(f"已解除暂缓{number}。")


@app.command("list")
def list_holds(as_of: AsOf = "", as_json: Json = False) -> None:
    """List what is held back today, why, by whom and until when."""
    from actions.holds import standing_holds
    from models import Department, Task

    runtime = open_runtime()
    today = runtime.calendar.office_day(moment(runtime, as_of))
    with runtime.reading() as session:
        rows = [
            {
                "number": hold.number,
                "department": session.get_one(Department, hold.department_id).short_name,
                "task": session.get_one(Task, hold.task_id).key if hold.task_id else "",
                "post": LABELS[hold.audience] if hold.audience else "",
                "until": _until(hold.until_on),
                "reason": hold.reason,
                "by": hold.placed_by,
            }
            for hold in standing_holds(session, today=today)
        ]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("编号", "单位", "任务", "岗位", "至", "理由", "经办"),
        [tuple(row.values()) for row in rows],
        empty="没有暂缓。",
    )


def _until(day: date | None) -> str:
    return str(day) if day else "直到解除"
