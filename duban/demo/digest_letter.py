"""Reading a reminder or an urge as its department does: which task, what is asked, by when."""

import re
from dataclasses import dataclass
from datetime import date

from duban.demo.dispatch_letter import DAY, LINK

LINE = re.compile(
    r"^\d+\.【任务(?P<key>[\d.]+)】(?P<title>.*)（(?P<role>[^（），]+)(?:，由.+汇总)?）$"
)
HEADING = re.compile(r"^(?:《.+》\S*　)?(?P<what>请于.+|[^：]+催办：.+|.+，时限.+)：$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a letter asks for."""

    key: str
    title: str
    role: str
    what: str  # the heading above: 请于2024年12月5日前报送2024年度进展
    due_on: date | None
    urged: bool

    @property
    def leads(self) -> bool:
        """Does the department answer for the task, rather than support it?"""
        return self.role in ("牵头", "责任")

    @property
    def wants(self) -> str:
        """acknowledge, return, deadline, milestone, target or progress."""
        return next((kind for words, kind in KINDS if re.search(words, self.what)), "progress")

    @property
    def milestone(self) -> str:
        """The name of the milestone that is asked for."""
        hit = re.search(r"节点[「“]([^」”]+)", self.what)
        return hit[1] if hit else self.title


KINDS = (
    ("签收", "acknowledge"),
    ("报送指标", "target"),
    ("节点", "milestone"),
    ("报送", "return"),
    ("完成", "deadline"),
)


def read_digest(text: str) -> list[Wanted]:
    """Take a reminder, an urge or a 督办通知单 apart."""
    lines = [line.strip() for line in text.splitlines()]
    found = []
    heading = ""
    for line in lines:
        if hit := HEADING.match(line):
            heading = hit["what"]
        elif hit := LINE.match(line):
            found.append(_wanted(hit, heading))
    return found


def link_in(text: str) -> str:
    """Return the first link of a letter, or an empty string."""
    hit = LINK.search(text)
    return hit[0] if hit else ""


def _wanted(hit: re.Match[str], heading: str) -> Wanted:
    day = DAY.search(heading)
    return Wanted(
        key=hit["key"],
        title=hit["title"],
        role=hit["role"],
        what=heading,
        due_on=date(int(day[1]), int(day[2]), int(day[3])) if day else None,
        urged=not heading.startswith("请于"),
    )
