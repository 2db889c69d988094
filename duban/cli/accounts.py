"""Accounts of the office and the leadership (账号): who they are, and where their mail goes."""

from typing import Annotated

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
from rules.access import ROLES, AccountRole

app = typer.Typer(no_args_is_help=True, help="Accounts of the office and the leadership (账号).")
Username = Annotated[str, typer.Argument(help="The name that signs in.")]
Email = Annotated[str | None, typer.Option(help="Where their mail goes.")]
Name = Annotated[str | None, typer.Option(help="Their name, as records show it.")]


@app.command("list")
def list_accounts(as_json: Json = False) -> None:
    """List the accounts."""
    from sqlmodel import col, select

    from models import Account

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = session.exec(select(Account).order_by(col(Account.id))).all()
    if as_json:
        print_json([row.model_dump(mode="json", exclude={"password_hash"}) for row in rows])
        return
    print_table(
        ("用户名", "姓名", "身份", "邮箱", "状态"),
        [
            (r.username, r.name, ROLES[r.role], r.email or "未填", "" if r.active else "已停用")
            for r in rows
        ],
        empty="没有账号。",
    )


@app.command("add")
def add(
    username: Username,
    name: Annotated[str, typer.Option(help="Their name, as records show it.")],
    role: Annotated[AccountRole, typer.Option(help="What they are there for.")],
    email: Annotated[str, typer.Option(help="Where their mail goes.")] = "",
) -> None:
    """Add a person; `duban links USERNAME` makes the link they come in by."""
    from actions.accounts import create_account

    runtime = open_runtime()
    with runtime.transaction() as session:
        create_account(
            session, username=username, name=name, role=role, email=email, now=moment(runtime, "")
        )
    done(f"已添加账号 {username}（{name}，{ROLES[role]}）。首次登录：duban links {username}")
    if not email:
        warn("没有填写邮箱：审批请示、总结报告等不会发给他。")


@app.command("set")
def change(
    username: Username,
    email: Email = None,
    name: Name = None,
    active: Annotated[
        bool | None, typer.Option("--enable/--disable", help="A disabled account cannot sign in.")
    ] = None,
    password: Annotated[bool, typer.Option(help="Ask for a new password.")] = False,
    by: By = OFFICE,
) -> None:
    """Change an account: its address, its name, its password, whether it may sign in."""
    from actions.accounts import change_account

    secret = typer.prompt("新密码", hide_input=True, confirmation_prompt=True) if password else ""
    runtime = open_runtime()
    with runtime.transaction() as session:
        change_account(
            session,
            username,
            email=email,
            name=name,
            active=active,
            password=secret,
            now=moment(runtime, ""),
            actor=by,
        )
    done(f"账号 {username} 已更新。")
