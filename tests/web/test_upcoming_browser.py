"""拟发 in a real browser: read, reworded, held and released; a desk, a phone, no script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from actions.accounts import create_account
from models import Hold, Rewording
from rules.access import AccountRole
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.test_browser import PASSWORD, chromium, fits, pytestmark, site
from tests.web.test_review_browser import picture

__all__ = ["chromium", "pytestmark", "site"]  # the fixtures and marks of the other file


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, site: str, runtime: Runtime, city: City
) -> Iterator[Page]:
    with runtime.transaction() as session:
        create_account(
            session, username="zhou", name="周宁", role=AccountRole.COORDINATOR,
            now=runtime.clock(), password=PASSWORD,
        )  # fmt: skip
    context = chromium.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto(f"{site}/outbox/upcoming")
    page.fill("#username", "zhou")
    page.fill("#password", PASSWORD)
    page.click("button")
    page.wait_for_url("**/outbox/upcoming")
    yield page
    context.close()


def test_tomorrows_message_is_reworded_held_and_released(
    page: Page, site: str, runtime: Runtime
) -> None:
    assert "拟发：2024年3月5日" in page.inner_text("h1")
    picture(page, "upcoming")
    page.click("text=查看、改稿 >> nth=0")
    letter = page.frame_locator("iframe.letter")
    assert "临澜实验室" in letter.locator("body").inner_text()
    picture(page, "upcoming-message")
    words = page.input_value("textarea[name=text]")
    page.fill("textarea[name=text]", words.replace("：\n", "：\n\n昨日电话已悉。\n", 1))
    page.click("text=保存改稿")
    assert "昨日电话已悉。" in page.frame_locator("iframe.letter").locator("body").inner_text()
    with runtime.reading() as session:
        assert session.exec(select(Rewording)).one().written_by == "周宁"

    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    picture(page, "upcoming-message-phone")
    page.goto(f"{site}/outbox/upcoming")
    assert fits(page)
    picture(page, "upcoming-phone")
    page.click("summary:text('暂缓') >> nth=0")
    page.fill("input[name=reason] >> nth=0", "先电话沟通")
    page.click("button:text('暂缓') >> nth=0")
    assert "直到放行" in page.inner_text("main")
    assert fits(page)
    picture(page, "upcoming-held-phone")
    page.click("button:text('放行')")
    with runtime.reading() as session:
        assert session.exec(select(Hold)).one().released_by == "周宁"
    page.goto(f"{site}/outbox")
    assert fits(page)
    picture(page, "outbox-phone")
