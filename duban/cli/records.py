"""What was recorded, taken out: the ledger, reports, the sealed log."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from duban.cli.context import OFFICE, AsOf, By, Json, done, moment, open_runtime, print_json, warn

ledger = typer.Typer(no_args_is_help=True, help="The table of all tasks (台账).")
report = typer.Typer(no_args_is_help=True, help="Compiled reports (总结报告).")
audit = typer.Typer(no_args_is_help=True, help="The append-only, sealed event log.")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(ledger, name="ledger")
    app.add_typer(report, name="report")
    app.add_typer(audit, name="audit")


@ledger.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="xlsx file to write.")],
    notice_id: Annotated[int | None, typer.Option("--notice", help="Only this notice.")] = None,
    as_of: AsOf = "",
) -> None:
    """Write the ledger as xlsx."""
    from models import Notice
    from reports.ledger import ledger_rows
    from reports.xlsx import ledger_xlsx
    from rules.errors import NotFound

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        if notice_id is not None and session.get(Notice, notice_id) is None:
            raise NotFound("notice", notice_id)
        rows = ledger_rows(
            session, notice_id, now=now, calendar=runtime.calendar, policies=runtime.policies
        )
    file.write_bytes(ledger_xlsx(rows, as_of=now))
    done(f"台账 {len(rows)} 项任务已写入 {file}。")


@report.command("compile")
def compile_(
    notice_id: Annotated[int, typer.Argument(help="Number of the notice.")],
    folder: Annotated[Path, typer.Option(help="Where the files go.")] = Path(),
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Compile a report as of now: docx, pdf, html and xlsx, from one frozen set of facts."""
    from duban.cli.compiling import compile_now

    runtime = open_runtime()
    now = moment(runtime, as_of)
    for path in compile_now(runtime, notice_id, folder=folder, now=now, actor=by):
        done(f"已写入 {path}")


@report.command("list")
def list_reports(as_json: Json = False) -> None:
    """List the compiled reports."""
    from duban.cli.compiling import report_rows
    from duban.cli.context import local, print_table
    from duban.web.words import REPORT_STATUS

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = report_rows(session)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("编号", "标题", "截至", "状态", "文件"),
        [
            (
                r["id"],
                r["title"],
                local(runtime, r["as_of"])[:10],
                REPORT_STATUS[r["status"]],
                "、".join(name.rpartition(".")[2] for name in r["files"]),
            )
            for r in rows
        ],
        empty="还没有编制报告。",
    )


@report.command("save")
def save(
    number: Annotated[int, typer.Argument(help="Number of the report.")],
    folder: Annotated[Path, typer.Argument(help="Where the files go.")],
) -> None:
    """Write the files of a report that was compiled before, byte for byte."""
    from duban.cli.compiling import save_files

    runtime = open_runtime()
    with runtime.reading() as session:
        paths = save_files(session, number, folder)
    for path in paths:
        done(f"已写入 {path}")


@audit.command("verify")
def verify(as_json: Json = False) -> None:
    """Prove that no event was changed, removed or slipped in; name the unsealed tail."""
    from actions.audit import verify as verify_

    runtime = open_runtime()
    with runtime.reading() as session:
        verdict = verify_(session)
    if as_json:
        print_json(asdict(verdict))
    elif verdict.ok:
        tail = f"，尾部 {len(verdict.unsealed)} 条待封存" if verdict.unsealed else ""
        done(f"事件链完整：{verdict.sealed} 条已封存{tail}。末次封印 {verdict.last_seal}")
    else:
        warn(f"事件链在第 {verdict.first_bad} 条断开：{verdict.reason}")
    if not verdict.ok:
        raise typer.Exit(code=1)
