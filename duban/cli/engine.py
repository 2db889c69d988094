"""The engine: serve, run a flow by hand, the timetable, the demo and its clock."""

import json
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    done,
    local,
    moment,
    open_runtime,
    print_json,
    warn,
)

schedule = typer.Typer(no_args_is_help=True, help="The timetable: last and next runs (日程).")
clock = typer.Typer(no_args_is_help=True, help="The held clock of a demo folder.")
Flow = Annotated[str, typer.Argument(help="Name of a flow, such as send_reminders.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(serve)
    app.command()(run)
    app.command()(demo)
    app.add_typer(schedule, name="schedule")
    app.add_typer(clock, name="clock")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; DUBAN_HOST.")] = "",
    port: Annotated[
        int, typer.Option(min=-1, max=65535, help="Port; 0 takes a free one; DUBAN_PORT.")
    ] = -1,
) -> None:
    """Run everything: pages, timetable, and the Prefect server that keeps the run history."""
    from duban.engine.serve import serve as serve_

    runtime = open_runtime()
    typer.echo("正在启动督办服务，约需十几秒……")
    serve_(
        runtime.settings.home,
        host=host or None,
        port=None if port < 0 else port,
        say=typer.echo,
    )


def run(
    flow: Flow,
    as_of: AsOf = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be decided and sent; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take what is due for one flow now, in this process."""
    import asyncio

    from duban.cli.running import run_sweep, show_trial

    runtime = open_runtime()
    if dry_run:
        show_trial(runtime, flow, now=moment(runtime, as_of), as_json=as_json)
        return
    outcome = asyncio.run(run_sweep(runtime, flow, now=moment(runtime, as_of)))
    if as_json:
        print_json({"flow": outcome.name, "done": outcome.done, "failures": outcome.failures})
    else:
        counted = "，".join(f"{kind} {number}" for kind, number in outcome.done.items())
        done(f"{outcome.name}：{counted or '没有到期事项'}。")
    outcome.raise_if_any_failed()


def demo(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A notice; ours if left out.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Demo folder; an old demo there is replaced.")] = (
        Path("duban-demo")
    ),
    serve_after: Annotated[
        bool | None, typer.Option("--serve/--no-serve", help="Go on serving afterwards.")
    ] = None,
) -> None:
    """Drive one year of a notice from outside, on a held clock, and show what came of it."""
    from duban.demo import run_demo

    raise typer.Exit(code=run_demo(file, folder=folder, serve_after=serve_after))


@schedule.command("list")
def list_schedule(as_json: Json = False) -> None:
    """Show each flow with its times, its last run and its next."""
    from duban.cli.running import schedule_rows, show_schedule

    runtime = open_runtime()
    if as_json:
        print_json(schedule_rows(runtime))
    else:
        show_schedule(runtime)


@schedule.command("pause")
def pause(flow: Flow, by: By = OFFICE) -> None:
    """Stop a flow until it is resumed; then it takes all that waited."""
    from actions.schedule import pause as pause_
    from runtime.timetable import get_entry, read_timetable

    runtime = open_runtime()
    entry = get_entry(read_timetable(), flow)
    with runtime.transaction() as session:
        pause_(session, entry.flow, by=by, now=runtime.clock())
    done(f"已暂停“{entry.label}”。")


@schedule.command("resume")
def resume(flow: Flow, by: By = OFFICE) -> None:
    """Let a flow run again."""
    from actions.schedule import resume as resume_
    from runtime.timetable import get_entry, read_timetable

    runtime = open_runtime()
    entry = get_entry(read_timetable(), flow)
    with runtime.transaction() as session:
        resume_(session, entry.flow, by=by, now=runtime.clock())
    done(f"已恢复“{entry.label}”。")


@schedule.command("set")
def set_(
    flow: Flow,
    at: Annotated[str, typer.Option(help="Time of day in the office's zone: 08:30.")],
    by: By = OFFICE,
) -> None:
    """Run a daily flow at another time of day."""
    from actions.schedule import set_time
    from runtime.timetable import get_entry, read_timetable

    runtime = open_runtime()
    entry = get_entry(read_timetable(), flow)
    with runtime.transaction() as session:
        set_time(session, entry.flow, at, printed=entry.printed, by=by, now=runtime.clock())
    done(f"“{entry.label}”改为每天{at}。")


@clock.command("set")
def set_clock(
    to: Annotated[
        str, typer.Argument(help="The new moment: 2024-03-01T09:00; - reads one a line from stdin.")
    ],
    as_json: Json = False,
) -> None:
    """Move the clock of a demo folder; its server then runs what fell due."""
    if to != "-":
        _move_clock(to, as_json=as_json)
        return
    for line in sys.stdin:
        _move_clock(line.strip(), as_json=as_json)
        sys.stdout.flush()


def _move_clock(to: str, *, as_json: bool) -> None:
    from duban.engine.demo_clock import request_move
    from runtime.folder import data_folder

    answer = request_move(data_folder(), _typed(to))  # opens no database: a demo asks often
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))  # one line: programs read line by line
        return
    ran = [f"{run['flow']}" for run in answer["ran"]]
    done(f"时钟已到 {to}；运行：{'、'.join(ran) or '没有到期事项'}。")
    for run_ in answer["ran"]:
        if not run_["ok"]:
            warn(f"{run_['flow']} 未成功：{run_.get('failures')}")


def _typed(to: str) -> datetime:
    """Return the moment a person typed; without a zone it is the office's."""
    with suppress(ValueError):
        if (typed := datetime.fromisoformat(to)).tzinfo is not None:
            return typed
    return moment(open_runtime(), to)


@clock.command("show")
def show_clock() -> None:
    """Show the moment this folder's clock holds."""
    runtime = open_runtime()
    typer.echo(local(runtime, runtime.clock()))
