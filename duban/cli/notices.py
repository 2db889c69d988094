"""Notices: read one, import one, see where everything stands."""

from pathlib import Path
from typing import Annotated

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

File = Annotated[
    Path,
    typer.Argument(
        exists=True,
        dir_okay=False,
        help="txt, html, docx, pdf, md, csv, xlsx; doc, wps, rtf with LibreOffice",
    ),
]

Explain = Annotated[bool, typer.Option("--explain", help="show which rule found what, and where")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(read)
    app.command("import")(import_notice)
    app.command()(status)


def read(file: File, as_json: Json = False, explain: Explain = False) -> None:
    """Show what a notice says: measures, owners, targets, duties, doubts. Stores nothing."""
    import notices

    found = notices.read(file.read_bytes(), file.name)
    if as_json:
        print_json(notices.reading_as_json(found))
        return
    if explain:
        from duban.cli.explaining import show_explanation

        show_explanation(found)
        return
    from duban.cli.showing import show_reading

    show_reading(notices.reading_as_json(found))


def import_notice(file: File, by: By = OFFICE, as_of: AsOf = "", as_json: Json = False) -> None:
    """Store a notice byte for byte and read it into drafts; nothing is sent."""
    from actions.intake import read_stored_notice, receive_notice
    from actions.register import load_register
    from actions.register_data import name_equivalents
    from duban.cli.showing import notice_summary

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        notice = receive_notice(session, file.read_bytes(), file.name, now=now, actor=by)
    with runtime.transaction() as session:
        read_stored_notice(
            session, notice.number, register=load_register(session, name_equivalents()), now=now
        )
    with runtime.reading() as session:
        summary = notice_summary(session, notice.number)
    if as_json:
        print_json(summary)
        return
    done(f"已导入来文 {notice.number}：{summary['title']}（{summary['doc_number'] or '无文号'}）")
    typer.echo(
        f"  措施 {summary['measures']} 条，任务 {summary['tasks']} 项，"
        f"指标 {summary['targets']} 个，报送要求 {summary['duties']} 项，"
        f"待确认疑点 {summary['doubts']} 个。"
    )
    if not summary["duties"]:
        warn("来文没有写明报送时间：选定之前不会有任何填报到期（duban confirm --duty 可选定）。")
    typer.echo(f"下一步：duban confirm {notice.number} --list 查看疑点，再 duban confirm 确认。")


def status(
    notice_id: Annotated[int | None, typer.Argument(help="One notice; all if left out.")] = None,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show where every notice and task stands, with lights and their reasons."""
    from sqlmodel import select

    from duban.cli.showing import notice_summary
    from models import Notice
    from reports.ledger import ledger_rows

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        numbers = [notice_id] if notice_id else [n for n in session.exec(select(Notice.id)) if n]
        summaries = [notice_summary(session, number) for number in numbers]
        rows = ledger_rows(
            session, notice_id, now=now, calendar=runtime.calendar, policies=runtime.policies
        )
    if as_json:
        print_json({"notices": summaries, "tasks": [row.as_data() for row in rows]})
        return
    print_table(
        ("编号", "来文", "状态", "任务", "待确认"),
        [(s["id"], s["title"], s["label"], s["tasks"], s["doubts"]) for s in summaries],
        empty="还没有来文：duban import FILE",
    )
    if rows:
        typer.echo()
    print_table(
        ("任务", "事项", "牵头", "状态", "灯", "原因"),
        [(r.key, r.title, r.leads, r.status, r.light, r.reason) for r in rows],
        empty="",
    )
