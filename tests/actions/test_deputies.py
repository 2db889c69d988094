"""A deputy (AB角) hears while the one they stand in for cannot, and only then."""

from datetime import date

import pytest
from sqlmodel import Session, select

from actions.addresses import open_address_book
from actions.contacts import export_contacts, import_contacts
from actions.deputies import clear_deputy, set_absence, set_deputy
from actions.outbox import put_in_outbox
from actions.register import load_register
from models import Contact, Department, Event, OutgoingMessage
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.office import Office
from templates import Letter
from tests.factories import make_contact, make_department
from tests.fakes import FakeClock

TODAY = date(2024, 3, 4)
DEPUTY = "li@kj.example"


@pytest.fixture
def department(session: Session) -> Department:
    return make_department(session, "市科技局")


@pytest.fixture
def liaison(session: Session, department: Department) -> Contact:
    return session.exec(select(Contact).where(Contact.department_id == department.number)).one()


@pytest.fixture
def message(
    session: Session, department: Department, office: Office, clock: FakeClock
) -> OutgoingMessage:
    return put_in_outbox(
        session, kind="reminder", letter=Letter("提醒", "请反馈。", ""), audience=Audience.LIAISON,
        office=office, today=TODAY, now=clock(), department_id=department.number,
    )  # fmt: skip


def heard(session: Session, message: OutgoingMessage, today: date = TODAY) -> list[str]:
    session.flush()
    return open_address_book(session, [message], office_email="", today=today).addresses(message)


def test_a_deputy_hears_from_the_first_day_of_an_absence_to_its_last(
    session: Session, liaison: Contact, message: OutgoingMessage, clock: FakeClock
) -> None:
    set_deputy(session, liaison, address=DEPUTY, name="李明", by="周宁", now=clock())
    assert heard(session, message) == [liaison.address]
    set_absence(session, liaison, date(2024, 3, 8), by="周宁", now=clock())
    assert heard(session, message, date(2024, 3, 8)) == [DEPUTY]
    assert heard(session, message, date(2024, 3, 9)) == [liaison.address]
    names = [event.name for event in session.exec(select(Event))]
    assert names == ["duban.contact.deputy_named", "duban.contact.away"]


def test_a_deputy_hears_where_the_contacts_mail_comes_back(
    session: Session, liaison: Contact, message: OutgoingMessage, clock: FakeClock
) -> None:
    set_deputy(session, liaison, address=DEPUTY, by="周宁", now=clock())
    liaison.undeliverable_reason = "退信"
    assert heard(session, message) == [DEPUTY]


def test_an_absent_deputy_leaves_the_next_post(
    session: Session, department: Department, liaison: Contact, message: OutgoingMessage,
    clock: FakeClock,
) -> None:  # fmt: skip
    leader = make_contact(session, department, Audience.SUPERVISING_LEADER)
    deputy = set_deputy(session, liaison, address=DEPUTY, by="周宁", now=clock())
    for contact in (liaison, deputy):
        set_absence(session, contact, date(2024, 3, 8), by="周宁", now=clock())
    assert heard(session, message) == [leader.address]


def test_of_two_holders_only_the_absent_ones_deputy_hears(
    session: Session, department: Department, liaison: Contact, message: OutgoingMessage,
    clock: FakeClock,
) -> None:  # fmt: skip
    other = make_contact(session, department)
    set_deputy(session, liaison, address=DEPUTY, by="周宁", now=clock())
    set_deputy(session, other, address="wang@kj.example", by="周宁", now=clock())
    set_absence(session, other, date(2024, 3, 8), by="周宁", now=clock())
    assert heard(session, message) == [liaison.address, "wang@kj.example"]


def test_another_deputy_takes_the_place_of_the_one_before_and_none_can_be_named(
    session: Session, liaison: Contact, message: OutgoingMessage, clock: FakeClock
) -> None:
    set_deputy(session, liaison, address="wang@kj.example", by="周宁", now=clock())
    set_deputy(session, liaison, address=DEPUTY, by="周宁", now=clock())
    set_absence(session, liaison, date(2024, 3, 8), by="周宁", now=clock())
    assert heard(session, message) == [DEPUTY]
    clear_deputy(session, liaison, by="周宁", now=clock())
    assert heard(session, message) == []
    with pytest.raises(NotAllowed, match="没有代理人"):
        clear_deputy(session, liaison, by="周宁", now=clock())


def test_who_cannot_stand_in_is_refused(
    session: Session, department: Department, liaison: Contact, clock: FakeClock
) -> None:
    other = make_contact(session, department)
    deputy = set_deputy(session, liaison, address=DEPUTY, by="周宁", now=clock())
    for contact, address, why in (
        (liaison, liaison.address, "自己的地址"),
        (liaison, other.address, "已是这个岗位的联系人"),
        (deputy, "wang@kj.example", "不能再有代理人"),
        (liaison, "李明", "代理人"),
    ):
        with pytest.raises(NotAllowed, match=why):
            set_deputy(session, contact, address=address, by="周宁", now=clock())


def test_the_table_brings_deputies_and_absences_and_takes_them_out_again(
    session: Session, department: Department
) -> None:
    table = (
        "单位,岗位,姓名,地址,代理人,离岗至\n"
        f"市科技局,联络员,陈嘉树,chen@kj.example,李明 <{DEPUTY}>,2024-03-08\n"
        "市科技局,分管领导,林若溪,lin@kj.example,,三月八日\n"
    )
    register = load_register(session, {})
    result = import_contacts(session, table.encode(), register=register, place="临澜市", on=TODAY)
    assert [line for line, _ in result.refused] == [3]
    assert "不是日期" in result.refused[0][1]
    exported = export_contacts(session)
    assert f"李明 <{DEPUTY}>,2024-03-08" in exported
    assert exported.count(DEPUTY) == 1
    again = import_contacts(
        session, exported.replace(f"李明 <{DEPUTY}>,2024-03-08", ",").encode(), register=register,
        place="临澜市", on=TODAY,
    )  # fmt: skip
    assert again.refused == []
    assert DEPUTY not in export_contacts(session)
