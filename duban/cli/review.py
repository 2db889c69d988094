"""`duban review`: doubts and doubtful tasks one by one, the words in context, numbered choices."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import OFFICE, AsOf, By, Json, done, moment, open_runtime, print_json, warn

if TYPE_CHECKING:
    from duban.cli.questions import Question
    from runtime.wiring import Runtime

LEAVE = ("q", "Q")
HELP = "输入编号，或直接写答复；回车跳过，q 保存并离开。"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(review)


def review(
    what: Annotated[str, typer.Argument(help="Number of a notice, or a file that is only shown.")],
    show: Annotated[bool, typer.Option("--list", help="Only print what is open.")] = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Walk through what is doubtful, one by one; each answer is kept at once."""
    if not what.isdecimal():
        _review_file(Path(what), show=show, as_json=as_json, by=by, as_of=as_of)
        return
    runtime, number = open_runtime(), int(what)
    if show or as_json:
        _print_open(runtime, number, as_of=as_of, as_json=as_json)
        return
    _walk(runtime, number, by=by, as_of=as_of)


def _print_open(runtime: "Runtime", notice_id: int, *, as_of: str, as_json: bool) -> None:
    from duban.cli.questions import open_questions, summary_of

    now = moment(runtime, as_of)
    with runtime.reading() as session:
        questions = open_questions(session, notice_id, now=now)
        summary = summary_of(session, notice_id)
    if as_json:
        print_json({**summary, "questions": [question.as_data() for question in questions]})
        return
    for place, question in enumerate(questions, start=1):
        _show(question, place, len(questions))
    _conclude(notice_id, summary)


def _walk(runtime: "Runtime", notice_id: int, *, by: str, as_of: str) -> None:
    """Ask each question that is still open when its turn comes; commit after each answer."""
    from duban.cli.questions import open_questions, summary_of

    asked: set[str] = set()
    try:
        while True:
            with runtime.reading() as session:
                waiting = open_questions(session, notice_id, now=moment(runtime, as_of))
            waiting = [question for question in waiting if question.id not in asked]
            if not waiting:
                break
            question = waiting[0]
            asked.add(question.id)
            _show(question, len(asked), len(asked) + len(waiting) - 1)
            if not _ask(runtime, question, by=by, as_of=as_of):
                break
    except (KeyboardInterrupt, typer.Abort):
        typer.echo()
    with runtime.reading() as session:
        summary = summary_of(session, notice_id)
    _conclude(notice_id, summary)


def _show(question: "Question", place: int, total: int) -> None:
    typer.echo()
    typer.secho(f"[{place}/{total}] {question.why}", bold=True)
    before, words, after = question.context
    typer.echo(f"  …{before}" + typer.style(f"【{words}】", fg=typer.colors.YELLOW) + f"{after}…")
    for number, choice in enumerate(question.choices, start=1):
        reason = f"　{choice.reason}" if choice.reason else ""
        typer.echo(f"  {number}. {choice.label}{reason}")
    if question.hint:
        typer.echo(f"  （{question.hint}）")


def _ask(runtime: "Runtime", question: "Question", *, by: str, as_of: str) -> bool:
    """Take answers until one is accepted; False: the person leaves."""
    from duban.cli.questions import settle
    from rules.errors import DubanError

    while True:
        typed = typer.prompt(HELP, default="", show_default=False).strip()
        if typed in LEAVE:
            return False
        if not typed:
            return True
        try:
            with runtime.transaction() as session:
                said = settle(session, question, typed, now=moment(runtime, as_of), actor=by)
        except DubanError as error:
            warn(str(error))
            continue
        done(said)
        return True


def _conclude(notice_id: int, summary: dict[str, int]) -> None:
    typer.echo()
    typer.echo(
        f"读出 {summary['findings']} 处，待答复疑点 {summary['doubts']} 个，"
        f"可交办 {summary['ready']}/{summary['drafts']} 项。已答复的均已保存。"
    )
    if summary["ready"]:
        typer.echo(
            f"预览交办信：duban confirm {notice_id} --preview　确认：duban confirm {notice_id}"
        )


def _review_file(file: Path, *, show: bool, as_json: bool, by: str, as_of: str) -> None:
    """Show the doubts of a file; storing it is offered, never done unasked."""
    import sys

    import notices
    from duban.cli.questions import question_of_file
    from duban.cli.reading_file import content_of
    from rules.errors import NotAllowed

    if not file.is_file():
        raise NotAllowed(f"没有文件“{file}”。", "请写来文编号（如 1）或文件路径。")
    reading = notices.read(content_of(file), file.name)
    questions = [question_of_file(reading, doubt) for doubt in reading.doubts]
    if as_json:
        print_json({"title": reading.header.title, "questions": [q.as_data() for q in questions]})
        return
    typer.secho(reading.header.title or file.name, bold=True)
    typer.echo(f"措施 {len(reading.measures)} 条，疑点 {len(questions)} 个。这里只查看，不保存。")
    for place, question in enumerate(questions, start=1):
        _show(question, place, len(questions))
    if show or not sys.stdin.isatty():
        typer.echo(f"导入后逐条答复：duban import {file}")
        return
    if typer.confirm("现在导入并逐条答复吗？", default=False):
        from duban.cli.notices import store_and_read

        runtime = open_runtime()
        number = store_and_read(runtime, file, by=by, as_of=as_of)
        _walk(runtime, number, by=by, as_of=as_of)
