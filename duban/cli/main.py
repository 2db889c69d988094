"""The command line as a whole, and the one place where an error becomes a sentence."""

import gc
import sys

import typer

from duban.cli import (
    accounts,
    approvals,
    calendar,
    confirm,
    contacts,
    engine,
    holds,
    inbox,
    notices,
    people,
    policy,
    records,
    replay,
    review,
    setup,
    simulate,
    tasks,
    upcoming,
    why,
)

SELDOM = 100_000  # objects between two looks for garbage: importing alone makes as many

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts three times as fast
    help="督办: takes a government notice and sees every measure in it through to the end.",
)
for module in (setup, notices, review, confirm, tasks, records, engine, replay, simulate, why):
    module.register(app)
app.add_typer(people.departments, name="departments")
app.add_typer(contacts.contacts, name="contacts")
app.add_typer(accounts.app, name="accounts")
app.add_typer(approvals.app, name="approvals")
app.add_typer(calendar.app, name="calendar")
app.add_typer(policy.app, name="policy")
app.add_typer(upcoming.outbox, name="outbox")
app.add_typer(inbox.app, name="inbox")
app.add_typer(holds.app, name="holds")


def main() -> None:
    """Run the command; an error a person can act on goes to stderr, with exit code 1."""
    from rules.errors import DubanError

    gc.set_threshold(SELDOM)
    try:
        app()
    except DubanError as error:
        typer.secho(f"✗ {error}", err=True, fg=typer.colors.RED)
        sys.exit(1)
    except OSError as error:
        typer.secho(f"✗ {explain(error)}", err=True, fg=typer.colors.RED)
        sys.exit(1)


def explain(error: OSError) -> str:
    """Say what a fault of the machine means for the person at the keyboard."""
    import errno

    if error.errno == errno.ENOSPC:
        return "磁盘已满：没有写入任何内容，已有数据不受影响。请清理磁盘后重试。"
    if error.errno == errno.EACCES:
        return f"没有权限访问 {error.filename}。"
    return f"{error.strerror or error}：{error.filename or ''}"
