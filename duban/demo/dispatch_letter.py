"""Reading a 交办 letter as its department does: which tasks, in which role, what is wanted."""

import re
from dataclasses import dataclass, field
from datetime import date

HEAD = re.compile(r"^【任务(?P<key>[\d.]+)】(?P<title>.*)（(?P<role>[^（）]*(?:（[^（）]*）)?)）$")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
LINK = re.compile(r"https?://\S+")


@dataclass(slots=True)
class WantedTask:
    """One task of a letter, in the letter's own words."""

    key: str
    title: str
    role: str  # 牵头（负责汇总）, 牵头, 配合, 责任, 落实
    text: str = ""
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    due_on: date | None = None
    targets: list[str] = field(default_factory=list)
    wants_plan: bool = False

    @property
    def answers_first(self) -> bool:
        """Is the department in the lead, alone or with others?"""
        return self.role.startswith(("牵头", "责任"))


@dataclass(frozen=True, slots=True)
class DispatchLetter:
    """What a 交办 letter says."""

    department: str
    acknowledge_by: date | None
    tasks: tuple[WantedTask, ...]
    link: str


def read_dispatch(text: str) -> DispatchLetter:
    """Take a 交办 letter apart."""
    lines = text.splitlines()
    tasks: list[WantedTask] = []
    department = next((line[:-1] for line in lines if line.endswith("：")), "")
    limit = None
    for line in lines:
        if hit := HEAD.match(line.strip()):
            tasks.append(WantedTask(hit["key"], hit["title"], hit["role"]))
        elif "签收" in line and limit is None and (limit := _day_in(line)):
            continue
        elif tasks and line.startswith("  "):
            _add_line(tasks[-1], line.strip())
    found = LINK.search(text)
    return DispatchLetter(department, limit, tuple(tasks), found[0] if found else "")


def _add_line(task: WantedTask, line: str) -> None:
    if line.startswith("牵头（责任）单位："):
        leads, _, supports = line.removeprefix("牵头（责任）单位：").partition("；配合单位：")
        task.leads = tuple(name for name in leads.split("、") if name)
        task.supports = tuple(name for name in supports.split("、") if name)
    elif line.startswith("完成时限："):
        task.due_on = _day_in(line)
    elif line.startswith("目标："):
        task.targets.append(line.removeprefix("目标："))
    elif line.startswith("请报送实施方案"):
        task.wants_plan = True
    elif not task.text:
        task.text = line


def _day_in(line: str) -> date | None:
    hit = DAY.search(line)
    return date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
