"""Who gets a message: addresses are resolved when it is sent, never when it is decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from models import Account, Contact, OutgoingMessage
from rules.access import AccountRole
from rules.audiences import Audience

OWN_PEOPLE = {Audience.OFFICE: AccountRole.COORDINATOR, Audience.LEADER: AccountRole.LEADER}
NEXT_BEST = (Audience.LIAISON, Audience.SUPERVISING_LEADER, Audience.PRINCIPAL_LEADER)


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Who can be reached on one day, for the departments that were asked about."""

    office_email: str
    posts: dict[int, dict[Audience, list[str]]] = field(default_factory=dict)
    own_people: dict[Audience, list[str]] = field(default_factory=dict)

    def addresses(self, message: OutgoingMessage) -> list[str]:
        """Return the addresses of a message; empty: its department can not be reached."""
        if message.to_address:
            return [message.to_address]
        return self._of(message.department_id, message.audience, next_best=True)

    def copies(self, message: OutgoingMessage) -> list[str]:
        """Return who gets a copy; an empty post is no failure."""
        if not message.cc_audience:
            return []
        found = self._of(message.department_id, Audience(message.cc_audience), next_best=False)
        return [address for address in found if address not in self.addresses(message)]

    def _of(self, department_id: int | None, audience: Audience, *, next_best: bool) -> list[str]:
        if audience in OWN_PEOPLE:
            found = self.own_people.get(audience) or self.own_people.get(Audience.OFFICE)
            return found or [self.office_email]
        posts = self.posts.get(department_id or 0, {})
        wanted = (audience, *NEXT_BEST) if next_best else (audience,)
        return next((posts[post] for post in wanted if posts.get(post)), [])


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
    present = [c for c in contacts if c.absent_until is None or c.absent_until < today]
    return AddressBook(office_email, _by_post(present), _own_people(session))


def _by_post(contacts: Iterable[Contact]) -> dict[int, dict[Audience, list[str]]]:
    posts: dict[int, dict[Audience, list[str]]] = defaultdict(lambda: defaultdict(list))
    for contact in contacts:
        posts[contact.department_id][contact.audience].append(contact.address)
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
