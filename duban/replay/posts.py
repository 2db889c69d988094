"""Who holds a post: contacts as a scenario gives them, with addresses made up where none is."""

from typing import Any

from sqlmodel import Session

from duban.replay.house import DOMAIN
from models import Contact
from rules.audiences import Audience

POSTS = (Audience.LIAISON, Audience.SUPERVISING_LEADER, Audience.PRINCIPAL_LEADER)


def give_mail(session: Session, department_id: int) -> None:
    """Give every post of a department a mail address."""
    for post in POSTS:
        address = f"{post}.{department_id}"
        session.add(_contact(department_id, post, channel="email", address=address))


def contact_from(given: Any, department_id: int, *, number: int) -> Contact:
    """Return the row of one post's holder; an address that was not given is made up."""
    channel = given.channel or ("webhook" if _is_url(given.address) else "email")
    address = given.address or (given.email if channel == "email" else None)
    return _contact(
        department_id,
        given.role,
        channel=channel,
        address=address or f"{channel}.{given.role}.{number}",
        name=given.name,
        absent_until=given.absent_until,
    )


def deputy_from(given: Any, contact: Contact) -> Contact | None:
    """Return the row of who stands in for a contact, if the scenario names somebody."""
    if not given.deputy:
        return None
    channel = "webhook" if _is_url(given.deputy) else "email"
    row = _contact(contact.department_id, contact.audience, channel=channel, address=given.deputy)
    row.deputy_of_id = contact.number
    return row


def _contact(
    department_id: int, post: Audience, *, channel: str, address: str, **facts: Any
) -> Contact:
    if "@" not in address and not _is_url(address):
        address = f"{address}@{DOMAIN}" if channel == "email" else f"https://{DOMAIN}/{address}"
    return Contact(
        department_id=department_id, audience=post, channel=channel, address=address, **facts
    )


def _is_url(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("http://", "https://"))
