"""What changes around the work: policies, the calendar, contacts, addresses that fail."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from actions.deputies import unlink_deputies
from actions.replanning import replan
from actions.undeliverable import note_bounce
from duban.replay.answers import place_of
from duban.replay.calendars import days_listed
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import Bounce, CalendarEdit, ContactChange, PolicyEdit
from duban.replay.house import House
from duban.replay.posts import contact_from, deputy_from
from duban.replay.presets import policies_of
from duban.replay.rows import rows_of
from models import Contact, Delivery, OutgoingMessage
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days


def edit_policy(house: House, event: PolicyEdit) -> None:
    """Put another policy file in the place of the one there was."""
    house.runtime.policies = policies_of(event.policy)


def edit_calendar(house: House, event: CalendarEdit) -> None:
    """Change days, or publish a year; then plan anew what is open."""
    published = {
        day: working for day, working in published_days().items() if day.year == event.publish
    }
    if event.publish is not None and not published:
        raise ScenarioInvalid("publish", f"the table of {event.publish} is not known: give days")
    days = days_listed(event, place="days")
    before = house.runtime.calendar
    house.runtime.calendar = WorkingCalendar({**before.days, **published, **days})
    with house.runtime.transaction() as session:
        replan(session, now=house.now, before=before, after=house.runtime.calendar)


def change_contact(house: House, event: ContactChange, notice_id: int | None) -> None:
    """Give a post another holder, one more, or one less."""
    with house.runtime.transaction() as session:
        place = place_of(session, notice_id)
        department = department_named(session, house, event.department, place=place)
        holders = session.exec(
            select(Contact).where(
                Contact.department_id == department.number, Contact.audience == event.role
            )
        ).all()
        given = event.email or event.address
        if given is None and event.channel is None and (event.absent_until or event.deputy):
            _send_away(session, holders, event)
            return
        for holder in holders:
            gone = event.mode == "replace" or (
                event.mode == "remove" and given in (None, holder.address)
            )
            holder.active = holder.active and not gone
            session.add(holder)
        if event.mode != "remove":
            _add(session, event, department.number, holders)


def _send_away(session: Session, holders: Sequence[Contact], event: ContactChange) -> None:
    """The holders are away, or have somebody who stands in for them; deputies stay as they are."""
    for holder in holders:
        if holder.deputy_of_id is not None or not holder.active:
            continue
        holder.absent_until = event.absent_until or holder.absent_until
        session.add(holder)
        if event.deputy:
            _name_deputy(session, event, holder, holders)


def _name_deputy(
    session: Session, event: ContactChange, holder: Contact, known: Sequence[Contact]
) -> None:
    new = deputy_from(event, holder)
    if new is not None and all(row.address != new.address for row in known):
        unlink_deputies(session, holder)
        session.add(new)


def _add(
    session: Session, event: ContactChange, department_id: int, holders: Sequence[Contact]
) -> None:
    """A holder who was there before comes back; an address is one row of a post."""
    number = len(session.exec(select(Contact.id)).all()) + 1
    new = contact_from(event, department_id, number=number)
    known = next((h for h in holders if h.address == new.address), None)
    if known is None:
        session.add(new)
        session.flush()
        _name_deputy(session, event, new, holders)
        return
    known.deputy_of_id = None
    known.active, known.undeliverable_reason = True, None
    known.channel, known.absent_until = new.channel, new.absent_until
    session.add(known)


def bounce(house: House, event: Bounce, notice_id: int | None) -> None:
    """Let the last message to an address come back, as the mailbox would hear it."""
    with house.runtime.transaction() as session:
        address = event.address or _address_of(session, house, event, notice_id)
        message = session.exec(
            select(OutgoingMessage)
            .join(Delivery, col(Delivery.outgoing_id) == col(OutgoingMessage.id))
            .where(func.lower(Delivery.address) == address.lower())
            .order_by(col(OutgoingMessage.id).desc())
        ).first()
        if message is None:
            raise ScenarioInvalid("address", f"nothing was sent to {address} yet")
        house.came_back += rows_of(session, house.names)  # sent all the same, though not heard
        note_bounce(
            session, message, {address.lower()}, now=house.now,
            office=house.runtime.office, today=house.runtime.calendar.office_day(house.now),
        )  # fmt: skip


def _address_of(session: Session, house: House, event: Bounce, notice_id: int | None) -> str:
    if event.department is None:
        raise ScenarioInvalid("address", "say whose mail comes back: address, or department")
    place = place_of(session, notice_id)
    department = department_named(session, house, event.department, place=place)
    contact = session.exec(
        select(Contact)
        .where(
            Contact.department_id == department.number, Contact.audience == event.role,
            col(Contact.active).is_(True),
        )
        .order_by(col(Contact.id))
    ).first()  # fmt: skip
    if contact is None:
        raise ScenarioInvalid("role", f"{event.department} has no {event.role}")
    return contact.address
