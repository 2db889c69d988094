"""Who may do what nobody is named for: suggestions with a reason in words; a person accepts one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import exists
from sqlmodel import Session, col, select

from actions.corrections import drop_doubts_about_units
from actions.events import record_event
from actions.parts import choose_consolidator, parts_in
from actions.register import Register
from actions.reshaping import check_is_draft
from actions.wordings import body_of, words_of
from models import Assignment, Department, Doubt, Measure, Notice, Task
from rules.assignments import Role
from rules.errors import NotAllowed
from rules.tasks import TaskStatus

ALIKE = 60  # of 100: earlier words that are less alike suggest nothing
MOST = 5
ANSWERS = (Role.LEAD, Role.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One department that may answer for a task, and why."""

    department: Department
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What the office confirmed before: words, and who answered for them."""

    task: Task
    notice: Notice
    body: str
    departments: tuple[int, ...]


class Suggester:
    """What the office knows, loaded once and asked about each task without owners."""

    def __init__(self, session: Session, notice: Notice, register: Register, now: datetime) -> None:
        self._session = session
        self._notice = notice
        self._register = register
        self._on = now.date()
        self._earlier = list(_earlier(session, notice))
        self._named_here = _named_here(session, notice)
        self._departments = {
            row.number: row for row in session.exec(select(Department).where(Department.active))
        }

    def suggest(self, task: Task, above: Iterable[str] = ()) -> list[Suggestion]:
        """Return who may answer for a task, the likeliest first, each department once."""
        words = words_of(self._session, task)
        found = [
            *self._from_heading(above),
            *self._from_earlier(body_of(task, words)),
            *self._from_duties(words),
            *self._from_this_notice(),
        ]
        best: dict[int, Suggestion] = {}
        for one in sorted(found, key=lambda one: -one.score):
            best.setdefault(one.department.number, one)
        return list(best.values())[:MOST]

    def _from_heading(self, above: Iterable[str]) -> Iterable[Suggestion]:
        for name in above:
            for row in self._register.resolve(
                name, place=self._notice.place, on=self._on
            ).departments:
                yield Suggestion(row, f"本项所在的上级标题写有“{name}”", 95)

    def _from_earlier(self, body: str) -> Iterable[Suggestion]:
        bodies = [one.body for one in self._earlier]
        for _, score, place in process.extract(
            body, bodies, scorer=fuzz.token_ratio, limit=MOST, score_cutoff=ALIKE
        ):
            one = self._earlier[place]
            title = one.notice.title or one.notice.filename
            for number in one.departments:
                if number in self._departments:
                    reason = (
                        f"《{title}》任务{one.task.key}“{one.task.title}”曾由其承担，"
                        f"文字相近度 {score:.0f}%"
                    )
                    yield Suggestion(self._departments[number], reason, score)

    def _from_this_notice(self) -> Iterable[Suggestion]:
        """Whom a person has named for other tasks here, and who issued the notice."""
        for number, keys in self._named_here.items():
            if number in self._departments:
                reason = f"本来文中已由您指定承担任务{'、'.join(keys[:3])}{'等' * (len(keys) > 3)}"
                yield Suggestion(self._departments[number], reason, 45 + min(len(keys), 4))
        for name in self._notice.issuers:
            found = self._register.resolve(name, place=self._notice.place, on=self._on)
            for row in found.departments:
                yield Suggestion(row, "本来文由其印发", 40)

    def _from_duties(self, words: str) -> Iterable[Suggestion]:
        for row in self._departments.values():
            if not self._register.is_near(row, self._notice.place):
                continue
            said = [duty for duty in row.duties if duty and duty in words]
            if said:
                longest = max(said, key=len)
                yield Suggestion(row, f"名册所列职责有“{longest}”", 50 + len(said))


def _named_here(session: Session, notice: Notice) -> dict[int, list[str]]:
    """Return, by department, the tasks of this notice that a person gave it."""
    rows = session.exec(
        select(Assignment.department_id, Task.key)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            Task.notice_id == notice.number,
            col(Task.clause).is_(None),
            col(Assignment.role) == Role.LEAD,
            col(Assignment.department_id).is_not(None),
        )
        .order_by(col(Task.id))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for department_id, key in rows:
        found[department_id or 0].append(key)
    return found


def _earlier(session: Session, notice: Notice) -> Iterable[_Earlier]:
    """Return the confirmed tasks of other notices of the same place, with who answered."""
    rows = session.exec(
        select(Task, Measure, Notice, Assignment.department_id)
        .join(Measure, col(Measure.id) == col(Task.measure_id))
        .join(Notice, col(Notice.id) == col(Task.notice_id))
        .join(Assignment, col(Assignment.task_id) == col(Task.id))
        .where(
            Notice.id != notice.id,
            Notice.place == notice.place,
            col(Task.status).not_in((TaskStatus.DRAFT,)),
            col(Assignment.role).in_(ANSWERS),
            col(Assignment.department_id).is_not(None),
        )
        .order_by(col(Task.id).desc(), col(Assignment.order))
    ).all()
    told: dict[int, tuple[Task, Measure, Notice]] = {}
    departments: dict[int, list[int]] = defaultdict(list)
    for task, measure, other, department_id in rows:
        told[task.number] = task, measure, other
        departments[task.number].append(department_id or 0)
    for number, (task, measure, other) in told.items():
        body = body_of(task, task.words or measure.text)
        yield _Earlier(task, other, body, tuple(dict.fromkeys(departments[number])))


def suggestions_of(
    session: Session, notice: Notice, *, register: Register, now: datetime
) -> dict[int, list[Suggestion]]:
    """Return, by task, who may answer for each draft that has nobody."""
    lacking = session.exec(
        select(Task)
        .where(
            Task.notice_id == notice.number,
            Task.status == TaskStatus.DRAFT,
            ~exists().where(col(Assignment.task_id) == col(Task.id)),
        )
        .order_by(col(Task.id))
    ).all()
    if not lacking:
        return {}
    suggester = Suggester(session, notice, register, now)
    return {task.number: suggester.suggest(task, _above(session, notice, task)) for task in lacking}


def suggest_owners(
    session: Session, notice: Notice, reading: dict[str, Any], *, register: Register, now: datetime
) -> dict[str, Any]:
    """Return the reading with the names suggested for tasks without owners; none is assigned."""
    notice.reading = reading
    found = suggestions_of(session, notice, register=register, now=now)
    for number, suggested in found.items():
        task = session.get_one(Task, number)
        order = session.get_one(Measure, task.measure_id).order
        names = [one.department.short_name for one in suggested]
        reading["measures"][order - 1]["tasks"][task.part - 1]["suggested"] = names
        _offer(session, task, names)
    return reading


def _offer(session: Session, task: Task, names: list[str]) -> None:
    """Put the names among the choices of the doubt that asks who does it."""
    for doubt in session.exec(
        select(Doubt).where(Doubt.task_id == task.number, Doubt.kind == "no-owner")
    ):
        doubt.choices = list(dict.fromkeys([*doubt.choices, *names]))
        session.add(doubt)


def _above(session: Session, notice: Notice, task: Task) -> list[str]:
    """Return the units that the reader found in a heading above the task."""
    measures = (notice.reading or {}).get("measures", [])
    order = session.get_one(Measure, task.measure_id).order
    if order > len(measures):  # added by a person
        return []
    tasks = measures[order - 1]["tasks"]
    return list(tasks[task.part - 1].get("suggested", ())) if task.part <= len(tasks) else []


def accept_suggestion(
    session: Session,
    task_id: int,
    department: Department,
    *,
    reason: str,
    now: datetime,
    actor: str,
    role: Role = Role.LEAD,
) -> Assignment:
    """Give a draft to a department that was suggested; the reason is kept with it."""
    task = session.get_one(Task, task_id)
    check_is_draft(task)
    parts = parts_in(session, task)
    if any(part.department_id == department.number for part in parts):
        raise NotAllowed(f"{department.short_name}在该任务中已有分工。")
    part = Assignment(
        task_id=task.number,
        department_id=department.number,
        printed_name=department.short_name,
        role=role,
        order=len(parts) + 1,
    )
    session.add(part)
    session.flush()
    choose_consolidator(session, task)
    drop_doubts_about_units(session, task, now=now, actor=actor)
    record_event(
        session,
        "suggestion.accepted",
        task,
        now=now,
        actor=actor,
        department=department.code,
        reason=reason,
    )
    return part
