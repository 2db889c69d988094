"""Drafts that wait for a leader: 通报, 约谈, 问责建议."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli.context import (
    AsOf,
    Json,
    Reason,
    done,
    moment,
    open_runtime,
    print_json,
    print_table,
)

app = typer.Typer(no_args_is_help=True, help="Drafts that wait for a leader's decision (审批).")
Number = Annotated[int, typer.Argument(help="Number of the draft.")]
Leader = Annotated[str, typer.Option("--by", help="The leader's user name.")]


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Decided ones too.")] = False,
    as_json: Json = False,
) -> None:
    """List the drafts that wait, with their words."""
    from sqlmodel import col, select

    from actions.approvals import KINDS
    from duban.web.words import APPROVAL_STATUS
    from models import Approval

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = [
            row
            for row in session.exec(select(Approval).order_by(col(Approval.id)))
            if everything or row.status == "waiting"
        ]
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
        return
    print_table(
        ("编号", "种类", "标题", "拟稿", "状态", "审批人"),
        [
            (r.id, KINDS[r.kind], r.title, r.drafted_on, APPROVAL_STATUS[r.status], r.decided_by)
            for r in rows
        ],
        empty="没有等待审批的稿件。",
    )


@app.command()
def show(number: Number) -> None:
    """Show a draft as it would be sent."""
    from models import Approval

    runtime = open_runtime()
    with runtime.reading() as session:
        row = session.get_one(Approval, number)
    typer.secho(row.title, bold=True)
    typer.echo(f"\n{row.text}")


@app.command()
def accept(
    number: Number,
    by: Leader = "",
    text: Annotated[
        Path | None, typer.Option(exists=True, help="The leader's own words, instead of the draft.")
    ] = None,
    as_of: AsOf = "",
) -> None:
    """Approve a draft; it then goes into the outbox."""
    from actions.approvals import accept as accept_
    from duban.cli.lookup import approver

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        row = accept_(
            session,
            number,
            by=approver(session, by),
            now=now,
            calendar=runtime.calendar,
            office=runtime.office,
            text=text.read_text("utf-8") if text else None,
        )
    done(f"已同意：{row.title}")


@app.command()
def refuse(number: Number, reason: Reason, by: Leader = "", as_of: AsOf = "") -> None:
    """Refuse a draft; nothing is sent."""
    from actions.approvals import refuse as refuse_
    from duban.cli.lookup import approver

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        row = refuse_(session, number, by=approver(session, by), reason=reason, now=now)
    done(f"未同意：{row.title}")
