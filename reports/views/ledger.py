"""台账: every task with its light and reason, filtered the way a page asks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models import Notice
from reports.facts import collect
from reports.report import TaskEntry
from rules.notices import NoticeStatus
from rules.office import Office
from rules.policies import Policy
from rules.working_days import WorkingCalendar

FOLLOWED = (NoticeStatus.CONFIRMED, NoticeStatus.CLOSED)
COLOURS = ("red", "yellow", "green", "grey", "blue")


@dataclass(frozen=True, slots=True)
class Line:
    """One task of one notice."""

    notice: Notice
    task: TaskEntry

    @property
    def departments(self) -> tuple[str, ...]:
        """Everybody who has a part in it."""
        task = self.task
        return task.leads + task.responsible + task.supports + task.inherited


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see; empty: everything."""

    notice: int | None = None
    department: str = ""
    chapter: str = ""
    light: str = ""
    status: str = ""
    words: str = ""

    def takes(self, line: Line) -> bool:
        """Does this line belong to what is wanted?"""
        task = line.task
        return (
            self.notice in (None, line.notice.id)
            and (not self.department or self.department in line.departments)
            and (not self.chapter or self.chapter == task.chapter)
            and (not self.light or self.light == task.colour)
            and (not self.status or self.status == task.status)
            and (not self.words or self.words in task.title + task.text)
        )


def all_lines(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
) -> list[Line]:
    """Return every task of the notices that are followed, in the notices' order."""
    notices = session.exec(
        select(Notice).where(col(Notice.status).in_(FOLLOWED)).order_by(col(Notice.id))
    ).all()
    return [
        Line(notice, task)
        for notice in notices
        for task in collect(
            session,
            notice.number,
            now=now,
            calendar=calendar,
            policies=policies,
            office=office,
        ).tasks
    ]


def count_lights(lines: Iterable[Line]) -> dict[str, int]:
    """Return colour → number of tasks, every colour named."""
    counted = Counter(line.task.colour for line in lines)
    return {colour: counted[colour] for colour in COLOURS}


def notices_in(lines: Sequence[Line]) -> list[Notice]:
    """Return each notice once."""
    return list({line.notice.number: line.notice for line in lines}.values())


def names_in(values: Iterable[str]) -> list[str]:
    """Return each name once, in the order met, without the empty one."""
    return [name for name in dict.fromkeys(values) if name]
