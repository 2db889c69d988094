"""The notices page, and one notice with its text beside what was found in it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models import Assignment, Department, Doubt, Measure, Notice, ReportingDuty, Target, Task
from reports.views.highlights import marks_of
from reports.views.marks import Piece, cut
from rules.errors import NotFound
from rules.notices import OVER
from rules.tasks import TaskStatus


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in the list, with its counts."""

    notice: Notice
    tasks: int
    drafts: int
    closed: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Part:
    """One assignment and its department, None while the printed name is unknown."""

    row: Assignment
    department: Department | None

    @property
    def name(self) -> str:
        """The department's short name, or the name as printed."""
        return self.department.short_name if self.department else self.row.printed_name


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One task as the notice page shows it."""

    row: Task
    measure: Measure
    parts: list[Part]
    doubts: list[Doubt]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Everything about one notice."""

    notice: Notice
    pieces: list[Piece]
    cards: list[TaskCard]
    dropped: list[TaskCard]
    targets: list[tuple[Target, Department | None]]
    duties: list[ReportingDuty]
    doubts: list[Doubt]
    departments: list[Department]

    @property
    def drafts(self) -> int:
        """Tasks that wait for a person."""
        return sum(card.row.status is TaskStatus.DRAFT for card in self.cards)

    @property
    def open_doubts(self) -> list[Doubt]:
        """Questions without an answer; a name that is unknown in many places is one question."""
        if self.notice.status in OVER:
            return []
        asked = [doubt for doubt in self.doubts if doubt.answer is None]
        return list({_question(doubt): doubt for doubt in reversed(asked)}.values())[::-1]

    def alike(self, doubt: Doubt) -> list[Doubt]:
        """Return the open doubts that ask the same question, this one among them."""
        same = _question(doubt)
        return [row for row in self.doubts if row.answer is None and _question(row) == same]

    def key_of(self, task_id: int | None) -> str:
        """The number of a task on this page, empty for none."""
        return next((card.row.key for card in self.cards if card.row.id == task_id), "")


def _question(doubt: Doubt) -> tuple[object, ...]:
    return (doubt.kind, doubt.quote) if doubt.kind == "unknown-unit" else (doubt.number,)


def list_notices(session: Session) -> list[NoticeLine]:
    """Return every notice, the newest first."""
    tasks: dict[int, dict[str, int]] = defaultdict(dict)
    for notice_id, status, count in session.exec(
        select(Task.notice_id, Task.status, func.count())
        .where(col(Task.status) != TaskStatus.WITHDRAWN)
        .group_by(col(Task.notice_id), col(Task.status))
    ):
        tasks[notice_id][status] = count
    doubts = dict(
        session.exec(
            select(Doubt.notice_id, func.count())
            .join(Notice)
            .where(col(Doubt.answer).is_(None), col(Notice.status).not_in(OVER))
            .group_by(col(Doubt.notice_id))
        ).all()
    )
    notices = session.exec(select(Notice).order_by(col(Notice.id).desc())).all()
    return [
        NoticeLine(
            notice,
            tasks=sum(tasks[notice.number].values()),
            drafts=tasks[notice.number].get(TaskStatus.DRAFT, 0),
            closed=tasks[notice.number].get(TaskStatus.CLOSED, 0),
            doubts=doubts.get(notice.number, 0),
        )
        for notice in notices
    ]


def get_notice(session: Session, notice_id: int) -> Notice:
    """Return one notice or raise `NotFound`."""
    if notice := session.get(Notice, notice_id):
        return notice
    raise NotFound("notice", notice_id)


def notice_page(session: Session, notice_id: int) -> NoticePage:
    """Return one notice with all that was read from it."""
    notice = get_notice(session, notice_id)
    doubts = list(session.exec(select(Doubt).where(Doubt.notice_id == notice_id)))
    cards = _cards(session, notice_id, doubts)
    targets: list[tuple[Target, Department | None]] = [
        (target, owner)
        for target, owner in session.exec(
            select(Target, Department)
            .join(Department, isouter=True)
            .where(Target.notice_id == notice_id)
            .order_by(col(Target.order))
        )
    ]
    duties = list(session.exec(select(ReportingDuty).where(ReportingDuty.notice_id == notice_id)))
    marks = marks_of(
        notice, [(c.row, c.measure) for c in cards], [t for t, _ in targets], duties, doubts
    )
    return NoticePage(
        notice=notice,
        pieces=cut(notice.text, marks),
        cards=[card for card in cards if card.row.status is not TaskStatus.WITHDRAWN],
        dropped=[card for card in cards if card.row.status is TaskStatus.WITHDRAWN],
        targets=targets,
        duties=duties,
        doubts=doubts,
        departments=list_departments(session),
    )


def list_departments(session: Session) -> list[Department]:
    """Return the departments that can be chosen, by place and name."""
    return list(
        session.exec(
            select(Department)
            .where(Department.active)
            .order_by(col(Department.place), col(Department.short_name))
        )
    )


def parts_of_task(session: Session, task_id: int) -> list[Part]:
    """Return the parts of one task in their printed order."""
    rows = session.exec(
        select(Assignment, Department)
        .join(Department, isouter=True)
        .where(Assignment.task_id == task_id)
        .order_by(col(Assignment.role), col(Assignment.order), col(Assignment.id))
    )
    return [Part(row, department) for row, department in rows]


def _cards(session: Session, notice_id: int, doubts: list[Doubt]) -> list[TaskCard]:
    rows = session.exec(
        select(Task, Measure)
        .join(Measure)
        .where(Task.notice_id == notice_id)
        .order_by(col(Measure.order), col(Task.span_start), col(Task.part))
    ).all()
    parts: dict[int, list[Part]] = defaultdict(list)
    for row, department in session.exec(
        select(Assignment, Department)
        .join(Task, col(Task.id) == Assignment.task_id)
        .join(Department, col(Department.id) == Assignment.department_id, isouter=True)
        .where(Task.notice_id == notice_id)
        .order_by(col(Assignment.role), col(Assignment.order), col(Assignment.id))
    ):
        parts[row.task_id].append(Part(row, department))
    return [
        TaskCard(
            task,
            measure,
            parts[task.number],
            [doubt for doubt in doubts if doubt.task_id == task.id],
        )
        for task, measure in rows
    ]
