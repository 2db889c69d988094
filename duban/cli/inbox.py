"""What came in: listed, shown, added from files, and explained without storing anything."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli import triage
from duban.cli.context import (
    AsOf,
    Json,
    done,
    local,
    moment,
    open_runtime,
    print_json,
    print_table,
)

app = typer.Typer(no_args_is_help=True, help="Mails and calls that came in (来件).")
app.add_typer(triage.app, name="triage")
Number = Annotated[int, typer.Argument(help="Number of the message.")]
Status = Annotated[str, typer.Option(help="Only those with this status.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An .eml file")]


@app.command("list")
def list_inbox(status: Status = "", as_json: Json = False) -> None:
    """List what came in, with what became of it; `--status triage` is what waits for a person."""
    from duban.cli.mailrows import incoming_rows
    from duban.web.words import CHANNELS, INBOX

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = incoming_rows(session, status=status)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("编号", "收到", "来自", "主题", "状态"),
        [
            (
                r["id"],
                local(runtime, r["received_at"]),
                r["sender"] or CHANNELS.get(r["channel"], r["channel"]),
                "\n".join([r["subject"] or "（无主题）", *r["reasons"]]),
                INBOX[r["status"]],
            )
            for r in rows
        ],
        empty="没有来件。",
    )


@app.command("show")
def show_incoming(
    number: Number,
    raw: Annotated[bool, typer.Option("--raw", help="The bytes as they came.")] = False,
    as_json: Json = False,
) -> None:
    """Show one message: what was understood, or the raw bytes."""
    from duban.cli.inboxwords import incoming_data, incoming_lines
    from models import InboundMessage
    from rules.errors import NotAllowed

    runtime = open_runtime()
    with runtime.reading() as session:
        row = session.get(InboundMessage, number)
        if row is None:
            raise NotAllowed(f"没有第{number}号来件。", "duban inbox list 列出全部来件。")
        data = incoming_data(session, row)
    if raw:
        typer.echo(row.raw, nl=False)
    elif as_json:
        print_json(data)
    else:
        for line in incoming_lines(data, received=local(runtime, row.received_at)):
            typer.echo(line)


@app.command("explain")
def explain(file: File, as_json: Json = False, as_of: AsOf = "") -> None:
    """Say what would be understood of a mail; nothing is stored, nothing is sent."""
    from actions.inbound import explain_mail
    from duban.cli.inboxwords import heard_lines

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        heard = explain_mail(
            session,
            file.read_bytes(),
            today=runtime.calendar.office_day(now),
            office=runtime.office,
            trusted=runtime.settings.trusted_authserv_id,
        )
    if as_json:
        print_json(heard.as_data())
        return
    for line in heard_lines(heard.as_data()):
        typer.echo(line)


@app.command("add")
def add(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help=".eml files")],
    as_of: AsOf = "",
) -> None:
    """Store and process mails from files, as if they had come to the mailbox."""
    import asyncio

    from actions.inbound import record_mail
    from flows.process_inbound import sweep

    runtime = open_runtime()
    now = moment(runtime, as_of)
    for file in files:
        with runtime.transaction() as session:
            record_mail(session, file.read_bytes(), mailbox="file", now=now)
    outcome = asyncio.run(sweep(runtime, now=now))
    outcome.raise_if_any_failed()
    done(f"已收 {len(files)} 件；处理结果：duban inbox list")
