"""Dated steps of a plan (实施方案), which become milestones once the office accepts them."""

import re
from datetime import date

from inbox.clauses import FULL_WIDTH
from inbox.dates import find_date
from inbox.heard import Step

PLAN = re.compile(
    r"实施方案|工作方案|任务分解|时间节点|节点计划|推进计划|阶段(性)?(安排|目标|节点)"
)
STEP = re.compile(
    r"^[ \t　]*(?:[（(]?[\d一二三四五六七八九十]+[、.．)）]\s*)?(?:节点[\d一二三四五]?[:：]?)?"
    r"(?P<day>(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*(?:\d{1,2}\s*[日号]?|底|末))"
    r"(?:之?前)?[，,、:：\s\t]*(?P<title>\D[^\n]{1,80})",
    re.MULTILINE,
)


def find_steps(text: str, *, today: date) -> tuple[Step, ...]:
    """Return the dated lines of a reply that says it is a plan; two lines at least make one."""
    if not PLAN.search(text):
        return ()
    steps = []
    for match in STEP.finditer(text.translate(FULL_WIDTH)):
        day = find_date(match["day"], today=today)
        if day is not None:
            steps.append(Step(match["title"].strip(" ；;。，,"), day))
    return tuple(steps) if len(steps) > 1 else ()
