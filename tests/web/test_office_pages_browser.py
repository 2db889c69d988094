"""Calendar, policy and contacts in a real browser: a desk and a phone, with and without script."""

import pytest
from playwright.sync_api import Page

from tests.web.test_browser import chromium, fits, pytestmark, site
from tests.web.test_review_browser import picture
from tests.web.test_upcoming_browser import page

__all__ = ["chromium", "page", "pytestmark", "site"]  # the fixtures and marks of other files


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_and_a_day_is_set_after_a_look(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("calendar", "policy", "contacts", "schedule"):
        page.goto(f"{site}/{name}")
        assert fits(page), name
        picture(page, f"{name}-{width}")
    page.goto(f"{site}/calendar")
    page.click("text=设定某几天")
    form = page.locator("form", has=page.locator("input[value=set]"))
    form.locator("input[name=first]").fill("2024-06-28")
    form.locator("button").click()
    assert "改为休" in page.inner_text("main")
    assert fits(page)
    picture(page, f"calendar-preview-{width}")
    page.click("text=写入日历")
    assert "已写入日历" in page.inner_text("main")
