"""The office's buttons beside each answer: 采用, 退回."""

from sqlmodel import select

from models import Assignment, OutgoingMessage, ReturnItem
from rules.returns import ItemStatus
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import Browser


def one_answer(runtime: Runtime) -> tuple[int, int]:
    """Return (task, item) of an answer, given."""
    with runtime.transaction() as session:
        item = session.exec(select(ReturnItem)).first()
        assert item is not None
        item.status = ItemStatus.GIVEN
        session.add(item)
        return session.get_one(Assignment, item.assignment_id).task_id, item.number


def status_of(runtime: Runtime, item_id: int) -> ItemStatus:
    with runtime.reading() as session:
        return session.get_one(ReturnItem, item_id).status


def test_an_answer_is_accepted_by_its_button(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task_id, item_id = one_answer(runtime)
    page = coordinator.get(f"/tasks/{task_id}")
    assert f"/tasks/{task_id}/items/{item_id}/accept" in page.text
    assert status_of(runtime, item_id) is ItemStatus.GIVEN  # looking changes nothing
    assert coordinator.post(f"/tasks/{task_id}/items/{item_id}/accept").status_code == 200
    assert status_of(runtime, item_id) is ItemStatus.ACCEPTED


def test_an_answer_is_sent_back_with_a_reason_that_is_heard(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    task_id, item_id = one_answer(runtime)
    address = f"/tasks/{task_id}/items/{item_id}/send-back"
    assert coordinator.post(address).status_code == 409
    coordinator.post(address, reason="数据与上期不符")
    assert status_of(runtime, item_id) is ItemStatus.SENT_BACK
    with runtime.reading() as session:
        assert any("数据与上期不符" in row.text for row in session.exec(select(OutgoingMessage)))
