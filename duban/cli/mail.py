"""What went out."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    Reason,
    done,
    local,
    moment,
    open_runtime,
    print_json,
    print_table,
    warn,
)

outbox = typer.Typer(no_args_is_help=True, help="Messages that wait, went out, or failed (发件).")
Number = Annotated[int, typer.Argument(help="Number of the message.")]
Status = Annotated[str, typer.Option(help="Only those with this status.")]


@outbox.command("list")
def list_outbox(status: Status = "", as_json: Json = False) -> None:
    """List the outbox, oldest first."""
    from duban.cli.mailrows import outgoing_rows
    from duban.web.words import OUTBOX

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = outgoing_rows(
            session,
            status=status,
            office_email=runtime.settings.office_email,
            today=runtime.calendar.office_day(runtime.clock()),
        )
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


@outbox.command("recall")
def recall(number: Number, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Take back a message that is still in the outbox."""
    from actions.waiting_messages import recall as recall_

    runtime = open_runtime()
    with runtime.transaction() as session:
        row = recall_(session, number, by=by, reason=reason, now=moment(runtime, as_of))
    done(f"已撤回：{row.subject}")


@outbox.command("hold")
def hold(number: Number, reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Keep a message in the outbox until it is released."""
    from actions.waiting_messages import hold_message

    runtime = open_runtime()
    with runtime.transaction() as session:
        row = hold_message(session, number, by=by, reason=reason, now=moment(runtime, as_of))
    done(f"已暂扣：{row.subject}")


@outbox.command("reword")
def reword(
    number: Number,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Its new text.")],
    subject: Annotated[str, typer.Option(help="Its new subject; as it was if left out.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Put other words into a message that is still in the outbox; its links have to stay."""
    from actions.waiting_messages import reword_message
    from models import OutgoingMessage

    runtime = open_runtime()
    with runtime.transaction() as session:
        told = subject or session.get_one(OutgoingMessage, number).subject
        row = reword_message(
            session, number, subject=told, text=file.read_text("utf-8-sig"), by=by,
            now=moment(runtime, as_of), office=runtime.office,
        )  # fmt: skip
    done(f"已改稿：{row.subject}")


@outbox.command("release")
def release(
    number: Annotated[
        int | None, typer.Argument(help="One message; all that a run stopped with if left out.")
    ] = None,
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Send what a person held, or what was held because a run would have said too much."""
    from actions.breaker import release_held
    from actions.waiting_messages import release_message

    runtime = open_runtime()
    now = moment(runtime, as_of)
    today = runtime.calendar.office_day(now)
    with runtime.transaction() as session:
        if number is not None:
            released = 1
            release_message(session, number, by=by, now=now, today=today)
        else:
            released = release_held(session, by=by, now=now, today=today)
    done(f"已放行{released}封。")


@outbox.command("drop")
def drop(reason: Reason, by: By = OFFICE, as_of: AsOf = "") -> None:
    """Give up what was held because a run would have said far more than usual."""
    from actions.breaker import drop_held

    runtime = open_runtime()
    with runtime.transaction() as session:
        number = drop_held(session, by=by, reason=reason, now=moment(runtime, as_of))
    done(f"已撤销{number}封。")
