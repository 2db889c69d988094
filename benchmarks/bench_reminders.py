"""Deciding among 100,000 open assignments, against the bare SELECT of what is due this morning.

An ordinary morning in a big ledger: the parts of 500 departments, one awaited return item each, due
on working days to come, 500 a day. So 1,000 are to be reminded of this morning: 500 whose tenth
working day before is today, and 500 whose third is. What was said on earlier mornings stands in the
table of decisions: that each return opened, and the tenth working day of what is due sooner. 1,000
more items were due yesterday: theirs is the first rung. Half of the parts have reported a figure, a
tenth of the tasks has a deadline and a milestone far ahead.

The limit is one statement through the same session and index, its rows materialised: the 1,000 rows
with every column that a decision is made of (part, department, role, task, preset, when each was
told, day, item). Against it stand, in processor time, by the medians of several rounds:

- decided: everything between "which morning is it" and the list of decisions: what is owed, of
  every kind; what holds it back; what its preset says today; what was decided before;
- and written: the same, a row for each decision and an event for each department, committed;
- rungs decided: against the SELECT of yesterday's 1,000: all that the morning's escalation asks
  before it opens or climbs anything, slow work (half of the ledger has figures) among it.

Nothing is kept from one round to the next. `DUBAN_DATABASE_URL` may name an empty PostgreSQL
database. Run from the project's root: `python -m benchmarks.bench_reminders [ASSIGNMENTS]`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.climbs import plan_climbs
from actions.due_queries import PART
from actions.outbox import put_in_outbox
from actions.reminders import decide_reminders, decisions_due
from models import (
    Assignment,
    Milestone,
    Notice,
    Reminder,
    ReportingPeriod,
    Return,
    ReturnItem,
    Row,
    StatusUpdate,
    Task,
)
from rules.audiences import Audience
from rules.due import DueKind, due_instance
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from templates import Letter
from tests.factories import (
    LONG_AGO,
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_task,
)

NOW = datetime(2024, 3, 4, 0, 30, tzinfo=UTC)  # a Monday, 08:30 in the office
DEPARTMENTS, A_DAY, OVERDUE, ROUNDS = 500, 500, 1000, 5
POINTS = (10, 3)  # working days before
FAR = date(2099, 12, 31)


def fill(runtime: Runtime, days: Sequence[date]) -> None:
    """Write one part for each day of `days`; its item is due on that day.

    The first row of each table is made as tests make it, the others are copies of it.
    """
    size = len(days)
    with runtime.transaction() as session:
        notice = make_notice(session)
        period = make_period(session, make_duty(session, notice), due_on=FAR)
        departments = [make_department(session) for _ in range(DEPARTMENTS)]
        part = make_assignment(session, make_task(session, notice), departments[0])
        item = make_return_item(session, period, part, due_on=days[0])
        answer = session.get_one(Return, item.return_id)
        task = session.get_one(Task, part.task_id)
        _copy(session, answer, DEPARTMENTS, lambda n: {"department_id": n})
        _copy(session, task, size, lambda n: {
            "part": n, "key": f"no-{n}", "due_on": FAR if n % 10 == 0 else None,
        })  # fmt: skip
        _copy(session, part, size, lambda n: {"task_id": n, "department_id": _owner(n)})
        _copy(session, item, size, lambda n: {
            "assignment_id": n, "return_id": _owner(n), "due_on": days[n - 1],
        })  # fmt: skip
        sent = _letters(session, runtime)
        _write(session, Reminder, _said_before(runtime, days, sent))
        _write(session, StatusUpdate, (
            {"assignment_id": n, "percent": 40.0, "said_at": LONG_AGO} for n in range(1, size, 2)
        ))  # fmt: skip
        _write(session, Milestone, (
            {"task_id": n, "title": "过半", "due_on": FAR, "percent": 50.0, "source": "plan"}
            for n in range(10, size, 10)
        ))  # fmt: skip
    if runtime.engine.dialect.name == "postgresql":  # its autovacuum would come in a minute
        with runtime.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def _owner(number: int) -> int:
    return number % DEPARTMENTS + 1


def _copy(session: Session, row: Row, size: int, differing: Callable[[int], Any]) -> None:
    facts = row.model_dump()
    copies = ({**facts, **differing(n), "id": n} for n in range(2, size + 1))
    _write(session, type(row), copies)


def _write(session: Session, table: type[Row], rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, 10_000)):
        session.connection().execute(insert(table), some)


def _letters(session: Session, runtime: Runtime) -> int:
    """Write twenty sent messages a department, one of them its 交办; return the first."""
    letter = put_in_outbox(
        session, kind="dispatch", letter=Letter("交办", "请办理。", ""), department_id=1,
        audience=Audience.LIAISON, office=runtime.office, today=LONG_AGO.date(), now=LONG_AGO,
        task_ids=[1],
    )  # fmt: skip
    letter.status, letter.sent_at = "sent", LONG_AGO
    session.flush()
    _copy(session, letter, DEPARTMENTS * 20, lambda n: {
        "department_id": _owner(n), "kind": "reminder" if n > DEPARTMENTS else "dispatch",
        "public_id": str(n), "message_id": str(n), "task_ids": [n],
    })  # fmt: skip
    return letter.number


def _said_before(runtime: Runtime, days: Sequence[date], sent: int) -> Iterator[dict[str, Any]]:
    """Yield what earlier mornings decided: openings, and the points that have passed."""
    today = runtime.calendar.office_day(NOW)
    points = {
        f"return-due-{before}": runtime.calendar.add_working_days(today, before)
        for before in POINTS
    }
    for number, day in enumerate(days, start=1):
        rules = ["return-opens", *(rule for rule, on in points.items() if day < on)]
        for rule in rules:
            yield {
                "subject_kind": "assignment", "subject_id": number, "rule": rule,
                "due_instance": due_instance(DueKind.ITEM, number, day),
                "audience": Audience.LIAISON, "department_id": _owner(number), "task_id": number,
                "due_on": day, "decided_on": LONG_AGO.date(), "decided_at": LONG_AGO,
                "message_id": sent,
            }  # fmt: skip


def bare(session: Session, days: Sequence[date]) -> int:
    """The limit: the rows that are due on these days, every column, materialised."""
    query = (
        rows_of(
            *PART, col(ReturnItem.due_on), col(ReturnItem.id), col(ReportingPeriod.opened_at),
            col(ReturnItem.sent_back_at),
        )
        .select_from(ReturnItem)
        .join(Assignment, col(Assignment.id) == col(ReturnItem.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Return, col(Return.id) == col(ReturnItem.return_id))
        .join(ReportingPeriod, col(ReportingPeriod.id) == col(Return.period_id))
        .where(col(ReturnItem.due_on).in_(days))
    )  # fmt: skip
    return len(session.execute(query).all())


def seconds(runtime: Runtime, work: Callable[[Session], int], expected: int) -> float:
    """Return the processor time of one go, in a session of its own."""
    with runtime.reading() as session:
        session.connection()
        began = time.process_time()
        found = work(session)
        spent = time.process_time() - began
    if found != expected:
        raise SystemExit(f"{found} instead of {expected}")
    return spent


def seconds_to_write(runtime: Runtime, expected: int) -> float:
    """Return the processor time of deciding and writing, committed; then take it back."""
    began = time.process_time()
    with runtime.transaction() as session:
        decided = decide_reminders(
            session, now=NOW, calendar=runtime.calendar, policies=runtime.policies
        )
    spent = time.process_time() - began
    if decided != expected:
        raise SystemExit(f"{decided} instead of {expected}")
    with runtime.engine.begin() as connection:
        connection.execute(text("DELETE FROM reminder WHERE message_id IS NULL"))
    return spent


def measure(runtime: Runtime) -> list[tuple[str, list[float], list[float]]]:
    """Return, for each line of the table, the seconds of the limit and ours, round by round."""
    calendar, policies = runtime.calendar, runtime.policies
    today = calendar.office_day(NOW)
    points = [calendar.add_working_days(today, before) for before in POINTS]
    late_on = [calendar.add_working_days(today, -1)]
    now: dict[str, Any] = {"now": NOW, "calendar": calendar, "policies": policies}

    def plan(session: Session) -> int:
        return len(plan_climbs(session, **now).to_open)

    limits, decided, written, late, climbs = [], [], [], [], []
    due = A_DAY * len(POINTS)
    for _ in range(ROUNDS):
        limits.append(seconds(runtime, lambda s: bare(s, points), due))
        decided.append(seconds(runtime, lambda s: len(decisions_due(s, **now)), due))
        written.append(seconds_to_write(runtime, due))
        late.append(seconds(runtime, lambda s: bare(s, late_on), OVERDUE))
        climbs.append(seconds(runtime, plan, OVERDUE))
    return [
        ("decided", limits, decided),
        ("decided, written, committed", limits, written),
        ("rungs decided", late, climbs),
    ]


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        runtime = build_runtime(Settings(home=Path(folder), secret_keys="bench", _env_file=None))
        today = runtime.calendar.office_day(NOW)
        days = [runtime.calendar.add_working_days(today, -1)] * OVERDUE
        day = today
        while len(days) < size:
            day = runtime.calendar.add_working_days(day, 1)
            days += [day] * A_DAY
        fill(runtime, days)
        table = measure(runtime)
    print(f"decide among {size:,} open assignments    limit, ms    ours, ms   ratio (aim 5)")
    for name, limits, ours in table:
        limit, spent = statistics.median(limits), statistics.median(ours)
        ratio = statistics.median(own / bare for own, bare in zip(ours, limits, strict=True))
        print(f"  {name:36} {limit * 1e3:12.1f} {spent * 1e3:11.1f} {ratio:7.1f}")


if __name__ == "__main__":
    main()
