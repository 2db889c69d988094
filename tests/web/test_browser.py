"""A real browser, on a desk and on a phone, with JavaScript and without."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import select

from actions.accounts import create_account
from duban.web.app import create_app
from models import StatusUpdate
from rules.access import AccountRole
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.conftest import LinkOf

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "correct horse battery"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (make deps)"),
]


@pytest.fixture
def site(runtime: Runtime) -> Iterator[str]:
    """The site, served for real on a free port."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(runtime), port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def fits(page: Page) -> bool:
    """Does the page fit its width, without scrolling sideways?"""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_person_signs_in_and_finds_the_red_light_in_the_ledger(
    chromium: Browser, site: str, runtime: Runtime, city: City
) -> None:
    with runtime.transaction() as session:
        create_account(
            session,
            username="zhou",
            name="周宁",
            role=AccountRole.COORDINATOR,
            now=runtime.clock(),
            password=PASSWORD,
        )
    page = chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(f"{site}/ledger")
    page.fill("#username", "zhou")
    page.fill("#password", PASSWORD)
    page.click("button")

    page.select_option("#light", "red")  # the script asks at once
    page.wait_for_url("**light=red**")

    assert page.locator(".light.red").count() == 1
    assert "逾期" in page.locator(".reasons").first.inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", "/ledger", f"/notices/{city.draft.id}", f"/tasks/{city.tasks[3].id}"):
        page.goto(site + path)
        assert fits(page), path
    assert refused == []  # our own security policy refuses nothing of ours


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_department_answers_on_a_phone(
    chromium: Browser,
    site: str,
    runtime: Runtime,
    city: City,
    link_of: LinkOf,
    script: bool,
) -> None:
    door = link_of(city.departments["市科技局"], city.item.return_id)
    phone = chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=script, has_touch=True
    )
    page = phone.new_page()
    page.goto(site + door)
    item = f"#item-{city.parts[0].id}-"
    page.select_option(f"{item}state", "正常推进")
    page.fill(f"{item}percent", "60")
    page.fill(f"{item}narrative", "装置完成安装调试。")

    page.click("text=提交填报")

    assert "已收到，谢谢" in page.inner_text("main")
    assert "装置完成安装调试。" in page.inner_text("main")
    with runtime.reading() as session:
        update = session.exec(select(StatusUpdate).where(StatusUpdate.channel == "form")).one()
    assert update.percent == 60
    phone.close()
