"""A year of twenty notices, by the production sweeps on a held clock: how long it takes to play.

Twenty notices of twenty measures go to thirty departments on working days of January and February.
Each measure has a lead, every other one a supporting department, every third a deadline, every
fifth a milestone, every tenth a target; a quarter of the notices report each quarter, the others
once a year. The year is played once with departments that answer as departments do, and once with
departments that never answer, so that every ladder is climbed to its end.
Run from the project's root: `python -m benchmarks.bench_simulation`.
"""

import asyncio
import shutil
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from duban.replay import confirming
from duban.replay.calendars import calendar_of
from duban.replay.events import Confirm
from duban.replay.house import House, build_house
from duban.replay.rows import rows_of
from duban.replay.scenario import CalendarGiven, Scenario, check_scenario
from duban.replay.setting_up import furnish
from duban.replay.tempers import live
from duban.replay.timeline import pass_time, settle
from runtime.policies import built_in_policies

NOTICES, MEASURES, DEPARTMENTS = 20, 20, 30
YEAR = 2024
BEGINS = datetime.fromisoformat(f"{YEAR}-01-02T10:00+08:00")
ENDS = datetime.fromisoformat(f"{YEAR}-12-31T23:59+08:00")
UNITS = [f"市第{number}局" for number in range(1, DEPARTMENTS + 1)]


def measure(notice: int, place: int) -> dict[str, Any]:
    """Return one measure; days and departments are spread by its number."""
    number = notice * MEASURES + place
    day = date(YEAR, 4, 1) + timedelta(days=number * 7 % 270)
    lead = UNITS[number % DEPARTMENTS]
    facts: dict[str, Any] = {"text": f"推进第{number}项重点工作", "leads": [lead]}
    if place % 2:
        facts["supports"] = [UNITS[(number * 7 + 3) % DEPARTMENTS]]
        if facts["supports"] == [lead]:
            del facts["supports"]
    if place % 3 == 0:
        facts["deadline"] = day.isoformat()
    if place % 5 == 0:
        due_on = day - timedelta(days=60)
        facts["milestones"] = [{"title": "完成过半", "due_on": due_on.isoformat(), "percent": 50}]
    return facts


def notice(number: int) -> dict[str, Any]:
    """Return one notice with its measures, targets and duty."""
    quarterly = number % 4 == 0
    return {
        "title": f"临澜市重点任务之{number}", "place": "临澜市", "issued_on": f"{YEAR}-01-02",
        "measures": [measure(number, place) for place in range(MEASURES)],
        "targets": [
            {
                "indicator": f"第{number}类企业数量之{place}", "value": 100, "unit": "家",
                "by": f"{YEAR}-12-31", "task": str(place),
            }
            for place in (10, 20)
        ],
        "reporting": [{"frequency": "quarterly", "due": 10, "quarter_month": 1}]
        if quarterly
        else [{"frequency": "annual", "due": f"{10 + number % 2}-{10 + number:02}"}],
    }  # fmt: skip


def scenario() -> Scenario:
    """Return the twenty notices; what happens to them is not scripted."""
    notices = [notice(number) for number in range(NOTICES)]
    return check_scenario({"notices": notices, "events": [], "until": f"{YEAR}-12-31"})


async def play(house: House, numbers: list[int], answering: str) -> int:
    """Confirm one notice each second working day, then let the year pass; return the rows."""
    day = house.runtime.calendar.office_day(BEGINS)
    for number in numbers:
        await pass_time(house, house.runtime.calendar.moment(day, "10:00"))
        said = {"at": house.now.isoformat(), "kind": "confirm"}
        confirming.confirm(house, Confirm.model_validate(said), number)
        await settle(house)
        day = house.runtime.calendar.add_working_days(day, 2)
    await live(house, ENDS, answering=answering)
    with house.runtime.reading() as session:
        return len(rows_of(session, house.names))


def year(answering: str) -> tuple[float, float, int]:
    """Return the seconds by the clock and of the processor, and how many rows the year has."""
    started, busy = time.perf_counter(), time.process_time()
    house = build_house(
        now=BEGINS, policies=built_in_policies(), calendar=calendar_of(CalendarGiven()),
        office_name="统筹办公室", standing="牵头协调部门", place="临澜市",
    )  # fmt: skip
    try:
        numbers = furnish(house, scenario(), folder=Path(), preset="常规")
        rows = asyncio.run(play(house, numbers, answering))
    finally:
        house.runtime.engine.dispose()
        shutil.rmtree(house.folder, ignore_errors=True)
    return time.perf_counter() - started, time.process_time() - busy, rows


def main() -> None:
    print(f"a year of {NOTICES} notices of {MEASURES} measures    rows   seconds   of processor")
    for answering in ("typical", "none"):
        elapsed, busy, rows = year(answering)
        print(
            f"  departments answer: {answering:12}        {rows:6}    {elapsed:6.1f}   {busy:6.1f}"
        )


if __name__ == "__main__":
    main()
