"""Contacts: who hears, who is away, who stands in."""

from collections.abc import Sequence
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
    typed_day,
)
from duban.cli.people import contacts

if TYPE_CHECKING:
    from sqlmodel import Session

    from models import Contact

__all__ = ["contacts"]
Address = Annotated[str, typer.Argument(help="The contact's address.")]


@contacts.command("list")
def list_contacts(
    words: Annotated[str, typer.Argument(help="Part of a name or an address.")] = "",
    as_json: Json = False,
) -> None:
    """List the contacts: post, address, who is away until when, who stands in."""
    from reports.views.contacts import list_contacts as list_

    runtime = open_runtime()
    with runtime.reading() as session:
        rows = [line.as_data() for line in list_(session, words)]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("单位", "岗位", "姓名", "地址", "离岗至", "代理人", "说明"),
        [tuple(str(value or "") for value in row.values()) for row in rows],
        empty="没有联系人。",
    )


@contacts.command("away")
def away(
    address: Address,
    until: Annotated[str, typer.Option(help="The last day: 2024-09-30. Left out: back.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Say until when a contact is away; meanwhile the deputy hears, else the next post."""
    from actions.deputies import set_absence

    runtime = open_runtime()
    day = typed_day(until) if until else None
    with runtime.transaction() as session:
        for contact in _named(session, address):
            set_absence(session, contact, day, by=by, now=moment(runtime, as_of))
    done(f"{address} 离岗至{day}。" if day else f"{address} 已在岗。")


@contacts.command("deputy")
def deputy(
    address: Address,
    deputy_address: Annotated[
        str, typer.Argument(help="Who hears while the contact cannot; left out: nobody.")
    ] = "",
    name: Annotated[str, typer.Option(help="The deputy's name.")] = "",
    by: By = OFFICE,
    as_of: AsOf = "",
) -> None:
    """Name the deputy of a contact (AB角), or take the one named before away."""
    from actions.deputies import clear_deputy, set_deputy

    runtime = open_runtime()
    now = moment(runtime, as_of)
    with runtime.transaction() as session:
        for contact in _named(session, address):
            if deputy_address:
                set_deputy(session, contact, address=deputy_address, name=name, by=by, now=now)
            else:
                clear_deputy(session, contact, by=by, now=now)
    done(f"{address} 的代理人：{deputy_address or '无'}。")


def _named(session: "Session", address: str) -> "Sequence[Contact]":
    from sqlmodel import col, func, select

    from models import Contact
    from rules.errors import NotFound

    found = session.exec(
        select(Contact).where(
            func.lower(Contact.address) == address.lower(),
            col(Contact.active).is_(True),
            col(Contact.deputy_of_id).is_(None),
        )
    ).all()
    if not found:
        raise NotFound("contact", address)
    return found
