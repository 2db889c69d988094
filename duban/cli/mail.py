"""What went out and what came in."""

from pathlib import Path
from typing import Annotated, Any

import typer

from duban.cli.context import (
    AsOf,
    Json,
    done,
    local,
    moment,
    open_runtime,
    print_json,
    print_table,
    warn,
)

outbox = typer.Typer(no_args_is_help=True, help="Messages that wait, went out, or failed (发件).")
inbox = typer.Typer(no_args_is_help=True, help="Mails and calls that came in (来件).")
Number = Annotated[int, typer.Argument(help="Number of the message.")]
Status = Annotated[str, typer.Option(help="Only those with this status.")]


@outbox.command("list")
def list_outbox(status: Status = "", as_json: Json = False) -> None:
    """List the outbox, oldest first."""
    from duban.cli.mailrows import outgoing_rows
    from duban.web.words import OUTBOX

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = outgoing_rows(session, status=status)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("编号", "时间", "收件", "主题", "状态"),
        [
            (
                r["id"],
                local(runtime, r["sent_at"] or r["created_at"]),
                r["department"] or "、".join(r["to"]),
                r["subject"],
                OUTBOX[r["status"]],
            )
            for r in rows
        ],
        empty="发件箱为空。",
    )


@outbox.command("show")
def show_outgoing(number: Number, html: Annotated[bool, typer.Option("--html")] = False) -> None:
    """Show one message as it is sent, and what became of each address."""
    from duban.cli.mailrows import deliveries_of
    from duban.web.words import OUTBOX
    from models import OutgoingMessage

    runtime = open_runtime()
    with runtime.reading() as session:
        row = session.get_one(OutgoingMessage, number)
        deliveries = deliveries_of(session, number)
    if html:
        typer.echo(row.html or "")
        return
    typer.secho(row.subject, bold=True)
    when = f"{OUTBOX[row.status]}　{local(runtime, row.sent_at or row.created_at)}"
    typer.echo(f"{when}\n信件编号 {row.message_id}\n回复地址 {row.reply_to}\n\n{row.text}")
    print_table(
        ("地址", "状态", "说明"),
        [(address, OUTBOX[status], said) for address, status, said in deliveries],
        empty="尚未投递。",
    )
    if row.last_error:
        warn(row.last_error)


@outbox.command("retry")
def retry(number: Number, as_of: AsOf = "") -> None:
    """Try a message again that failed or is being held."""
    from actions.delivery import retry_message

    runtime = open_runtime()
    with runtime.transaction() as session:
        row = retry_message(session, number, now=moment(runtime, as_of))
    done(f"已重新排入发件箱：{row.subject}")


@inbox.command("list")
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


@inbox.command("show")
def show_incoming(
    number: Number,
    raw: Annotated[bool, typer.Option("--raw", help="The bytes as they came.")] = False,
) -> None:
    """Show one message: what was understood, or the raw bytes."""
    from models import InboundMessage

    runtime = open_runtime()
    with runtime.reading() as session:
        row = session.get_one(InboundMessage, number)
    if raw:
        typer.echo(row.raw, nl=False)
        return
    data: dict[str, Any] = row.model_dump(mode="json", exclude={"raw"})
    print_json(data)


@inbox.command("add")
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
