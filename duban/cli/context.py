"""What commands share: opening the data folder, reading a moment, printing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from runtime.wiring import Runtime

AsOf = Annotated[
    str,
    typer.Option("--as-of", help="Act as of this moment in the office's zone: 2026-09-04T09:00."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
By = Annotated[str, typer.Option("--by", help="Who does it, for the record.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept and, where due, sent.")]
OFFICE = "统筹办公室"
SHORT = 16  # cells of a terminal: a moment, or eight Chinese characters


def open_runtime() -> "Runtime":
    """Open the data folder, or say how to make one."""
    from rules.errors import NotAllowed
    from runtime.folder import data_folder
    from runtime.wiring import get_runtime

    folder = data_folder()
    if not (folder / ".env").exists():
        raise NotAllowed(
            f"{folder} 不是 duban 的数据文件夹。",
            "请先运行 duban init，或用环境变量 DUBAN_HOME 指定已有的文件夹。",
        )
    return get_runtime()


def moment(runtime: "Runtime", as_of: str) -> datetime:
    """Return the moment a person typed (where the office is), in UTC; else the clock's."""
    if not as_of:
        return runtime.clock()
    from datetime import UTC
    from zoneinfo import ZoneInfo

    from rules.errors import NotAllowed

    try:
        typed = datetime.fromisoformat(as_of)
    except ValueError:
        raise NotAllowed(f"“{as_of}”不是时间。", "请写成 2026-09-04T09:00。") from None
    if typed.tzinfo is None:
        typed = typed.replace(tzinfo=ZoneInfo(runtime.settings.time_zone))
    return typed.astimezone(UTC)


def typed_day(text: str) -> date:
    """Return the day a person typed."""
    from rules.errors import NotAllowed

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAllowed(f"“{text}”不是日期。", "请写成 2026-09-04。") from None


def local(runtime: "Runtime", value: datetime | str | None) -> str:
    """Return 2024-03-04 09:00, where the office is; nothing for no moment."""
    if not value:
        return ""
    from zoneinfo import ZoneInfo

    given = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{given.astimezone(ZoneInfo(runtime.settings.time_zone)):%Y-%m-%d %H:%M}"


def print_json(data: object) -> None:
    """Print `data` as JSON, Chinese as it is."""
    import json

    typer.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str) -> None:
    """Print rows as a table that fits the terminal, or say that there are none.

    Short columns keep each cell on one line; only the long ones fold.
    """
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not cells:
        typer.echo(empty)
        return
    table = Table(show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        short = max(cell_len(row[place]) for row in cells) <= SHORT
        table.add_column(heading, overflow="fold", no_wrap=short)
    for row in cells:
        table.add_row(*row)
    Console().print(table)


def done(sentence: str) -> None:
    """Say what was done."""
    typer.secho(f"✓ {sentence}", fg=typer.colors.GREEN)


def warn(sentence: str) -> None:
    """Say what needs a person's eye; on stderr, so that it never spoils JSON."""
    typer.secho(f"! {sentence}", fg=typer.colors.YELLOW, err=True)
