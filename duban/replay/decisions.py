"""What waits for a person: extensions and objections for the office, drafts for the leader."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from actions import approvals, assignments, extensions, reports
from duban.replay.answers import place_of
from duban.replay.deeds import parts_meant, reassign, tasks_meant
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import Decide
from duban.replay.house import LEADER, OFFICE, House
from models import Account, Approval, Assignment, Extension, Report
from rules.assignments import AssignmentStatus


def decide(house: House, event: Decide, notice_id: int | None) -> None:
    """Decide what waits: an extension, an objection, a draft or a report."""
    match event.what or _what(house, event, notice_id):
        case "extension":
            _decide_extension(house, event, notice_id)
        case "objection" if event.decision == "reassigned":
            reassign(house, event, notice_id)
        case "objection" if event.decision in ("upheld", "refused"):
            _uphold(house, event, notice_id)
        case "objection":
            raise ScenarioInvalid("decision", "an objection is upheld or reassigned")
        case "draft":
            _decide_draft(house, event, notice_id)
        case _:
            _approve_report(house, notice_id)


def _what(house: House, event: Decide, notice_id: int | None) -> str:
    """Tell what a decision is about: from its words, or else from the one thing that waits."""
    if event.draft:
        return "draft"
    if event.decision in ("upheld", "reassigned"):
        return "objection"
    if event.decision == "granted":
        return "extension"
    with house.runtime.reading() as session:
        waiting = list(_waiting(session, house, event, notice_id))
    if len(waiting) != 1:
        found = f"; these wait: {'、'.join(waiting)}" if waiting else ""
        raise ScenarioInvalid("what", f"is missing: extension, objection, draft or report{found}")
    return waiting[0]


def _waiting(session: Session, house: House, event: Decide, notice_id: int | None) -> Iterator[str]:
    wanted = _numbers(session, house, event, notice_id)
    if any(row.assignment_id in wanted for row in extensions.waiting_extensions(session)):
        yield "extension"
    objected = select(Assignment.id).where(Assignment.status == AssignmentStatus.OBJECTED)
    if event.decision == "refused" and wanted & set(session.exec(objected)):
        yield "objection"
    if _drafts_meant(session, house, event, notice_id):
        yield "draft"
    if session.exec(select(Report.id).where(Report.status == "draft")).first() is not None:
        yield "report"


def _decide_extension(house: House, event: Decide, notice_id: int | None) -> None:
    with house.runtime.transaction() as session:
        wanted = _numbers(session, house, event, notice_id)
        waiting = [e for e in extensions.waiting_extensions(session) if e.assignment_id in wanted]
        if not waiting:
            raise ScenarioInvalid("", "no extension waits to be decided")
        for extension in waiting:
            _answer_extension(session, house, extension, event)


def _answer_extension(session: Session, house: House, extension: Extension, event: Decide) -> None:
    if event.decision == "refused":
        decide, reason = extensions.refuse, event.reason or "理由不充分"
    elif event.decision in ("granted", "approved"):
        decide, reason = extensions.grant, event.reason
    else:
        raise ScenarioInvalid("decision", "an extension is granted or refused")
    decide(
        session, extension.number, reason=reason, now=house.now, actor=OFFICE,
        calendar=house.runtime.calendar, office=house.runtime.office,
    )  # fmt: skip


def _uphold(house: House, event: Decide, notice_id: int | None) -> None:
    """The objection is not followed: the part stays where it is."""
    with house.runtime.transaction() as session:
        for part in parts_meant(
            session, house, event.department, event.tasks, notice_id, only_objected=True
        ):
            assignments.uphold(
                session, part.number, reason=event.reason or "职责明确", now=house.now,
                actor=OFFICE, calendar=house.runtime.calendar, office=house.runtime.office,
            )  # fmt: skip


def _decide_draft(house: House, event: Decide, notice_id: int | None) -> None:
    with house.runtime.transaction() as session:
        leader = session.exec(select(Account).where(Account.name == LEADER)).one()
        drafts = _drafts_meant(session, house, event, notice_id)
        if not drafts:
            if _drafts_meant(session, house, event, notice_id, status="withdrawn"):
                return  # what it was about was answered: there is nothing left to decide
            raise ScenarioInvalid("draft", "no such draft waits for a decision")
        around: dict[str, Any] = {"now": house.now, "calendar": house.runtime.calendar}
        for draft in drafts:
            if not approvals.is_settled(session, draft.number, **around):
                _decide_one(session, house, draft, event, leader)


def _drafts_meant(
    session: Session,
    house: House,
    event: Decide,
    notice_id: int | None,
    *,
    status: str = "waiting",
) -> list[Approval]:
    """Return the drafts that wait, of that kind, for that department, about those tasks."""
    rows = select(Approval).where(Approval.status == status).order_by(col(Approval.id))
    found = [
        row
        for row in session.exec(rows)
        if row.kind == (event.draft or row.kind) and row.kind != "report"
    ]
    if event.department is not None:
        name = _called(session, house, event.department, notice_id)
        found = [row for row in found if house.names[row.department_id or 0] == name]
    if event.tasks is not None:
        tasks = {task.number for task in tasks_meant(session, event.tasks, notice_id)}
        found = [row for row in found if tasks & set(row.task_ids)]
    return found


def _called(session: Session, house: House, name: str, notice_id: int | None) -> str:
    row = department_named(session, house, name, place=place_of(session, notice_id))
    return house.names[row.number]


def _decide_one(
    session: Session, house: House, draft: Approval, event: Decide, leader: Account
) -> None:
    if event.decision == "refused":
        approvals.refuse(
            session, draft.number, by=leader, reason=event.reason or "暂缓", now=house.now
        )
    elif event.decision in ("approved", "granted"):
        approvals.accept(
            session, draft.number, by=leader, now=house.now, text=event.text,
            calendar=house.runtime.calendar, office=house.runtime.office,
        )  # fmt: skip
    else:
        raise ScenarioInvalid("decision", "a draft is approved or refused")


def _approve_report(house: House, notice_id: int | None) -> None:
    with house.runtime.transaction() as session:
        leader = session.exec(select(Account).where(Account.name == LEADER)).one()
        drafts = select(Report).where(Report.status == "draft")
        if notice_id is not None:
            drafts = drafts.where(Report.notice_id == notice_id)
        for report in session.exec(drafts).all():
            reports.approve_report(session, report.number, by=leader, now=house.now)


def _numbers(
    session: Session, house: House, event: Decide, notice_id: int | None
) -> set[int | None]:
    parts = parts_meant(session, house, event.department, event.tasks, notice_id)
    return {part.id for part in parts}
