"""Absence and deputies (AB角) of contacts: who hears in whose place, and until when."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import Contact
from rules.channels import Channel, channel_of, is_url, why_unfit
from rules.errors import NotAllowed


def set_absence(
    session: Session, contact: Contact, until: date | None, *, by: str, now: datetime
) -> None:
    """Say until which day a contact is away, that day included; None: they are back."""
    contact.absent_until = until
    session.add(contact)
    record_event(session, "contact.away", contact, now=now, actor=by, until=str(until or ""))


def set_deputy(
    session: Session, contact: Contact, *, address: str, name: str = "", by: str, now: datetime
) -> Contact:
    """Name who hears while a contact cannot; another one named before does so no more.

    Raises `NotAllowed` for an address that cannot be written to, the contact's own, and a deputy
    of a deputy.
    """
    deputy = link_deputy(session, contact, address=address, name=name)
    session.flush()
    record_event(session, "contact.deputy_named", contact, now=now, actor=by, deputy=deputy.number)
    return deputy


def clear_deputy(session: Session, contact: Contact, *, by: str, now: datetime) -> None:
    """Take a contact's deputy away."""
    if not unlink_deputies(session, contact):
        raise NotAllowed("这位联系人没有代理人。")
    record_event(session, "contact.deputy_named", contact, now=now, actor=by, deputy=None)


def link_deputy(session: Session, contact: Contact, *, address: str, name: str = "") -> Contact:
    """Make or change the row of a contact's deputy."""
    address = address.strip()
    channel = Channel.WEBHOOK if is_url(address) else Channel.EMAIL
    if why := why_unfit(channel, address) or _why_not(contact, address):
        raise NotAllowed(f"代理人：{why}。", "请填写代理人自己的邮箱。")
    deputy = _row_of(session, contact, address) or Contact(
        department_id=contact.department_id, audience=contact.audience, address=address
    )
    unlink_deputies(session, contact, but=deputy)
    deputy.deputy_of_id, deputy.active, deputy.undeliverable_reason = contact.number, True, None
    deputy.channel, deputy.name = channel_of(channel, address), name or deputy.name
    session.add(deputy)
    return deputy


def unlink_deputies(session: Session, contact: Contact, *, but: Contact | None = None) -> int:
    """Let whoever stood in for a contact hear no more; return how many did."""
    query = select(Contact).where(
        Contact.deputy_of_id == contact.number, col(Contact.active).is_(True)
    )
    gone = [row for row in session.exec(query) if but is None or row.id != but.id]
    for row in gone:
        row.active = False
        session.add(row)
    return len(gone)


def deputies_of(session: Session) -> dict[int, Contact]:
    """Return the deputy of each contact that has one."""
    query = select(Contact).where(
        col(Contact.deputy_of_id).is_not(None), col(Contact.active).is_(True)
    )
    return {row.deputy_of_id: row for row in session.exec(query) if row.deputy_of_id}


def _why_not(contact: Contact, address: str) -> str:
    if contact.deputy_of_id is not None:
        return "代理人不能再有代理人"
    if address.lower() == contact.address.lower():
        return "不能是联系人自己的地址"
    return ""


def _row_of(session: Session, contact: Contact, address: str) -> Contact | None:
    """Return the row that this post has for the address, or None.

    One who holds the post too hears anyway: as a deputy they would fall silent.
    """
    row = session.exec(
        select(Contact).where(
            Contact.department_id == contact.department_id,
            Contact.audience == contact.audience,
            Contact.address == address,
        )
    ).first()
    if row is not None and row.active and row.deputy_of_id != contact.number:
        raise NotAllowed(f"{address} 已是这个岗位的联系人，本来就会收到。", "请换一个地址。")
    return row
