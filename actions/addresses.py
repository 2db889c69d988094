"""Who gets a message: addresses are resolved when it is sent, never when it is decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from models import Account, Contact, OutgoingMessage
from rules.access import AccountRole
from rules.audiences import Audience
from rules.channels import Channel, channel_of

OWN_PEOPLE = {Audience.OFFICE: AccountRole.COORDINATOR, Audience.LEADER: AccountRole.LEADER}
NEXT_BEST = (Audience.LIAISON, Audience.SUPERVISING_LEADER, Audience.PRINCIPAL_LEADER)


class Reach(NamedTuple):
    """An address, and the channel by which it is reached."""

    address: str
    channel: str = Channel.EMAIL


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Who can be reached on one day, for the departments that were asked about."""

    office_email: str
    posts: dict[int, dict[Audience, list[Reach]]] = field(default_factory=dict)
    own_people: dict[Audience, list[str]] = field(default_factory=dict)

    def addresses(self, message: OutgoingMessage) -> list[str]:
        """Return the addresses of a message; empty: its department can not be reached."""
        return [reach.address for reach in self.reach(message)]

    def reach(self, message: OutgoingMessage) -> list[Reach]:
        """Return the addresses of a message, each with its channel."""
        if message.to_address:
            channel = channel_of(message.channel, message.to_address)
            return [Reach(message.to_address, channel)]
        return self._of(message, message.audience, next_best=True)

    def copies(self, message: OutgoingMessage) -> list[Reach]:
        """Return who gets a copy; an empty post is no failure."""
        if not message.cc_audience:
            return []
        found = self._of(message, Audience(message.cc_audience), next_best=False)
        known = self.addresses(message)
        return [reach for reach in found if reach.address not in known]

    def by_mail(self, message: OutgoingMessage, audience: Audience) -> list[Reach]:
        """Return the mailboxes of a post, or of the next best post that has one."""
        posts = self.posts.get(message.department_id or 0, {})
        mailboxes = (
            [reach for reach in posts.get(post, []) if reach.channel == Channel.EMAIL]
            for post in (audience, *NEXT_BEST)
        )
        return next((found for found in mailboxes if found), [])

    def _of(self, message: OutgoingMessage, audience: Audience, *, next_best: bool) -> list[Reach]:
        if audience in OWN_PEOPLE:
            own = self.own_people.get(audience) or self.own_people.get(Audience.OFFICE)
            return [Reach(address) for address in own or [self.office_email]]
        posts = self.posts.get(message.department_id or 0, {})
        wanted = (audience, *NEXT_BEST) if next_best else (audience,)
        found = next((posts[post] for post in wanted if posts.get(post)), [])
        asked = message.data.get("channels") or ()  # what the rung names, where the post has it
        return [reach for reach in found if reach.channel in asked] or found


def open_address_book(
    session: Session, messages: Sequence[OutgoingMessage], *, office_email: str, today: date
) -> AddressBook:
    """Read the contacts and accounts that `messages` may need, in two queries."""
    departments = {m.department_id for m in messages if m.department_id and not m.to_address}
    contacts = session.exec(
        select(Contact)
        .where(
            col(Contact.department_id).in_(departments),
            col(Contact.active).is_(True),
            col(Contact.undeliverable_reason).is_(None),
            Contact.address != "",
        )
        .order_by(col(Contact.id))
    )
    return AddressBook(office_email, _by_post(_who_hears(contacts, today)), _own_people(session))


def _who_hears(contacts: Iterable[Contact], today: date) -> list[Contact]:
    """Return who is there; a deputy (AB角) only where the one they stand in for cannot hear."""
    present = [c for c in contacts if c.absent_until is None or c.absent_until < today]
    there = {contact.number for contact in present}
    return [contact for contact in present if contact.deputy_of_id not in there]


def _by_post(contacts: Iterable[Contact]) -> dict[int, dict[Audience, list[Reach]]]:
    posts: dict[int, dict[Audience, list[Reach]]] = defaultdict(lambda: defaultdict(list))
    for contact in contacts:
        reach = Reach(contact.address, channel_of(contact.channel, contact.address))
        posts[contact.department_id][contact.audience].append(reach)
    return posts


def _own_people(session: Session) -> dict[Audience, list[str]]:
    accounts = session.exec(
        select(Account)
        .where(col(Account.active).is_(True), Account.email != "")
        .order_by(col(Account.id))
    ).all()
    return {
        audience: list(dict.fromkeys(a.email for a in accounts if a.role is role))
        for audience, role in OWN_PEOPLE.items()
    }
