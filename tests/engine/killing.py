"""Two `duban serve` and flows run by hand on one SQLite database, killed at random.

The story is played twice on copies of one folder: once in order, once with processes that are
killed. What was decided must be the same, line by line.
"""

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from actions.assignments import acknowledge
from actions.status_updates import record_update
from duban.engine.clock_moves import ClockMoves
from duban.engine.embedded import Embedded
from duban.engine.runner import Runner
from flows import check_promises
from inbox.heard import Item
from models import Assignment
from rules.access import AccountRole
from rules.audiences import Audience
from runtime.clock import HeldClock
from runtime.settings import load_settings
from runtime.wiring import Runtime, build_runtime
from tests.engine.mortal_servers import Servers
from tests.factories import (
    make_account,
    make_assignment,
    make_contact,
    make_department,
    make_duty,
    make_notice,
    make_task,
)
from tests.servers.smtp_sink import free_port

UNITS = 6
BEGINS = date(2024, 9, 2)
ONE_DAY = timedelta(days=1)
Move = Callable[[datetime], None]


def make_folders(root: Path, smtp_port: int) -> tuple[Path, Path]:
    """Two data folders that share the database and the clock of the first."""
    first, second = root / "first", root / "second"
    for home in (first, second):
        home.mkdir()
        (home / ".env").write_text(
            "DUBAN_DEMO=true\nDUBAN_SECRET_KEYS=test\nDUBAN_OFFICE_EMAIL=duban@linlan.example\n"
            f"DUBAN_BASE_URL=http://duban.linlan.example\nDUBAN_SMTP_HOST=127.0.0.1\n"
            f"DUBAN_SMTP_PORT={smtp_port}\nDUBAN_INBOUND_SMTP_PORT={free_port()}\n"
            f"DUBAN_PREFECT_PORT={free_port()}\n"
            f"DUBAN_DATABASE_URL=sqlite:///{first / 'duban.db'}\n"
        )
    (first / "clock").write_text(at(BEGINS, "09:00").isoformat())
    (second / "clock").symlink_to(first / "clock")
    runtime = build_runtime(load_settings(first))
    _fill(runtime)
    runtime.engine.dispose()
    return first, second


def at(day: date, time_of_day: str) -> datetime:
    """Return a moment in Shanghai."""
    return datetime.fromisoformat(f"{day}T{time_of_day}:00+08:00")


def _fill(runtime: Runtime) -> None:
    """One notice; each unit has a task with a deadline of its own, and reports each month."""
    with runtime.transaction() as session:
        notice = make_notice(session, confirmed_at=at(BEGINS, "08:59"))
        for number in range(UNITS):
            department = make_department(session, f"市{'甲乙丙丁戊己庚辛'[number]}局")
            make_contact(session, department, Audience.SUPERVISING_LEADER)
            task = make_task(
                session, notice, status="confirmed", due_on=BEGINS + timedelta(days=8 + 3 * number)
            )
            make_assignment(
                session, task, department, status="draft",
                acknowledged_at=None, dispatched_at=None, acknowledge_by=None,
            )  # fmt: skip
        make_duty(session, notice, frequency="monthly", due="25", confirmed_at=at(BEGINS, "08:59"))
        make_account(session, AccountRole.LEADER)


def answer(runtime: Runtime, day: date) -> None:
    """What the units say on a day: some acknowledge late, some answer their return, some never."""
    with runtime.transaction() as session:
        parts = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
        for number, part in enumerate(parts):
            if part.status == "dispatched" and (day - BEGINS).days == 1 + number:
                acknowledge(session, part.number, now=at(day, "12:00"), actor="联络员")
            if day.day == 20 + number and number % 3:
                said = Item(narrative="按计划推进。")
                record_update(
                    session, part, said, channel="form", said_by="联络员", now=at(day, "12:00")
                )


def play(runtime: Runtime, move: Move, *, days: Iterator[date]) -> None:
    """Move the clock from noon to noon; the units answer at noon."""
    for day in days:
        move(at(day, "12:00"))
        answer(runtime, day)


def play_in_order(home: Path, *, days: int) -> None:
    """Play the story in this process, with nothing in its way."""
    runtime = build_runtime(load_settings(home))
    clock = HeldClock(home / "clock")
    asyncio.run(Embedded(runtime, Runner(runtime)).catch_up())

    def move(moment: datetime) -> None:
        embedded = Embedded(runtime, Runner(runtime))
        asyncio.run(ClockMoves(embedded, clock).move_to(moment))

    play(runtime, move, days=_days(days))
    move(at(BEGINS + (days + 1) * ONE_DAY, "12:00"))
    runtime.engine.dispose()


def _days(number: int) -> Iterator[date]:
    return (BEGINS + n * ONE_DAY for n in range(1, number + 1))


DECIDED = (
    (
        "SELECT 'reminder', subject_id, rule, due_instance, audience, department_id, decided_on,"
        " cancelled_at IS NOT NULL FROM reminder"
    ),
    (
        "SELECT 'climb', assignment_id, due_instance, due_on, steps_taken, stepped_on, ended_reason"
        " FROM escalation_case"
    ),
    "SELECT 'draft', key, status FROM approval",
    "SELECT 'period', label, opens_on, due_on, compiled_at IS NOT NULL FROM reporting_period",
    "SELECT 'item', id, assignment_id, due_on, status FROM return_item",
    "SELECT 'report', key, kind FROM report",
    (
        "SELECT 'message', merge_key, kind, department_id, audience, cc_audience, office_day,"
        " status FROM outgoing_message WHERE kind <> 'alarm'"
    ),
)


def decided(database: Path) -> list[tuple[object, ...]]:
    """Return everything that was decided, written and sent, in plain SQL."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        rows = [tuple(row) for query in DECIDED for row in db.execute(query)]
    return sorted(rows, key=repr)


def doubled(database: Path) -> list[tuple[object, ...]]:
    """Return each decision, letter of a day, period or rung that is there twice."""
    queries = (
        "SELECT subject_id, rule, due_instance FROM reminder GROUP BY 1, 2, 3 HAVING count(*) > 1",
        (
            "SELECT department_id, audience, office_day FROM outgoing_message WHERE kind IN"
            " ('reminder', 'urge', 'notice_of_supervision') AND status <> 'cancelled'"
            " GROUP BY 1, 2, 3 HAVING count(*) > 1"
        ),
        "SELECT duty_id, label FROM reporting_period GROUP BY 1, 2 HAVING count(*) > 1",
        (
            "SELECT subject_id, json_extract(payload, '$.step') FROM event"
            " WHERE name = 'duban.escalation.stepped' GROUP BY 1, 2 HAVING count(*) > 1"
        ),
    )
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return [tuple(row) for query in queries for row in db.execute(query)]


def _alarms(database: Path) -> list[str]:
    """Return what the auditors of the story told the office."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        query = "SELECT text FROM outgoing_message WHERE kind = 'alarm'"
        return [str(text) for (text,) in db.execute(query)]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a story whose processes were killed."""

    days: int
    kills: int
    by_hand: int
    missing: list[tuple[object, ...]]
    extra: list[tuple[object, ...]]
    twice: list[tuple[object, ...]]
    alarms: list[str]
    decisions: int

    @property
    def is_good(self) -> bool:
        """Whether nothing is missing, nothing is there twice, and the auditor was silent."""
        return not (self.missing or self.extra or self.twice or self.alarms)


def play_and_kill(
    root: Path, smtp_port: int, *, seconds: float, seed: int = 1, plain: bool = True,
    pause: tuple[float, float] = (1.0, 8.0), most_days: int = 400,
) -> Result:  # fmt: skip
    """Play the story for so long while processes are killed, and again in order; compare."""
    for name in ("killed", "ordered"):
        (root / name).mkdir()
    servers = Servers(make_folders(root / "killed", smtp_port), random.Random(seed), plain, pause)
    home = servers.homes[0]
    runtime = build_runtime(load_settings(home))
    end = time.monotonic() + seconds
    days = 0
    servers.start()
    killer = threading.Thread(target=servers.keep)
    killer.start()
    try:
        while time.monotonic() < end and days < most_days:
            days += 1
            play(runtime, servers.move, days=iter([BEGINS + days * ONE_DAY]))
            time.sleep(servers.dice.random())
        servers.over.set()
        killer.join()
        servers.start()
        servers.move(at(BEGINS + (days + 1) * ONE_DAY, "12:00"))
    finally:
        servers.over.set()
        killer.join()
        servers.stop()
    ordered, _ = make_folders(root / "ordered", smtp_port)
    play_in_order(ordered, days=days)
    return _compare(runtime, home, ordered, servers, days)


def _compare(runtime: Runtime, home: Path, ordered: Path, servers: Servers, days: int) -> Result:
    wanted, found = decided(ordered / "duban.db"), decided(home / "duban.db")
    broken = check_promises.find(runtime, now=runtime.clock())
    runtime.engine.dispose()
    return Result(
        days, servers.kills, servers.by_hand,
        missing=sorted(set(wanted) - set(found), key=repr),
        extra=sorted(set(found) - set(wanted), key=repr),
        twice=doubled(home / "duban.db"),
        alarms=[*(finding.detail for finding in broken), *_alarms(home / "duban.db")],
        decisions=len(found),
    )  # fmt: skip
