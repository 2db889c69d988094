"""Notices: read one, import one, see where everything stands."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    warn,
)

if TYPE_CHECKING:
    from runtime.wiring import Runtime

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
    app.command()(supersede)
    app.command()(withdraw)
    app.command()(status)


def read(file: File, as_json: Json = False, explain: Explain = False) -> None:
    """Show what a notice says: measures, owners, targets, duties, doubts. Stores nothing."""
    import notices
    from duban.cli.reading_file import content_of

    found = notices.read(content_of(file), file.name)
    if as_json:
        print_json(notices.reading_as_json(found))
        return
    if explain:
        from duban.cli.explaining import show_explanation

        show_explanation(found)
        return
    from duban.cli.showing import show_reading

    show_reading(notices.reading_as_json(found))


def import_notice(
    file: File,
    supersedes: Annotated[
        int | None, typer.Option(help="Number of the notice that this one revises.")
    ] = None,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Store a notice byte for byte and read it into drafts; nothing is sent."""
    from duban.cli.showing import notice_summary

    runtime = open_runtime()
    if supersedes is not None:
        _check_may_be_superseded(runtime, supersedes)
    number = store_and_read(runtime, file, by=by, as_of=as_of)
    if supersedes is not None:
        _compare(runtime, number, supersedes, by=by, as_of=as_of)
    with runtime.reading() as session:
        summary = notice_summary(session, number)
    if as_json:
        print_json(summary)
        return
    done(f"已导入来文 {number}：{summary['title']}（{summary['doc_number'] or '无文号'}）")
    typer.echo(
        f"  措施 {summary['measures']} 条，任务 {summary['tasks']} 项，"
        f"指标 {summary['targets']} 个，报送要求 {summary['duties']} 项，"
        f"待确认疑点 {summary['doubts']} 个。"
    )
    if not summary["duties"]:
        warn("来文没有写明报送时间：选定之前不会有任何填报到期（duban confirm --duty 可选定）。")
    if supersedes is None:
        _point_at_twins(runtime, number)
    typer.echo(
        f"下一步：duban review {number} 逐条核对，duban confirm {number} --preview 预览，"
        f"duban confirm {number} 确认。"
    )


def store_and_read(runtime: "Runtime", file: Path, *, by: str, as_of: str) -> int:
    """Store a file as a notice and read it into drafts; return its number."""
    from actions.intake import NoticeKnown, read_stored_notice, receive_notice
    from actions.register import load_register
    from actions.register_data import name_equivalents
    from duban.cli.reading_file import content_of

    now, content = moment(runtime, as_of), content_of(file)
    try:
        with runtime.transaction() as session:
            number = receive_notice(session, content, file.name, now=now, actor=by).number
    except NoticeKnown as known:
        if not known.unread:
            raise
        number = known.notice_id  # stored before, and reading it failed: read it now
    with runtime.transaction() as session:
        register = load_register(session, name_equivalents())
        read_stored_notice(session, number, register=register, now=now)
    return number


def _check_may_be_superseded(runtime: "Runtime", number: int) -> None:
    from models import Notice
    from rules.errors import NotAllowed, NotFound
    from rules.notices import NoticeStatus

    with runtime.reading() as session:
        old = session.get(Notice, number)
    if old is None:
        raise NotFound("notice", number)
    if old.status is not NoticeStatus.CONFIRMED:
        raise NotAllowed(f"来文 {number} 不在督办中，不能被替代。", "没有导入任何内容。")


def _compare(runtime: "Runtime", number: int, old: int, *, by: str, as_of: str) -> None:
    from actions.matching import set_supersedes, undecided_matches

    with runtime.transaction() as session:
        found = set_supersedes(session, number, old, now=moment(runtime, as_of), actor=by)
        waiting = len(undecided_matches(session, number))
        typer.echo(
            f"与来文 {old} 逐项比对：原有 {len(found)} 项，完全一致 {len(found) - waiting} 项，"
            f"待确认 {waiting} 项（duban review {number}）。",
            err=True,
        )


def _point_at_twins(runtime: "Runtime", number: int) -> None:
    """Warn where the same notice came in other bytes, or an older edition is at work."""
    from actions.twins import find_copies, find_predecessors
    from models import Notice

    with runtime.reading() as session:
        notice = session.get_one(Notice, number)
        for twin in find_copies(session, notice):
            warn(
                f"可能重复导入：与来文 {twin.notice.number} {twin.reason}，但文件不同。"
                f"如是同一份，请撤销这份：duban withdraw {number} --reason 重复导入"
            )
        for twin in find_predecessors(session, notice):
            warn(
                f"像是来文 {twin.notice.number} 的修订件（{twin.reason}）。"
                f"如是：duban supersede {number} {twin.notice.number}"
            )


def supersede(
    notice_id: Annotated[int, typer.Argument(help="Number of the revised notice, a draft.")],
    old_id: Annotated[int, typer.Argument(help="Number of the notice that it replaces.")],
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Say that a draft revises another notice, and compare the two task by task."""
    runtime = open_runtime()
    _check_may_be_superseded(runtime, old_id)
    _compare(runtime, notice_id, old_id, by=by, as_of=as_of)
    done(f"来文 {notice_id} 设为来文 {old_id} 的修订件；确认之后，原任务的进展随之承接。")


def withdraw(
    notice_id: Annotated[int, typer.Argument(help="Number of the notice, a draft.")],
    reason: Reason,
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Put aside a notice that nobody confirmed: a second copy, the wrong file."""
    from actions.review import withdraw_notice

    runtime = open_runtime()
    with runtime.transaction() as session:
        withdraw_notice(session, notice_id, reason=reason, now=moment(runtime, as_of), actor=by)
    done(f"来文 {notice_id} 已撤销，原件仍保存。")


def status(
    notice_id: Annotated[int | None, typer.Argument(help="One notice; all if left out.")] = None,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show where every notice and task stands, with lights and their reasons."""
    from sqlmodel import col, select

    from duban.cli.showing import notice_summary
    from models import Notice
    from reports.ledger import ledger_rows

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.reading() as session:
        numbers = (
            [notice_id]
            if notice_id
            else [n for n in session.exec(select(Notice.id).order_by(col(Notice.id))) if n]
        )
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
