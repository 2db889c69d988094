"""Printing what a change would move: each day before and after."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from duban.cli.context import print_table

if TYPE_CHECKING:
    from actions.outlook import Change

MOST = 60  # lines of a terminal; --json has all
ASSUMED = "*"


def show_changes(changes: "Sequence[Change]") -> None:
    """Print the days that differ; those that rest on a year not yet published bear a star."""
    rows = [
        (c.notice, c.task, c.department, c.what, _day(c.before), _day(c.after) + _star(c))
        for c in changes[:MOST]
    ]
    print_table(
        ("来文", "任务、期", "单位", "事项", "原日期", "新日期"),
        rows,
        empty="在办事项的日期都不受影响。",
    )
    if len(changes) > MOST:
        typer.echo(f"……另有 {len(changes) - MOST} 处，用 --json 查看全部。")
    if any(change.assumed for change in changes):
        typer.echo(f"{ASSUMED} 这一年的放假安排尚未公布，暂按周一至周五推算，公布后将重新安排。")


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _star(change: "Change") -> str:
    return ASSUMED if change.assumed else ""
