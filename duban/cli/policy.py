"""The policy file (办理方案): checked, compared with what is in force, and put in force."""

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
    print_table,
    warn,
)
from duban.cli.outlooks import show_changes

if TYPE_CHECKING:
    from actions.policy_changes import PolicyChange
    from runtime.wiring import Runtime

app = typer.Typer(no_args_is_help=True, help="Limits, reminders and ladders as data (办理方案).")
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A policy file (TOML).")]


@app.command()
def check(file: File, as_json: Json = False) -> None:
    """Say whether a policy file can be used; else what is wrong, with line and key."""
    from rules.errors import PolicyInvalid
    from rules.policy_files import parse_policy_file
    from runtime.policies import read_policy_file

    try:
        policies, _ = parse_policy_file(read_policy_file(file))
    except PolicyInvalid as invalid:
        if not as_json:
            raise
        print_json(
            {"ok": False, "line": invalid.line, "key": invalid.key, "reason": invalid.reason}
        )
        raise typer.Exit(code=1) from None
    if as_json:
        print_json({"ok": True, "presets": list(policies)})
        return
    done(f"可以使用：{'、'.join(policies)}。")


@app.command()
def diff(file: File, as_of: AsOf = "", as_json: Json = False) -> None:
    """Show what a policy file would change for everything that is open, and when."""
    runtime = open_runtime()
    change = _compare(runtime, _text(file), as_of)
    if as_json:
        print_json(_data(change))
        return
    _show(change)


@app.command()
def apply(
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; do it.")] = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Put a policy file in force, after showing what it changes; a running server takes it over."""
    from actions.policy_changes import apply_policies
    from runtime.policies import policy_path

    runtime = open_runtime()
    text = _text(file)
    change = _compare(runtime, text, as_of)
    if not as_json:
        _show(change)
        if not yes and not typer.confirm("启用这份办理方案吗？"):
            raise typer.Exit(code=1)
    path = policy_path(runtime.settings)
    with runtime.transaction() as session:
        version = apply_policies(session, text, path=path, now=moment(runtime, as_of), actor=by)
        sha256 = version.sha256
    if as_json:
        print_json({"applied": True, "file": str(path), "sha256": sha256, **_data(change)})
        return
    done(f"已启用，写入 {path}；已经开始的督办仍按各自的阶梯走完。")


@app.command()
def use(
    name: Annotated[str, typer.Argument(help="A preset of the policy file.")],
    notice: Annotated[int, typer.Option(help="The notice's number.")],
    task: Annotated[str, typer.Option(help="Only this task of it: 7.2.")] = "",
    by: By = OFFICE,
) -> None:
    """Let one notice, or one of its tasks, be handled by another preset from now on."""
    from actions.policy_changes import choose_policy
    from actions.tasks import find_task
    from models import Notice, Task
    from rules.errors import NotFound

    runtime = open_runtime()
    with runtime.transaction() as session:
        found: Notice | Task | None = session.get(Notice, notice)
        if found is None:
            raise NotFound("notice", notice)
        if task:
            found = find_task(session, notice, task)
        choose_policy(
            session, found, name, policies=runtime.policies, now=moment(runtime, ""), actor=by
        )
    what = f"的任务{task}" if task else ""
    done(f"来文{notice}{what}自此按“{name}”办理；已经开始的督办仍按各自的阶梯走完。")


def _text(file: Path) -> str:
    from rules.policy_files import parse_policy_file
    from runtime.policies import read_policy_file

    text = read_policy_file(file)
    parse_policy_file(text)
    return text


def _compare(runtime: "Runtime", text: str, as_of: str) -> "PolicyChange":
    from actions.policy_changes import compare_policies
    from rules.policy_files import parse_policies

    with runtime.reading() as session:
        return compare_policies(
            session,
            before=runtime.policies,
            after=parse_policies(text),
            now=moment(runtime, as_of),
            calendar=runtime.calendar,
        )


def _show(change: "PolicyChange") -> None:
    print_table(("预设", "设置", "现在", "改为"), change.settings, empty="各项设置都没有改动。")
    typer.echo()
    show_changes(change.days)
    if change.frozen:
        typer.echo(f"已经开始的 {change.frozen} 件督办按各自开始时的阶梯走完，不受影响。")
    for notice in change.orphans:
        warn(f"{notice}的预设不在新文件里，将改按“常规”办理。")


def _data(change: "PolicyChange") -> dict[str, object]:
    return {
        "settings": [
            {"preset": preset, "key": key, "before": before, "after": after}
            for preset, key, before, after in change.settings
        ],
        "days": [one.as_data() for one in change.days],
        "cases_that_keep_their_ladder": change.frozen,
        "notices_without_preset": change.orphans,
    }
