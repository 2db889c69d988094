"""A department's page behind its link: what it is asked, and filling it in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.demo.browser import Browser, Page
from duban.demo.words import Account

TARGET = re.compile(r"^(?P<name>.+)（目标 (?P<value>[\d.]+) (?P<unit>[^，；）]+)(?P<rest>[^）]*)）")


@dataclass(frozen=True, slots=True)
class AskedTask:
    """One task on the page: the part's number, the task's key and words."""

    part: str
    key: str
    title: str
    text: str
    owed: bool


@dataclass(frozen=True, slots=True)
class AskedTarget:
    """One indicator on the page, as its label says it."""

    field: str
    name: str
    value: float
    unit: str
    by: int | None  # the year
    answered: bool


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """The page as the department sees it."""

    page: Page
    tasks: tuple[AskedTask, ...]
    targets: tuple[AskedTarget, ...]


def open_return(browser: Browser, link: str) -> ReturnPage:
    """Open the link of a letter; that changes nothing."""
    page = browser.open(link)
    sections = page.find("//section[starts-with(@id,'item-')]")
    tasks = []
    for section in sections:
        key, _, title = str(section.xpath("string(.//h3)")).strip().partition(" ")
        tasks.append(
            AskedTask(
                part=str(section.get("id")).removeprefix("item-"),
                key=key,
                title=title,
                text=str(section.xpath("string(.//blockquote)")).strip(),
                owed="is-given" not in str(section.get("class")),
            )
        )
    return ReturnPage(page, tuple(tasks), tuple(_targets(page)))


def fill_in(
    browser: Browser,
    asked: ReturnPage,
    accounts: Mapping[str, Account],
    values: Sequence[tuple[AskedTarget, float]],
) -> Page:
    """Type the accounts (by task key) and the values into the form, and send it."""
    fields: dict[str, str | list[str]] = {}
    for task in asked.tasks:
        if account := accounts.get(task.key):
            prefix = f"item-{task.part}-"
            fields |= {
                f"{prefix}state": account.state,
                f"{prefix}percent": str(account.percent),
                f"{prefix}narrative": account.progress,
                f"{prefix}problems": account.problems,
                f"{prefix}next_steps": account.next_steps,
            }
    fields |= {target.field: f"{value:g}" for target, value in values}
    form = next(f for f in asked.page.find("//form") if str(f.get("action")).endswith("/return"))
    return browser.submit(asked.page, form, **fields)


def _targets(page: Page) -> list[AskedTarget]:
    found = []
    for label in page.find("//label[starts-with(@for,'target-')]"):
        hit = TARGET.match(" ".join(label.text_content().split()))
        if hit is None:
            continue
        year = re.search(r"(20\d\d)", hit["rest"].partition("；")[0])
        found.append(
            AskedTarget(
                field=str(label.get("for")),
                name=hit["name"],
                value=float(hit["value"]),
                unit=hit["unit"].strip(),
                by=int(year[1]) if year else None,
                answered="上次报" in hit["rest"],
            )
        )
    return found
