"""Replaying a scenario: the production sweeps on a database in memory, on a held clock."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import Json, done, print_json, print_table

if TYPE_CHECKING:
    from duban.replay.rows import Row
    from duban.replay.scenario import Scenario

HEADINGS = ("日期", "种类", "单位", "对象", "任务", "渠道")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(replay)


def replay(
    scenario: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="See docs/replay.md.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the scenario's own `expected`.")
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of a scenario.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Play a story on a fresh database and a held clock; show who would hear what, day by day."""
    if schema:
        from duban.replay.scenario import scenario_schema

        print_json(scenario_schema())
        return
    from duban.replay.errors import ScenarioInvalid
    from duban.replay.scenario import read_scenario
    from duban.replay.story import replay as play

    if scenario is None:
        raise ScenarioInvalid(
            "", "请给出情景文件：duban replay SCENARIO.json（格式见 docs/replay.md）。"
        )
    told = read_scenario(scenario)
    rows = play(told, folder=scenario.parent)
    if check:
        _compare(told, rows)
        return
    if as_json:
        print_json([row.as_data() for row in rows])
        return
    cells = [(r.on, r.kind, r.department, r.audience, "、".join(r.tasks), r.channel) for r in rows]
    print_table(HEADINGS, cells, empty="没有任何消息。")


def _compare(scenario: "Scenario", rows: "list[Row]") -> None:
    """Print what is missing and what is too much; exit 1 unless both are nothing."""
    from duban.replay.errors import ScenarioInvalid

    if scenario.expected is None:
        raise ScenarioInvalid("expected", "is missing: there is nothing to compare with")
    wanted = [row.model_dump(mode="json") for row in scenario.expected]
    found = [row.as_data() for row in rows]
    missing = [row for row in wanted if row not in found]
    surplus = [row for row in found if row not in wanted]
    for sign, some in (("-", missing), ("+", surplus)):
        for row in some:
            typer.echo(f"{sign} {' '.join(str(value) for value in row.values())}")
    if missing or surplus:
        raise typer.Exit(1)
    done(f"{len(rows)} 行，与预期一致。")
