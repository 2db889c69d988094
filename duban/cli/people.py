"""Departments and their contacts, in and out of files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import (
    OFFICE,
    By,
    Json,
    done,
    moment,
    open_runtime,
    print_json,
    print_table,
    warn,
)

if TYPE_CHECKING:
    from actions.contacts import ContactsImported

departments = typer.Typer(no_args_is_help=True, help="The register of departments (名册).")
contacts = typer.Typer(no_args_is_help=True, help="Who hears for a department (联系人).")
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Target = Annotated[Path | None, typer.Argument(help="File to write; the terminal if left out.")]


@departments.command("import")
def import_departments(file: File, by: By = OFFICE) -> None:
    """Add or update departments and collectives from a JSON file (see `export`)."""
    from actions.register import load_register
    from actions.register_data import name_equivalents, parse_register, store_register
    from actions.unknown_units import look_up_again

    runtime = open_runtime()
    now = moment(runtime, "")
    parsed = parse_register(file.read_bytes(), file.name)
    with runtime.transaction() as session:
        count = store_register(session, parsed)
        register = load_register(session, name_equivalents())
        settled = look_up_again(session, register, now=now, actor=by)
    done(f"已收录 {count} 个单位、{len(parsed.collectives)} 个集合单位。")
    _tell_settled(settled)


@departments.command("export")
def export_departments(file: Target = None) -> None:
    """Write the whole register as JSON."""
    import json

    from actions.register_data import export_register

    runtime = open_runtime()
    with runtime.reading() as session:
        text = json.dumps(export_register(session), ensure_ascii=False, indent=1)
    _write(file, text + "\n")


@departments.command("list")
def list_departments(
    place: Annotated[str, typer.Option(help="Only those of this place.")] = "",
    as_json: Json = False,
) -> None:
    """List the departments."""
    from sqlmodel import select

    from models import Department

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = [row for row in session.exec(select(Department)) if not place or row.place == place]
    if as_json:
        print_json([row.model_dump(mode="json") for row in rows])
        return
    print_table(
        ("编号", "简称", "全称", "层级", "地区"),
        [(row.code, row.short_name, row.name, row.level, row.place) for row in rows],
        empty="名册为空。",
    )


@departments.command("key")
def make_key(
    name: Annotated[str, typer.Argument(help="The department whose system will call.")],
    by: By = OFFICE,
    as_json: Json = False,
) -> None:
    """Make a key for a department's signed webhooks; it is shown once."""
    from actions.webhook_keys import make_webhook_key
    from duban.cli.lookup import department_named

    runtime = open_runtime()
    now = moment(runtime, "")
    with runtime.transaction() as session:
        department = department_named(
            session, name, notice_id=None, now=now, place=runtime.settings.office_place
        )
        key = make_webhook_key(session, department.number, now=now, actor=by)
        answer = {"department": department.code, "secret": key.secret}
    url = f"{runtime.settings.url}/webhooks/updates"
    if as_json:
        print_json({**answer, "url": url})
        return
    done(f"已为{department.short_name}生成密钥，请交给该单位的系统管理员，之后不再显示：")
    typer.echo(f"  单位编码　{answer['department']}\n  密钥　{answer['secret']}\n  地址　{url}")
    typer.echo("调用方法见 docs/webhooks.md。")


@contacts.command("import")
def import_contacts_file(
    file: File,
    place: Annotated[str, typer.Option(help="Place that short names mean.")] = "",
    enter: Annotated[
        bool, typer.Option("--enter", help="Enter the departments that the register lacks.")
    ] = False,
    by: By = OFFICE,
    as_json: Json = False,
) -> None:
    """Add or update contacts from CSV; rows at fault are told by line, the others are taken."""
    from actions.contacts import enter_unknown, import_contacts
    from actions.register import load_register
    from actions.register_data import name_equivalents
    from actions.unknown_units import look_up_again

    runtime = open_runtime()
    now = moment(runtime, "")
    content, on = file.read_bytes(), runtime.calendar.office_day(now)
    here = place or runtime.settings.office_place or None
    with runtime.transaction() as session:
        register = load_register(session, name_equivalents())
        new = enter_unknown(session, content, register=register, place=here, on=on) if enter else []
        entered = [row.name for row in new]
        if new:
            register = load_register(session, name_equivalents())
        settled = look_up_again(session, register, now=now, actor=by) if new else 0
        result = import_contacts(session, content, register=register, place=here, on=on)
    if as_json:
        print_json({"taken": result.taken, "refused": result.refused, "entered": entered})
    else:
        _tell_imported(result, entered)
        _tell_settled(settled)
    if result.refused:
        raise typer.Exit(code=1)


def _tell_imported(result: "ContactsImported", entered: list[str]) -> None:
    done(f"已收录 {result.taken} 位联系人。")
    if entered:
        typer.echo(f"新入名册 {len(entered)} 个单位，请核对全称：{'、'.join(entered)}")
    for line, why in result.refused:
        warn(f"第{line}行未收录：{why}")
    if any("名册中没有" in why for _, why in result.refused):
        typer.echo("名册中没有的单位确认无误的，加 --enter 重新导入即一并收录。")


def _tell_settled(count: int) -> None:
    if count:
        typer.echo(f"待确认来文中原先名册没有的单位，已有 {count} 处对上，不必再逐条答复。")


@contacts.command("export")
def export_contacts_file(file: Target = None) -> None:
    """Write all contacts as CSV that a spreadsheet opens."""
    from actions.contacts import export_contacts

    runtime = open_runtime()
    with runtime.reading() as session:
        text = export_contacts(session)
    _write(file, text)


def _write(file: Path | None, text: str) -> None:
    if file is None or str(file) == "-":
        typer.echo(text, nl=False)
        return
    file.write_text(text, "utf-8", newline="")
    done(f"已写入 {file}。")
