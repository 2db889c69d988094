"""The coordinating office and the leader, at their browsers."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from lxml import html

from duban.demo.browser import Browser, Page, PageRefused

ANSWERS = {"first-named-leads": "是"}
NOTED = "已与起草单位核对，按原文办理。"


@dataclass(slots=True)
class Office:
    """A person of the office: confirms, decides, verifies, closes."""

    browser: Browser
    notice: str  # its address: /notices/1
    units: dict[str, str] = field(default_factory=dict)  # printed name → the right name
    addresses: dict[str, str] = field(default_factory=dict)  # key of a task → its page

    def confirm(self) -> int:
        """Confirm every draft that nothing stands against; return how many stay drafts."""
        page = self.browser.open(f"{self.notice}/dispatch")
        if page.forms(f"{self.notice}/confirm"):
            page = self.browser.press(page, f"{self.notice}/confirm")
        return len(self.browser.open(self.notice).find("//section[contains(@class,'is-draft')]"))

    def answer_doubts(self) -> int:
        """Answer every open doubt as a person who knows the place would; return how many."""
        answered = 0
        left: set[str] = set()  # what even this person cannot answer: its task stays a draft
        page = self.browser.open(self.notice)
        while forms := [form for form in _doubt_forms(page) if str(form.get("action")) not in left]:
            answer = self._answer_to(forms[0], _around(forms[0]))
            try:
                page = self.browser.submit(page, forms[0], **answer)  # leads back to the notice
                answered += 1
            except PageRefused:
                left.add(str(forms[0].get("action")))
                page = self.browser.open(self.notice)
        return answered

    def has_doubts(self) -> bool:
        """Is anything about the notice still open?"""
        return bool(_doubt_forms(self.browser.open(self.notice)))

    def duty_days(self, first: date, last: date) -> list[date]:
        """Return the days of the year on which the notice's duties are due, as its page says."""
        page = self.browser.open(self.notice)
        words = [e.text_content() for e in page.find("//section[@id='duties']//p/strong")]
        return sorted(day for text in words for day in due_days(text, first, last))

    def target_days(self, first: date, last: date) -> list[date]:
        """Return the days of the year by which the notice wants a number."""
        page = self.browser.open(self.notice)
        words = [str(cell.text_content()) for cell in page.find("//section[@id='targets']//td[3]")]
        hits = (re.search(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})", text) for text in words)
        days = {date(int(hit[1]), int(hit[2]), int(hit[3])) for hit in hits if hit}
        return sorted(day for day in days if first < day <= last)

    def choose_duty(self, policy: str = "常规") -> bool:
        """Choose a reporting duty from the preset where the notice states none."""
        page = self.browser.open(self.notice)
        forms = page.forms(f"{self.notice}/duty")
        if not forms:
            return False
        self.browser.submit(page, forms[0], policy=policy)
        return True

    def give_targets_an_owner(self) -> int:
        """Say who answers for each target that has no owner; return how many were set."""
        given = 0
        page = self.browser.open(self.notice)
        while rows := page.find("//section[@id='targets']//tr[.//span[contains(.,'未定')]]"):
            forms = rows[0].xpath(".//form")
            if not forms:
                break
            owner = self._likely_owner(page, str(rows[0].xpath("string(.//td[1])")).strip())
            page = self.browser.submit(page, forms[0], owner=owner)
            given += 1
        return given

    def task_address(self, key: str) -> str:
        """Return the address of a task by its key."""
        if not self.addresses:
            page = self.browser.open(self.notice)
            for card in page.find("//section[starts-with(@id,'task-')]"):
                printed = str(card.xpath("string(.//span[@class='no'])")).strip()
                number = str(card.get("id")).removeprefix("task-")
                self.addresses[printed] = f"/tasks/{number}"
        return self.addresses[key]

    def act(self, key: str, verb: str, **fields: str) -> None:
        """Press a button of a task: verify, close, return, deadline, …"""
        address = self.task_address(key)
        self.browser.press(self.browser.open(address), f"{address}/{verb}", **fields)

    def decide_extensions(self, key: str) -> int:
        """Grant what was asked for one task; return how many."""
        address = self.task_address(key)
        page = self.browser.open(address)
        waiting = [f for f in page.find("//form") if str(f.get("action")).endswith("/grant")]
        for form in waiting:
            self.browser.submit(page, form, reason="理由充分，同意延期，请倒排工期。")
        return len(waiting)

    def accept_plan(self, key: str) -> bool:
        """Accept the 实施方案 handed in for a task; its steps become milestones."""
        page = self.browser.open(self.task_address(key))
        for form in page.find("//form"):
            if re.search(r"/updates/\d+/(accept|plan)|/plan", str(form.get("action"))):
                self.browser.submit(page, form)
                return True
        return False

    def answer_objection(self, key: str, moved_to: str, reason: str) -> bool:
        """Give an objected part of a task to another department."""
        page = self.browser.open(self.task_address(key))
        for row in page.find("//tr[.//span[contains(.,'异议')]]"):
            forms = [f for f in row.xpath(".//form") if str(f.get("action")).endswith("/reassign")]
            if forms:
                self.browser.submit(page, forms[0], department=moved_to, reason=reason)
                return True
        return False

    def _answer_to(self, form: html.HtmlElement, words: str) -> dict[str, str]:
        choices = [str(value) for value in form.xpath(".//input[@name='answer']/@value")]
        if set(choices) == {"是", "否"}:
            return {"answer": "是"}
        named = next((right for name, right in self.units.items() if name in words), None)
        if named is not None:
            return {"other": named}
        if choices:
            return {"answer": choices[0]}
        return {"other": NOTED}

    def _likely_owner(self, page: Page, indicator: str) -> str:
        """Return who leads the task whose words are most like the indicator's."""
        best, owner = -1.0, ""
        for card in page.find("//section[starts-with(@id,'task-')]"):
            unit = _one_for_all(card)
            score = _likeness(indicator, card.text_content())
            if unit and score > best:
                best, owner = score, unit
        return owner


def _doubt_forms(page: Page) -> list[html.HtmlElement]:
    return [form for form in page.find("//form") if "/doubts/" in str(form.get("action"))]


@dataclass(slots=True)
class Leader:
    """A leader: reads a draft, and accepts or refuses it."""

    browser: Browser

    def waiting(self) -> list[tuple[str, str]]:
        """Return (address, kind) of each draft that waits: 通报, 约谈, 建议问责."""
        page = self.browser.open("/approvals")
        rows = page.find("//table//tr[.//td]")
        found = []
        for row in rows:
            links = row.xpath(".//a[starts-with(@href,'/approvals/')]")
            if links and "待审批" in row.text_content():
                kind = str(row.xpath("string(.//td[2])")).strip()
                found.append((str(links[0].get("href")), kind))
        return found

    def approve_reports(self) -> int:
        """Approve every report that waits; return how many."""
        page = self.browser.open("/reports")
        approved = 0
        for row in page.find("//table//tr[contains(.,'待审定')]"):
            report = self.browser.open(str(row.xpath("string(.//a/@href)")))
            for form in report.forms("/approve"):
                self.browser.submit(report, form)
                approved += 1
        return approved

    def accept(self, address: str) -> None:
        """Accept a draft as it stands."""
        self.browser.press(self.browser.open(address), f"{address}/accept")

    def refuse(self, address: str, reason: str) -> None:
        """Refuse a draft."""
        self.browser.press(self.browser.open(address), f"{address}/refuse", reason=reason)


DUTY = re.compile(
    r"(?P<how>每季度首月|每月|每年(?=\d+月)|(?=\d{4}年))"
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日前"
)


def due_days(text: str, first: date, last: date) -> list[date]:
    """Return the days that 每年12月10日前, 每季度首月10日前, 每月25日前 or 2024年6月30日前 mean."""
    hit = DUTY.match(text.strip())
    if hit is None:
        return []
    months = {"每月": range(1, 13), "每季度首月": (1, 4, 7, 10)}.get(hit["how"])
    found = []
    for year in (int(hit["year"]),) if hit["year"] else (first.year, last.year):
        for month in months or (int(hit["month"]),):
            length = monthrange(year, month)[1]
            found.append(date(year, month, min(int(hit["day"]), length)))
    return [day for day in found if first < day <= last]


def _around(form: html.HtmlElement) -> str:
    parent = form.getparent()
    return "" if parent is None else str(parent.text_content())


def _one_for_all(card: html.HtmlElement) -> str:
    """Return the unit that can tell a figure of the whole: no county tells the city's."""
    for unit in card.xpath(".//ul[@class='owners']/li"):
        own = unit.xpath("text()[normalize-space()]")  # what stands in brackets behind is no name
        if own and "文中作“各" not in unit.text_content():
            return str(own[0]).strip()
    return ""


def _likeness(left: str, right: str) -> float:
    pairs = {left[n : n + 2] for n in range(len(left) - 1)}
    shared = sum(1 for pair in pairs if pair in right)
    match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    return shared / max(1, len(pairs)) + match.size / max(1, len(left))
