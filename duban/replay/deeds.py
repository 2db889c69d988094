"""What the office and its leaders do: the actions behind their pages and commands."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from actions import assignments, returns, tasks
from actions.new_deadlines import set_deadline_and_tell
from duban.replay.answers import place_of
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import (
    Deadline,
    Decide,
    MilestoneSet,
    Reassign,
    SendBack,
    TaskVerb,
)
from duban.replay.house import House
from models import (
    Assignment,
    Department,
    Milestone,
    ReturnItem,
    Task,
)
from rules.assignments import AssignmentStatus
from rules.returns import OWED
from rules.tasks import TaskStatus

OFFICE = "统筹办公室"
NOTED = "按原文确认"
SUBMITTABLE = (TaskStatus.IN_PROGRESS, TaskStatus.LONG_TERM)


def task_verb(house: House, event: TaskVerb, notice_id: int | None) -> None:
    """Suspend, resume, close, verify, return, withdraw or make long-term."""
    with house.runtime.transaction() as session:
        for task in tasks_meant(session, event.tasks, notice_id):
            _do(session, house, event, task)


def _do(session: Session, house: House, event: TaskVerb, task: Task) -> None:
    number, now, reason = task.number, house.now, event.reason or "情况变化"
    match event.kind:
        case "suspend":
            tasks.suspend(session, number, reason=reason, now=now, actor=OFFICE)
        case "resume":
            tasks.resume(session, number, now=now, actor=OFFICE)
        case "withdraw":
            tasks.withdraw(session, number, reason=reason, now=now, actor=OFFICE)
        case "long_term":
            tasks.make_long_term(session, number, now=now, actor=OFFICE)
        case "rework":
            tasks.return_for_rework(
                session, number, reason=reason, now=now, actor=OFFICE,
                calendar=house.runtime.calendar, office=house.runtime.office,
            )  # fmt: skip
        case "verify" | "close":
            _verify(session, house, task)
            if event.kind == "close":
                tasks.close(session, number, now=now, actor=OFFICE)


def _verify(session: Session, house: House, task: Task) -> None:
    """核查; what no department reported done the office notes as 报结 first."""
    if task.status in SUBMITTABLE:
        tasks.submit(
            session, task.number, department_id=None, now=house.now, actor=OFFICE, evidence="已办结"
        )
    if task.status is TaskStatus.SUBMITTED:
        tasks.verify(session, task.number, now=house.now, actor=OFFICE)


def send_back(house: House, event: SendBack, notice_id: int | None) -> None:
    """退回 the newest answer about each task."""
    with house.runtime.transaction() as session:
        for part in parts_meant(session, house, event.department, event.tasks, notice_id):
            item = session.exec(
                select(ReturnItem)
                .where(
                    ReturnItem.assignment_id == part.number,
                    col(ReturnItem.status).not_in(OWED),
                )
                .order_by(col(ReturnItem.due_on).desc())
            ).first()
            if item is None:
                raise ScenarioInvalid("tasks", f"{event.department} has answered nothing yet")
            returns.send_back_item(
                session, item.number, reason=event.reason, now=house.now, actor=OFFICE,
                calendar=house.runtime.calendar, office=house.runtime.office,
            )  # fmt: skip


def reassign(house: House, event: Reassign | Decide, notice_id: int | None) -> None:
    """改派: the part goes to another department, which is handed it at once."""
    if not event.department or not event.to:
        raise ScenarioInvalid("to", "say whose part goes to whom: department, to")
    with house.runtime.transaction() as session:
        successor = department_named(
            session, house, event.to, place=place_of(session, notice_id), add=True
        )
        objected = isinstance(event, Decide)
        for part in parts_meant(
            session, house, event.department, event.tasks, notice_id, only_objected=objected
        ):
            assignments.reassign(
                session, part.number, successor, reason=event.reason or "职责调整",
                now=house.now, actor=OFFICE,
                calendar=house.runtime.calendar, office=house.runtime.office,
            )  # fmt: skip


def set_deadline(house: House, event: Deadline, notice_id: int | None) -> None:
    """Give tasks a deadline of the office's."""
    with house.runtime.transaction() as session:
        for task in tasks_meant(session, event.tasks, notice_id):
            set_deadline_and_tell(
                session, task.number, event.due_on, now=house.now, actor=OFFICE,
                calendar=house.runtime.calendar, office=house.runtime.office,
            )  # fmt: skip


def set_milestone(house: House, event: MilestoneSet, notice_id: int | None) -> None:
    """Give tasks a dated step."""
    with house.runtime.transaction() as session:
        owner = None
        if event.department:
            place = place_of(session, notice_id)
            owner = department_named(session, house, event.department, place=place).number
        for task in tasks_meant(session, event.tasks, notice_id):
            add_milestone(
                session, task, title=event.title, percent=event.percent, department_id=owner,
                due_on=house.runtime.calendar.next_working_day(event.due_on),
            )  # fmt: skip


def add_milestone(
    session: Session,
    task: Task,
    *,
    title: str,
    due_on: date,
    percent: float | None,
    department_id: int | None,
) -> None:
    """Add one step of a task, set by the office."""
    session.add(
        Milestone(
            task_id=task.number, department_id=department_id, title=title, due_on=due_on,
            percent=percent, source="office",
        )
    )  # fmt: skip


def tasks_meant(session: Session, keys: Iterable[str] | None, notice_id: int | None) -> list[Task]:
    """Return the tasks with these keys, or all of the notice."""
    query = select(Task).order_by(col(Task.id))
    if notice_id is not None:
        query = query.where(Task.notice_id == notice_id)
    found = session.exec(query).all()
    if keys is None:
        return list(found)
    known: dict[str, list[Task]] = {}  # of several notices more than one may have a key
    for task in found:
        known.setdefault(task.key, []).append(task)
    for key in keys:
        if key not in known:
            raise ScenarioInvalid("tasks", f"no task {key!r}; there are {'、'.join(known)}")
    return [task for key in keys for task in known[key]]


def parts_meant(
    session: Session,
    house: House,
    department: str | None,
    keys: Iterable[str] | None,
    notice_id: int | None,
    *,
    only_objected: bool = False,
) -> list[Assignment]:
    """Return the living parts that an event is about, or say that there are none."""
    numbers = [task.number for task in tasks_meant(session, keys, notice_id)]
    query = select(Assignment).where(
        col(Assignment.task_id).in_(numbers), col(Assignment.status) != AssignmentStatus.ENDED
    )
    if department is not None:
        row: Department = department_named(
            session, house, department, place=place_of(session, notice_id)
        )
        query = query.where(Assignment.department_id == row.number)
    if only_objected:
        query = query.where(Assignment.status == AssignmentStatus.OBJECTED)
    parts = list(session.exec(query.order_by(col(Assignment.id))))
    if not parts:
        state = "objected to" if only_objected else "living"
        raise ScenarioInvalid("", f"no {state} part of {department or 'anybody'} is meant here")
    return parts
