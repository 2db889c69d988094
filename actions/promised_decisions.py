"""Part of the auditor: was everything decided that was due, once, on its day, for whom it was?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, exists
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from actions.promised_days import Audit
from models import (
    Approval,
    Assignment,
    Department,
    EscalationCase,
    Event,
    OutgoingMessage,
    Reminder,
    ReturnItem,
    Task,
)

LIVE = ("dispatched", "acknowledged")
LADDER = "ladder-"


def two_rungs_a_day(session: Session, audit: Audit) -> Iterator[str]:
    """One rung a working day at most."""
    query = rows_of(col(Event.subject_id), col(Event.happened_at)).where(
        col(Event.name) == "duban.escalation.stepped", col(Event.happened_at) >= audit.since
    )
    steps = Counter((case, audit.day(moment)) for case, moment in session.execute(query))
    yield from (f"督办{case}（{day}）" for (case, day), count in steps.items() if count > 1)


def decisions_altered(session: Session, audit: Audit) -> Iterator[str]:
    """A rung's decision stands as it was taken: there, once, on its day, for its post and unit."""
    taken = _rungs_decided(session, audit)
    days = _days_stepped(session, audit)
    for case, part, name in _cases(session, audit):
        for step, rung in enumerate(case.ladder[: case.steps_taken], start=1):
            if rung.get("drafts"):
                continue
            found = taken.get((case.assignment_id, case.due_instance, step), [])
            yield from _rung_faults(case, part, name, step, rung, found, audit)
            told = days.get((case.number, step))
            for row in found:
                if told and row.decided_on == audit.day(row.decided_at) != told:
                    yield f"{name}督办{case.number}第{step}级的决定日期被改为{row.decided_on}"
        extra = [
            step for at, instance, step in taken
            if (at, instance) == (case.assignment_id, case.due_instance)
            and step > case.steps_taken
        ]  # fmt: skip
        yield from (f"{name}督办{case.number}第{step}级多出一条决定" for step in extra)


def _rung_faults(
    case: EscalationCase, part: Assignment, name: str, step: int, rung: dict[str, Any],
    found: list[Reminder], audit: Audit,
) -> Iterator[str]:  # fmt: skip
    which = f"{name}督办{case.number}第{step}级"
    if not found:
        yield f"{which}的决定缺失"
    if len(found) > 1:
        yield f"{which}的决定有{len(found)}条"
    for row in found:
        if row.department_id != part.department_id or row.task_id != part.task_id:
            yield f"{which}的决定改到了别的单位或任务"
        if row.audience != rung["audience"]:
            yield f"{which}的对象被改动"
        if row.decided_on != audit.day(row.decided_at):
            yield f"{which}的决定日期被改为{row.decided_on}"


def _cases(session: Session, audit: Audit) -> Iterator[tuple[EscalationCase, Assignment, str]]:
    """Yield the climbs whose opening is in the log: what tests or imports made has no history."""
    opened = exists().where(
        col(Event.name) == "duban.escalation.opened",
        col(Event.subject_id) == col(EscalationCase.id),
    )
    query = (
        rows_of(EscalationCase, Assignment, col(Department.short_name))
        .join(Assignment, col(Assignment.id) == col(EscalationCase.assignment_id))
        .join(Department, col(Department.id) == col(Assignment.department_id))
        .where(col(EscalationCase.opened_at) >= audit.since, opened)
        .order_by(col(EscalationCase.id))
    )
    return ((case, part, name) for case, part, name in session.execute(query))


def _rungs_decided(session: Session, audit: Audit) -> dict[tuple[int, str, int], list[Reminder]]:
    found: dict[tuple[int, str, int], list[Reminder]] = defaultdict(list)
    query = rows_of(Reminder).where(
        col(Reminder.rule).startswith(LADDER), col(Reminder.decided_at) >= audit.since
    )
    for row in session.execute(query).scalars():
        found[row.subject_id, row.due_instance, int(row.rule.removeprefix(LADDER))].append(row)
    return found


def _days_stepped(session: Session, audit: Audit) -> dict[tuple[int, int], date]:
    """Return the day on which the log says that a climb took a rung, or took it again."""
    query = rows_of(Event).where(
        col(Event.name).in_(("duban.escalation.stepped", "duban.escalation.repeated")),
        col(Event.happened_at) >= audit.since,
    )
    return {
        (event.subject_id, event.payload.get("step", 0)): audit.day(event.happened_at)
        for event in session.execute(query.order_by(col(Event.id))).scalars()
    }


def rungs_out_of_order(session: Session, audit: Audit) -> Iterator[str]:
    """The log of a climb says 1, 2, 3, …: none skipped, none repeated, none early."""
    steps: dict[int, list[tuple[int, date]]] = defaultdict(list)
    query = rows_of(Event).where(
        col(Event.name) == "duban.escalation.stepped", col(Event.happened_at) >= audit.since
    )
    for event in session.execute(query.order_by(col(Event.id))).scalars():
        steps[event.subject_id].append((event.payload.get("step", 0), audit.day(event.happened_at)))
    for case, _, name in _cases(session, audit):
        told = [step for step, _ in steps[case.number]]
        which = f"{name}督办{case.number}"
        repeated = sorted({step for step in told if told.count(step) > 1})
        skipped = sorted(set(range(1, case.steps_taken + 1)) - set(told))
        yield from (f"{which}第{step}级重复" for step in repeated)
        yield from (f"{which}第{step}级被跳过" for step in skipped)
        if max(told, default=0) > case.steps_taken:
            yield f"{which}的级数被改小为{case.steps_taken}"


def reminders_altered(session: Session, audit: Audit) -> Iterator[str]:
    """What the log says was decided for a department is there, on that day, for its liaison."""
    rows = {
        row.number: row
        for row in session.execute(
            rows_of(Reminder).where(col(Reminder.decided_at) >= audit.since)
        ).scalars()
    }
    query = rows_of(Event).where(
        col(Event.name) == "duban.reminder.decided", col(Event.happened_at) >= audit.since
    )
    logged: set[int] = set()
    for event in session.execute(query).scalars():
        for number in event.payload.get("reminders", ()):
            logged.add(number)
            yield from _reminder_faults(rows.get(number), number, event, audit)
    twice = Counter((r.subject_id, r.rule, r.due_instance) for r in rows.values())
    for (_, rule, instance), count in twice.items():
        if count > 1:
            yield f"提醒{rule}（{instance}）有{count}条"
    unlogged = [
        r for r in rows.values() if not r.rule.startswith(LADDER) and r.number not in logged
    ]
    yield from (f"提醒{row.number}没有决定记录" for row in unlogged if logged)


def _reminder_faults(
    row: Reminder | None, number: int, event: Event, audit: Audit
) -> Iterator[str]:
    if row is None:
        yield f"提醒{number}的决定缺失"
        return
    if row.department_id != event.subject_id:
        yield f"提醒{number}改到了别的单位"
    if row.audience != "liaison":
        yield f"提醒{number}的对象被改动"
    if row.decided_on != audit.day(event.happened_at):
        yield f"提醒{number}的决定日期被改为{row.decided_on}"


def decided_after_the_answer(session: Session, audit: Audit) -> Iterator[str]:
    """Nobody is reminded of what they answered before the letter was written."""
    query = (
        rows_of(Reminder, OutgoingMessage, col(Department.short_name), col(Task.key))
        .join(OutgoingMessage, col(OutgoingMessage.id) == col(Reminder.message_id))
        .join(Department, col(Department.id) == col(Reminder.department_id))
        .join(Task, col(Task.id) == col(Reminder.task_id))
        .where(col(OutgoingMessage.created_at) >= audit.since)
    )
    given = rows_of(col(ReturnItem.id), col(ReturnItem.given_at)).where(
        col(ReturnItem.given_at).is_not(None), col(ReturnItem.sent_back_at).is_(None)
    )
    signed = rows_of(col(Assignment.id), col(Assignment.acknowledged_at)).where(
        col(Assignment.acknowledged_at).is_not(None)
    )
    answers = {
        (kind, str(number)): moment
        for kind, rows in (("item", given), ("acknowledge", signed))
        for number, moment in session.execute(rows)
    }
    for reminder, message, name, key in session.execute(query):
        kind, number = reminder.due_instance.split(":")[:2]
        answered = answers.get((kind, number))
        if answered is not None and answered < message.created_at <= audit.now:
            yield f"{name}任务{key}（{audit.day(message.created_at)}）"


def drafts_without_letters(session: Session, _: Audit) -> Iterator[str]:
    """A draft stands on letters that arrived: each earlier rung of its climbs did."""
    reached = exists().where(
        col(OutgoingMessage.id) == col(Reminder.message_id),
        col(OutgoingMessage.status) == "sent",
    )
    waiting = rows_of(Approval).where(col(Approval.status) == "waiting")
    for draft in session.execute(waiting).scalars():
        lost = rows_of(col(EscalationCase.id)).join(
            Reminder,
            and_(
                col(Reminder.subject_id) == col(EscalationCase.assignment_id),
                col(Reminder.due_instance) == col(EscalationCase.due_instance),
                col(Reminder.rule).startswith(LADDER),
            ),
        ).where(col(EscalationCase.id).in_(draft.case_ids), ~reached)  # fmt: skip
        if session.execute(lost.limit(1)).first() is not None:
            yield f"“{draft.title}”"
