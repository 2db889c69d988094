"""The working calendar: a year at a glance, and the office's changes to it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    typed_day,
    warn,
)
from duban.cli.outlooks import show_changes

if TYPE_CHECKING:
    from sqlmodel import Session

    from actions.calendar_changes import CalendarChange
    from runtime.wiring import Runtime

app = typer.Typer(no_args_is_help=True, help="The working calendar with its holidays (工作日历).")
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; do it.")]
WEEK = "一二三四五六日"
Change = Callable[["Session"], "CalendarChange"]


@app.command()
def show(
    year: Annotated[int, typer.Argument(help="Which year; this one if left out.")] = 0,
    as_json: Json = False,
) -> None:
    """Show a year month by month: 休 a day off, 班 worked in exchange, * set by the office."""
    from duban.cli.calendarpage import lines_of
    from reports.views.calendar import year_page
    from runtime.calendar import published_names

    runtime = open_runtime()
    shown = year or runtime.calendar.office_day(runtime.clock()).year
    with runtime.reading() as session:
        page = year_page(session, shown, runtime.calendar, published_names())
    if as_json:
        print_json(page.as_data())
        return
    for line in lines_of(page):
        typer.echo(line)


@app.command("import")
def import_table(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    some_days: Annotated[
        bool, typer.Option("--some-days", help="These are single days, no year's whole table.")
    ] = False,
    whole_year: Annotated[
        bool, typer.Option("--whole-year", help="This is the whole table of its years.")
    ] = False,
    yes: Yes = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Take holidays and make-up days from csv, toml, json or ics; first show what they move."""
    from actions.calendar_changes import change_days
    from rules.holiday_tables import parse_table, whole_years
    from runtime.calendar import published_days

    runtime = open_runtime()
    days = parse_table(file.read_bytes(), file.name)
    years = sorted({one.day.year for one in days}) if whole_year else whole_years(days)
    years = [] if some_days else years
    now = moment(runtime, as_of)

    def change(session: "Session") -> "CalendarChange":
        return change_days(
            session, days, years=years, now=now, policies=runtime.policies, actor=by,
            time_zone=runtime.settings.time_zone, published=published_days(),
        )  # fmt: skip

    _preview_and_do(runtime, change, yes=yes, as_json=as_json)


@app.command("set")
def set_day(
    day: Annotated[str, typer.Argument(help="2027-02-06, or 2027-02-06..2027-02-12.")],
    kind: Annotated[str, typer.Argument(help="休 (off) or 班 (work).")],
    name: Annotated[str, typer.Option(help="What for.")] = "",
    yes: Yes = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Make a day, or some days on end, days off or working days."""
    from actions.calendar_changes import change_days
    from rules.holiday_tables import parse_table
    from runtime.calendar import published_days

    runtime = open_runtime()
    first, _, last = day.partition("..")
    days = parse_table(f"日期,结束,类型\n{first},{last},{kind}".encode(), "typed.csv")
    now = moment(runtime, as_of)

    def change(session: "Session") -> "CalendarChange":
        return change_days(
            session, days, years=(), now=now, policies=runtime.policies, actor=by,
            time_zone=runtime.settings.time_zone, published=published_days(), name=name,
        )  # fmt: skip

    _preview_and_do(runtime, change, yes=yes, as_json=as_json)


@app.command("clear")
def clear(
    days: Annotated[list[str], typer.Argument(help="Days to give back to the official table.")],
    yes: Yes = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Take back the office's changes of some days."""
    from actions.calendar_changes import clear_days
    from runtime.calendar import published_days

    runtime = open_runtime()
    typed: Sequence[date] = [typed_day(day) for day in days]
    now = moment(runtime, as_of)

    def change(session: "Session") -> "CalendarChange":
        return clear_days(
            session, typed, now=now, policies=runtime.policies, actor=by,
            time_zone=runtime.settings.time_zone, published=published_days(),
        )  # fmt: skip

    _preview_and_do(runtime, change, yes=yes, as_json=as_json)


def _preview_and_do(runtime: "Runtime", change: Change, *, yes: bool, as_json: bool) -> None:
    """Try the change, show what it moves, ask, and only then make it; nobody waits meanwhile."""
    with runtime.transaction() as session:
        tried = change(session)
        session.rollback()
    if not as_json:
        _show(tried)
    if not tried.days and not tried.years:
        if as_json:
            print_json(_data(tried, applied=False))
        else:
            done("与现有日历相同，没有改动。")
        return
    if not yes and not as_json and not typer.confirm("写入日历吗？"):
        raise typer.Exit(code=1)
    if as_json and not yes:
        print_json(_data(tried, applied=False))
        return
    with runtime.transaction() as session:
        made = change(session)
    if as_json:
        print_json(_data(made, applied=True))
    else:
        done(f"已写入日历；重新安排了 {len(made.moved)} 项期限。")


def _show(tried: "CalendarChange") -> None:
    from rules.holiday_tables import mark

    for year in tried.years:
        typer.echo(f"{year}年放假安排自此为已公布。")
    for one in tried.days:
        weekday = WEEK[one.day.weekday()]
        typer.echo(f"  {one.day} 周{weekday} 改为{mark(one.working)}　{one.name}".rstrip())
    for year in sorted({one.day.year for one in tried.days} - set(tried.years)):
        if not tried.calendar.is_published(date(year, 1, 1)):
            warn(f"这只是个别日期，{year}年仍按未公布处理；如是全年安排请加 --whole-year。")
    for moved in tried.moved:
        typer.echo(
            f"  任务{moved.task} {moved.department} {moved.what}：{moved.before} → {moved.after}"
        )
    show_changes(tried.follows)


def _data(change: "CalendarChange", *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "years": change.years,
        "days": [
            {"day": one.day.isoformat(), "working": one.working, "name": one.name}
            for one in change.days
        ],
        "moved": [one.as_data() for one in change.moved],
        "follows": [one.as_data() for one in change.follows],
    }
