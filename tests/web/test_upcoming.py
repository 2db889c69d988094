"""拟发: tomorrow's messages on a page, and the buttons that hold, reword and release them."""

import asyncio
import re
from typing import Any

from sqlmodel import col, select

from flows import escalate_slow_tasks, send_reminders
from models import Event, Hold, OutgoingMessage, Rewording, RunRequest
from runtime.wiring import Runtime
from tests.fakes import FakeClock
from tests.web.city import City
from tests.web.conftest import Browser, SignIn, TestClient
from tests.web.test_pages import contents

LIST = "/outbox/upcoming"


def first_address(page: str) -> str:
    found = re.search(r'href="/outbox/upcoming/(\d+/[a-z_]+)"', page)
    assert found, page
    return found[1]


def counted(page: str) -> int:
    found = re.search(r"将发出 <strong>(\d+)</strong> 封", page)
    assert found, page
    return int(found[1])


def form_of(page: str) -> dict[str, Any]:
    """Return the hidden words that the form of a rewording sends back."""
    day = re.search(r'name="day" value="([^"]+)"', page)
    subject = re.search(r'name="base_subject" value="([^"]+)"', page)
    text = re.search(r'name="base_text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert day
    assert subject
    assert text
    tasks = re.findall(r'name="task" value="([^"]+)"', page)
    return {"day": day[1], "base_subject": subject[1], "base_text": text[1], "task": tasks}


def test_the_next_morning_is_shown_and_looking_changes_nothing(
    coordinator: Browser, runtime: Runtime
) -> None:
    before = contents(runtime)
    page = coordinator.get(LIST)
    address = first_address(page.text)
    one = coordinator.get(f"{LIST}/{address}")
    letter = coordinator.get(f"{LIST}/{address}/html")
    assert "拟发：2024年3月5日" in page.text
    assert "收信人将看到的" in one.text
    assert "［填报链接］" in one.text
    assert "/d/" not in one.text + page.text + letter.text  # nobody of the office opens their door
    assert letter.headers["content-security-policy"].startswith("sandbox;")
    assert contents(runtime) == before


def test_a_message_is_held_and_released_by_its_buttons(
    coordinator: Browser, runtime: Runtime
) -> None:
    address = first_address(coordinator.get(LIST).text)
    page = coordinator.post(f"{LIST}/{address}/hold", reason="先电话沟通", until="")
    assert "直到放行" in page.text
    assert "暂缓，不发" in page.text
    with runtime.reading() as session:
        hold = session.exec(select(Hold)).one()
    assert (hold.audience, hold.until_on, hold.placed_by) == (address.split("/")[1], None, "周宁")
    page = coordinator.post(f"{LIST}/holds/{hold.id}/release")
    assert "已放行" in page.text
    assert "暂缓，不发" not in page.text


def test_a_hold_that_is_pressed_twice_is_one_hold_and_its_letter_is_not_counted(
    coordinator: Browser, runtime: Runtime
) -> None:
    before = coordinator.get(LIST).text
    address = first_address(before)
    coordinator.post(f"{LIST}/{address}/hold", reason="先电话沟通", until="")
    coordinator.post(f"{LIST}/{address}/hold", reason="先电话沟通", until="")
    page = coordinator.post(f"{LIST}/{address}/hold", reason="等局长回来", until="2024-03-08").text
    assert "正在暂缓（1）" in page
    assert "，另有 1 封暂缓" in page
    assert counted(page) == counted(before) - 1
    with runtime.reading() as session:
        hold = session.exec(select(Hold)).one()
        told = session.exec(select(Event).where(col(Event.name).endswith("hold.placed"))).all()
    assert (hold.reason, str(hold.until_on)) == ("等局长回来", "2024-03-08")
    assert len(told) == 2  # the same press twice changed nothing the second time
    assert "暂缓，不发" not in coordinator.post(f"{LIST}/holds/{hold.id}/release").text


def test_what_was_decided_under_a_hold_goes_out_at_once_when_it_is_released(
    coordinator: Browser, runtime: Runtime, clock: FakeClock, city: City, sign_in: SignIn
) -> None:
    address = first_address(coordinator.get(LIST).text)
    coordinator.post(f"{LIST}/{address}/hold", reason="先电话沟通")
    now = clock.set("2024-03-05T08:31")
    asyncio.run(escalate_slow_tasks.sweep(runtime, now=now))
    asyncio.run(send_reminders.sweep(runtime, now=now))
    page = sign_in(city.coordinator).post(f"{LIST}/holds/1/release")
    assert "已放行，随即发出" in page.text
    with runtime.reading() as session:
        assert [row.flow for row in session.exec(select(RunRequest))] == ["send_reminders"]


def test_a_message_is_reworded_and_given_its_own_words_back(
    coordinator: Browser, runtime: Runtime
) -> None:
    address = first_address(coordinator.get(LIST).text)
    fields = form_of(coordinator.get(f"{LIST}/{address}").text)
    typed = fields["base_text"].replace("\n", "\r\n").replace("：\r\n", "：\r\n来电已悉。\r\n", 1)
    page = coordinator.post(
        f"{LIST}/{address}/reword", **fields, subject=fields["base_subject"], text=typed
    )
    assert "周宁已改" in page.text
    assert "来电已悉。" in coordinator.get(f"{LIST}/{address}/html").text
    with runtime.reading() as session:
        assert "\r" not in session.exec(select(Rewording)).one().text
    page = coordinator.post(f"{LIST}/{address}/own-words")
    assert "已恢复系统拟稿" in page.text
    assert "来电已悉" not in page.text


def test_an_edit_without_the_link_is_refused_with_advice(coordinator: Browser) -> None:
    address = first_address(coordinator.get(LIST).text)
    fields = form_of(coordinator.get(f"{LIST}/{address}").text)
    page = coordinator.post(f"{LIST}/{address}/reword", **fields, subject="请反馈", text="请反馈。")
    assert page.status_code == 409
    assert "填报链接" in page.text


def test_only_the_office_holds_and_rewords_and_a_form_of_ours_is_needed(
    client: TestClient, city: City, sign_in: SignIn
) -> None:
    reader = sign_in(city.auditor)
    page = reader.get(LIST)
    assert page.status_code == 200
    address = first_address(page.text)
    assert "保存改稿" not in reader.get(f"{LIST}/{address}").text
    assert reader.post(f"{LIST}/{address}/hold", reason="x").status_code == 403
    office = sign_in(city.coordinator)
    office.csrf = "forged"
    assert office.post(f"{LIST}/{address}/hold", reason="x").status_code == 403
    assert office.post(f"/outbox/{city.outgoing.id}/recall", reason="x").status_code == 403


def test_a_waiting_message_is_held_reworded_released_and_recalled_on_its_page(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    here = f"/outbox/{city.outgoing.id}"
    assert "暂扣" in coordinator.get(here).text
    assert "已暂扣" in coordinator.post(f"{here}/hold", reason="核对").text
    page = coordinator.post(f"{here}/reword", subject="请反馈", text="市科技局：\r\n请尽快反馈。")
    assert "周宁改过这封信" in page.text
    assert "已放行" in coordinator.post(f"{here}/release").text
    page = coordinator.post(f"{here}/recall", reason="口头已说明")
    assert "周宁撤回：口头已说明" in page.text
    with runtime.reading() as session:
        row = session.get_one(OutgoingMessage, city.outgoing.id)
    assert (row.status, row.subject, row.text) == (
        "cancelled", "请反馈", "市科技局：\n请尽快反馈。\n",
    )  # fmt: skip
    assert coordinator.post(f"{here}/recall", reason="再撤").status_code == 409


def test_the_breaker_asks_on_the_page_and_goes_on_when_told(
    coordinator: Browser, city: City, runtime: Runtime
) -> None:
    with runtime.transaction() as session:
        row = session.get_one(OutgoingMessage, city.outgoing.id)
        row.status, row.last_error = "held", "本次共900封，超过上限300封（近期最多一天20封）"
        session.add(row)
    for address in ("/outbox", LIST):
        shown = coordinator.get(address).text
        assert "已停下，等您确认" in shown
        assert "超过上限300封" in shown
    page = coordinator.post("/outbox/stopped/release")
    assert "已放行 1 封" in page.text
    assert "等您确认" not in page.text
    assert coordinator.post("/outbox/stopped/drop", reason="日历有误").status_code == 409
