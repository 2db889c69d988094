"""What the next working morning will say, in a terminal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.context import AsOf, Json, local, moment, open_runtime, print_json, print_table
from duban.cli.mail import outbox

if TYPE_CHECKING:
    from actions.previews import Planned

__all__ = ["outbox"]


@outbox.command("upcoming")
def upcoming(
    text: Annotated[bool, typer.Option("--text", help="With the words of each message.")] = False,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Show every message of the next working morning, as it will be sent; nothing is written."""
    from actions.previews import House, next_morning, preview
    from runtime.timetable import current_timetable, get_entry

    runtime = open_runtime()
    with runtime.reading() as session:
        entry = get_entry(current_timetable(session), "send_reminders")
    at = next_morning(entry.cron.next_after(moment(runtime, as_of)), runtime.calendar)
    house = House(runtime.calendar, runtime.policies, runtime.office)
    with runtime.trial() as session:
        morning = preview(session, house, at=at)
    rows = [_row(one) for one in morning.planned]
    if as_json:
        print_json({"at": at.isoformat(), "messages": rows})
        return
    kept = len(rows) - morning.going_out
    also = f"，另有 {kept} 封暂缓" if kept else ""
    typer.secho(f"{local(runtime, at)} 将发出 {morning.going_out} 封{also}", bold=True)
    print_table(
        ("单位", "岗位", "主题", "收信", "说明"),
        [(r["department"], r["post"], r["subject"], "、".join(r["to"]), r["note"]) for r in rows],
        empty="没有要发的提醒和催办。",
    )
    for row in rows if text else ():
        typer.secho(f"\n{row['department']}{row['post']}　{row['subject']}", bold=True)
        typer.echo(row["text"])


def _row(one: "Planned") -> dict[str, Any]:
    from actions.rewordings import LINK
    from rules.audiences import LABELS
    from rules.channels import shown

    row = one.message
    notes = [
        f"{one.hold.placed_by}暂缓：{one.hold.reason}" if one.hold else "",
        f"{row.data['reworded_by']}改稿" if "reworded_by" in row.data else "",
        str(row.data.get("rewording_dropped", "")),
    ]
    return {
        "department": one.department.short_name if one.department else "",
        "post": LABELS[row.audience],
        "kind": row.kind,
        "subject": row.subject,
        "to": [shown(reach.address) for reach in one.to],
        "copies": [shown(reach.address) for reach in one.copies],
        "tasks": [task.key for task in one.tasks],
        "text": row.text.replace(one.link, LINK) if one.link else row.text,
        "note": "；".join(filter(None, notes)),
    }
