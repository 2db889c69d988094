"""Setting up and looking after an installation: init, doctor, backup."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli.context import Json, done, moment, open_runtime, print_json, print_table, warn


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(init)
    app.command()(doctor)
    app.command()(backup)
    app.command()(links)


def init(
    folder: Annotated[
        Path | None, typer.Argument(help="The data folder; DUBAN_HOME or ./duban-data if left out.")
    ] = None,
    office: Annotated[str, typer.Option(help="Name of the coordinating office.")] = "统筹办公室",
    place: Annotated[str, typer.Option(help="Its place, such as 临澜市.")] = "",
    email: Annotated[str, typer.Option(help="Address that mails are sent from.")] = (
        "duban@localhost.localdomain"
    ),
    office_email: Annotated[
        str, typer.Option(help="Address of the office's own people: alarms and questions.")
    ] = "",
    leader_email: Annotated[str, typer.Option(help="Address of the leader who approves.")] = "",
    url: Annotated[
        str, typer.Option(help="How others reach this server: http://duban.example.gov.cn")
    ] = "",
    demo: Annotated[
        bool, typer.Option(help="A demo folder: held clock, sends nothing outside.")
    ] = (False),
    clock: Annotated[str, typer.Option(help="Demo: the moment the clock is held at.")] = "",
) -> None:
    """Make a data folder: settings, keys, an empty database, the register, three accounts."""
    from duban.cli.newfolder import make_folder
    from runtime.folder import data_folder

    home = (folder or data_folder()).absolute()
    addresses = {"office": office_email, "leader": leader_email}
    made = make_folder(
        home,
        office=office,
        place=place,
        email=email,
        demo=demo,
        clock=clock,
        url=url,
        addresses={name: address for name, address in addresses.items() if address},
    )
    done(f"已建立数据文件夹 {home}，名册收录 {made.departments} 个单位。")
    if made.own:
        typer.echo(
            f"其中 {made.own} 个是按通行设置预置的{place}单位，请核对"
            f"（duban departments list --place {place}）；另有的单位随联系人表用 --enter 收录。"
        )
    typer.echo("账号与初始密码（请记下，之后不再显示）：")
    for username, name, password in made.accounts:
        typer.echo(f"  {username}　{name}　{password}")
    typer.echo(f"设置：{home / '.env'}（每项含义见 .env.example）")
    typer.echo("下一步：duban doctor 检查环境，duban import 导入来文，duban serve 启动服务。")


def doctor(as_json: Json = False) -> None:
    """Check everything duban depends on, and say what to do about what is wrong."""
    from runtime.doctor import check_installation

    runtime = open_runtime()
    checks = check_installation(runtime, now=runtime.clock())
    if as_json:
        print_json([check.as_data() for check in checks])
    else:
        print_table(
            ("", "检查", "结果", "建议"),
            [("✓" if c.ok else "✗", c.name, c.detail, c.advice) for c in checks],
            empty="没有检查项。",
        )
    if not all(check.ok for check in checks):
        raise typer.Exit(code=1)


def backup() -> None:
    """Copy the database and the evidence into <data folder>/backups, and check the copy."""
    from runtime.backup import back_up

    runtime = open_runtime()
    made = back_up(runtime, now=runtime.clock())
    done(f"已备份到 {made}，校验通过。")


def links(
    username: Annotated[str, typer.Argument(help="Account, or a department's name.")] = "",
    as_json: Json = False,
) -> None:
    """Make one-time sign-in links for accounts, or the page link of a department."""
    from duban.cli.newfolder import make_links

    runtime = open_runtime()
    rows = make_links(runtime, username, now=moment(runtime, ""))
    if not rows:
        warn(f"没有账号或单位“{username}”。")
        raise typer.Exit(code=1)
    if as_json:
        print_json([{"who": who, "url": url} for who, url in rows])
    else:
        for who, url in rows:
            typer.echo(f"{who}　{url}")
