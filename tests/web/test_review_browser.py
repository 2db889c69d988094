"""The review in a real browser: words selected become a task; a desk, a phone, no script."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from actions.accounts import create_account
from models import Task
from rules.access import AccountRole
from rules.tasks import TaskStatus
from runtime.wiring import Runtime
from tests.web.city import City
from tests.web.test_browser import PASSWORD, chromium, fits, pytestmark, site
from tests.web.test_review import take_in, task_of

__all__ = ["chromium", "pytestmark", "site"]  # the fixtures and marks of the other file
NOTICE = Path(__file__).parents[2] / "samples" / "linlan-2024-3.txt"
PICTURES = os.environ.get("DUBAN_PICTURES", "")


@pytest.fixture
def notice(runtime: Runtime, city: City) -> int:
    with runtime.transaction() as session:
        create_account(
            session, username="zhou", name="周宁", role=AccountRole.COORDINATOR,
            now=runtime.clock(), password=PASSWORD,
        )  # fmt: skip
    return take_in(runtime, NOTICE.read_text("utf-8"))


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, site: str, notice: int
) -> Iterator[Page]:
    context = chromium.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto(f"{site}/notices")
    page.fill("#username", "zhou")
    page.fill("#password", PASSWORD)
    page.click("button")
    page.wait_for_url("**/notices")
    yield page
    context.close()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_a_notice_is_reviewed_on_a_desk_and_on_a_phone(
    page: Page, site: str, runtime: Runtime, notice: int
) -> None:
    task = task_of(runtime, notice, "2").id
    page.goto(f"{site}/notices/{notice}")
    page.click(f"#task-{task} >> text=看原句")
    picture(page, "desk")
    page.click(f"#task-{task} >> text=拆分")
    page.check(f"#task-{task} input[name=sentence] >> nth=0")
    picture(page, "split")
    page.click(f"#task-{task} >> text=拆为两项")
    assert "已拆为两项" in page.inner_text("main")
    assert task_of(runtime, notice, "2.2").status is TaskStatus.DRAFT

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/notices/{notice}")
    page.wait_for_load_state()
    assert fits(page)
    picture(page, "phone-top")
    page.goto(f"{site}/notices/{notice}#task-{task}")
    picture(page, "phone-task")


def test_words_selected_in_the_text_become_a_task(
    page: Page, site: str, runtime: Runtime, notice: int, request: pytest.FixtureRequest
) -> None:
    words = "现印发给你们，请认真组织实施"
    text = NOTICE.read_text("utf-8")
    words = words if words in text else text.splitlines()[4][:20]
    page.goto(f"{site}/notices/{notice}")
    page.click("text=漏了任务")
    if "with script" in request.node.name.replace("without script", ""):
        page.evaluate(
            """words => {
                const walk = document.createTreeWalker(document.getElementById("text"), 4);
                while (walk.nextNode()) {
                    const at = walk.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    document.getSelection().setBaseAndExtent(
                        walk.currentNode, at, walk.currentNode, at + words.length);
                    return;
                }
            }""",
            words,
        )
        page.wait_for_function("document.querySelector('#add textarea').value !== ''")
        start = page.input_value("#add input[name=start]")
        assert text[int(start) :].startswith(words)
    else:
        page.fill("#add textarea", words)
    page.click("#add button")
    assert "已增补任务" in page.inner_text("main")
    with runtime.reading() as session:
        tasks = session.exec(select(Task).where(Task.notice_id == notice)).all()
        added = max(tasks, key=lambda row: row.number)
        assert text[added.span_start : added.span_end] == words
