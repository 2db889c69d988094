"""What a notice would bring: the same sweeps on a copy of the installation, until a day."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlmodel import col, select

from actions.confirmation import undecided_parts, why_not
from actions.intake import read_stored_notice, receive_notice
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.replay import confirming
from duban.replay.copying import copy_house
from duban.replay.events import Confirm
from duban.replay.house import OFFICE, House
from duban.replay.provisional import take_as_given
from duban.replay.rows import Row, rows_of
from duban.replay.tempers import live
from duban.replay.timeline import settle
from models import Notice, Task
from rules.notices import NoticeStatus
from rules.policies import Policy
from rules.tasks import TaskStatus
from runtime.wiring import Runtime

DRAFTS = ("bulletin_draft", "talk_draft", "accountability_draft")


@dataclass(frozen=True, slots=True)
class Total:
    """What one department would hear in all; `messages` are merged, one a day and post."""

    department: str
    messages: int
    reminders: int
    urges: int
    supervisions: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The rows of one notice, and what could not be played."""

    title: str
    begins_on: date
    rows: list[Row]
    totals: list[Total]
    left: Mapping[str, str]  # task or unit → why it stays out, or what was taken as given

    def as_data(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "notice": self.title,
            "begins_on": self.begins_on.isoformat(),
            "rows": [row.as_data() for row in self.rows],
            "totals": [asdict(total) for total in self.totals],
            "left": dict(self.left),
        }


def simulate(
    original: Runtime,
    notice: int | Path,
    *,
    until: datetime,
    answering: str,
    policies: Mapping[str, Policy] | None = None,
    preset: str | None = None,
) -> Simulation:
    """Play a notice, imported or still a file, on a copy; nothing of the original changes."""
    house = copy_house(original)
    house.runtime.policies = policies or original.policies
    folder = Path(mkdtemp(prefix="duban-simulate-"))
    house.runtime.settings = house.runtime.settings.model_copy(update={"home": folder})
    try:
        number = notice if isinstance(notice, int) else _take_in(house, notice)
        return asyncio.run(_play(house, number, until, answering, preset))
    finally:
        house.runtime.engine.dispose()
        shutil.rmtree(folder, ignore_errors=True)


def _take_in(house: House, path: Path) -> int:
    """Import and read a file that is not in the installation yet."""
    with house.runtime.transaction() as session:
        notice = receive_notice(session, path.read_bytes(), path.name, now=house.now, actor=OFFICE)
        register = load_register(session, name_equivalents())
        read_stored_notice(session, notice.number, register=register, now=house.now)
        return notice.number


async def _play(
    house: House, number: int, until: datetime, answering: str, preset: str | None
) -> Simulation:
    begins_on = house.runtime.calendar.office_day(house.now)
    with house.runtime.reading() as session:
        notice = session.get_one(Notice, number)
        title, is_draft = notice.title or notice.filename, notice.status is NoticeStatus.DRAFT
    given = take_as_given(house, number)
    if is_draft:
        said = {"at": house.now.isoformat(), "kind": "confirm", "policy": preset}
        confirming.confirm(house, Confirm.model_validate(said), number)
    await settle(house)
    await live(house, until, answering=answering)
    with house.runtime.reading() as session:
        rows = [
            row
            for row in rows_of(session, house.names, notice_id=number)
            if row.on >= begins_on.isoformat()
        ]
    return Simulation(title, begins_on, rows, totals_of(rows), {**_left(house, number), **given})


def totals_of(rows: Sequence[Row]) -> list[Total]:
    """Return what each department would hear, most first."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.department:
            by_name[row.department].append(row)
    totals = [_total(name, some) for name, some in by_name.items()]
    return sorted(totals, key=lambda total: (-total.messages, total.department))


def _total(name: str, rows: Sequence[Row]) -> Total:
    def count(*kinds: str) -> int:
        return len({(row.on, row.kind, row.audience) for row in rows if row.kind in kinds})

    inward = (*DRAFTS, "alarm", "accountability")
    return Total(
        name,
        messages=len({(row.on, row.audience) for row in rows if row.kind not in inward}),
        reminders=count("reminder"),
        urges=len({(r.on, r.kind) for r in rows if r.kind.startswith("urge")}),
        supervisions=count("notice_of_supervision"),
        drafts=count(*DRAFTS),
    )


def _left(house: House, number: int) -> dict[str, str]:
    """Return what the notice says and nobody would hear of, with the reason."""
    with house.runtime.reading() as session:
        notice = session.get_one(Notice, number)
        tasks = session.exec(
            select(Task)
            .where(Task.notice_id == number, col(Task.status) == TaskStatus.DRAFT)
            .order_by(col(Task.id))
        )
        left = {f"任务{task.key}": why_not(session, notice, task) or "尚未确认" for task in tasks}
        for part in undecided_parts(session, number):
            left.setdefault(part.printed_name, "名册中没有这个单位")
    return left
