"""How departments answer in a simulation: never, late, or as departments do."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from actions.due import Scope, find_due
from duban.replay import answers
from duban.replay.events import Ack, FromDepartment, Update
from duban.replay.house import House
from duban.replay.outlook import version_of
from duban.replay.timeline import pass_time, settle, today
from models import Milestone, Target, Task
from rules.due import Due, DueKind

ANSWERS_AT = "14:00"
FAR = timedelta(days=20)
NEVER = None
EARLY, FIRST_URGE, SECOND_URGE = -5, 1, 3
NEXT_DAY = 1  # after 交办
TEMPERS: Mapping[str, tuple[int | None, ...]] = {
    "none": (NEVER,),
    "late": (FIRST_URGE,),
    # of ten departments seven answer in good time, two when urged, one when urged again
    "typical": (
        EARLY,
        EARLY,
        EARLY,
        FIRST_URGE,
        EARLY,
        EARLY,
        SECOND_URGE,
        EARLY,
        FIRST_URGE,
        EARLY,
    ),
}  # fmt: skip


async def live(house: House, until: datetime, *, answering: str) -> None:
    """Let time pass to `until`; each afternoon departments answer what their temper tells them."""
    calendar = house.runtime.calendar
    known: tuple[object, ...] | None = None
    answer_on = today(house)
    day = today(house)
    while day <= calendar.office_day(until):
        moment = calendar.moment(day, ANSWERS_AT)
        if house.now <= moment <= until and calendar.is_working_day(day):
            await pass_time(house, moment)
            if known != version_of(house) or day >= answer_on:
                answer_on = _answer_all(house, day, answering)
                await settle(house)
                known = version_of(house)
        day += timedelta(days=1)
    await pass_time(house, until)


def _answer_all(house: House, day: date, answering: str) -> date:
    """Answer what is to be answered today; return the next day on which anything is."""
    tempers = TEMPERS[answering]
    coming = [day + FAR]
    with house.runtime.reading() as session:
        dues = find_due(session, Scope(until=day + FAR + FAR), calendar=house.runtime.calendar)
        planned = [(due, _answer_day(house, due, tempers)) for due in dues]
        events = [
            (due.department_id, *_event(session, house, due))
            for due, on in planned
            if on is not None and on <= day
        ]
    coming += [on for _, on in planned if on is not None and on > day]
    for number, (department_id, notice_id, event) in enumerate(events):
        answers.answer(
            house, event, number=_serial(house, number), notice_id=notice_id,
            department_id=department_id,
        )  # fmt: skip
    return min(coming)


def _answer_day(house: House, due: Due, tempers: tuple[int | None, ...]) -> date | None:
    temper = tempers[due.department_id % len(tempers)]
    if temper is None:
        return None
    calendar = house.runtime.calendar
    if due.kind is DueKind.ACKNOWLEDGE and temper < 0:
        return calendar.add_working_days(due.told_on, NEXT_DAY)
    return max(due.told_on, calendar.add_working_days(due.due_on, temper))


def _event(session: Session, house: House, due: Due) -> tuple[int, FromDepartment]:
    """Return the notice, and what a department says about one thing it owes, by the form."""
    task = session.get_one(Task, due.task_id)
    said = {
        "at": house.now.isoformat(), "department": house.names[due.department_id],
        "tasks": [task.key], "channel": "form",
    }  # fmt: skip
    if due.kind is DueKind.ACKNOWLEDGE:
        return task.notice_id, Ack.model_validate({"kind": "ack", **said})
    told = {"kind": "update", **said, **_words(session, due)}
    return task.notice_id, Update.model_validate(told)


def _words(session: Session, due: Due) -> dict[str, object]:
    match due.kind:
        case DueKind.DEADLINE:
            return {"percent": 100, "state": "已完成"}
        case DueKind.MILESTONE:
            return {"percent": session.get_one(Milestone, due.subject_id).percent or 100}
        case DueKind.TARGET:
            target = session.get_one(Target, due.subject_id)
            return {"values": {target.indicator: target.value}}
    return {"state": "正常推进", "narrative": "各项工作按计划推进。"}


def _serial(house: House, number: int) -> int:
    """Return a number that no other answer has: the moment, then the place."""
    return int(house.now.timestamp()) * 10_000 + number
