"""Simulating a notice: every message it would bring, before it is confirmed or a policy changed."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import AsOf, Json, moment, open_runtime, print_json, print_table, warn

if TYPE_CHECKING:
    from duban.replay.simulation import Simulation
    from rules.policies import Policy
    from runtime.wiring import Runtime

WEEK = "一二三四五六日"
KINDS = {
    "dispatch": "交办", "reminder": "提醒", "urge_1": "第一次催办", "urge_2": "第二次催办",
    "notice_of_supervision": "督办通知单", "bulletin_draft": "通报代拟稿",
    "talk_draft": "约谈代拟稿", "accountability_draft": "建议问责代拟稿", "report": "报告",
    "alarm": "送不到，告知办公室",
}  # fmt: skip
HEADINGS = ("日期", "单位", "对象", "内容")
TOTALS = ("单位", "收到", "提醒", "催办", "督办通知单", "代拟稿")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(simulate)


def simulate(
    notice: Annotated[str, typer.Argument(help="Number of an imported notice, or a file.")],
    until: Annotated[str, typer.Option(help="Last day: 2026-12-31.")],
    answers: Annotated[
        str, typer.Option(help="none: nobody answers; late: after the first urge; or typical.")
    ] = "none",
    policy: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another policy file.")
    ] = None,
    preset: Annotated[str, typer.Option(help="Preset of a notice not confirmed yet.")] = "",
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show every message that a notice would bring, day by day, on a copy; nothing is sent."""
    from duban.replay.simulation import simulate as play
    from duban.replay.tempers import TEMPERS
    from rules.errors import NotAllowed

    if answers not in TEMPERS:
        raise NotAllowed(f"没有“{answers}”这种答复方式。", f"可选：{'、'.join(TEMPERS)}。")
    runtime = open_runtime()
    now = moment(runtime, as_of)
    runtime.clock = lambda: now
    found = play(
        runtime, _notice_meant(notice), until=_end_of(runtime, until), answering=answers,
        policies=_policies(policy), preset=preset or None,
    )  # fmt: skip
    if as_json:
        print_json({**found.as_data(), "until": until, "answers": answers})
        return
    _show(found)
    days = (date.fromisoformat(row.on) for row in found.rows)
    if note := runtime.calendar.assumption(days):
        typer.echo(f"\n注：{note}。")


def _notice_meant(text: str) -> int | Path:
    from rules.errors import NotFound

    if text.isdecimal():
        return int(text)
    path = Path(text)
    if not path.is_file():
        raise NotFound("notice", text)
    return path


def _end_of(runtime: "Runtime", until: str) -> datetime:
    from rules.errors import NotAllowed

    try:
        return runtime.calendar.moment(date.fromisoformat(until), "23:59")
    except ValueError:
        raise NotAllowed(f"“{until}”不是日期。", "请写成 2026-12-31。") from None


def _policies(path: Path | None) -> "dict[str, Policy] | None":
    from rules.policy_files import parse_policies

    return parse_policies(path.read_text("utf-8-sig")) if path else None


def _show(found: "Simulation") -> None:
    typer.secho(f"《{found.title}》 自{found.begins_on}起", bold=True)
    print_table(HEADINGS, _days(found), empty="不会有任何消息。")
    typer.echo()
    print_table(
        TOTALS,
        [(t.department, t.messages, t.reminders, t.urges, t.supervisions, t.drafts)
         for t in found.totals],
        empty="没有单位会收到消息。",
    )  # fmt: skip
    for name, why in found.left.items():
        warn(f"{name}：{why}")


def _days(found: "Simulation") -> list[tuple[str, str, str, str]]:
    """One line for each message: what one post of one department hears on one day."""
    from rules.audiences import LABELS, Audience

    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in found.rows:
        what = KINDS.get(row.kind, row.kind)
        if row.tasks:
            what += f"：任务{'、'.join(row.tasks)}"
        said = lines.setdefault((row.on, row.department, row.audience), [])
        if what not in said:
            said.append(what)
    return [
        (f"{on} 周{WEEK[date.fromisoformat(on).weekday()]}", department or "—",
         LABELS[Audience(audience)], "；".join(said))
        for (on, department, audience), said in sorted(lines.items())
    ]  # fmt: skip
