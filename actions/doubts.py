"""Answering doubts: a person says what the reader was unsure of, and what follows is done."""

import re
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.corrections import correct_parts, set_deadline
from actions.events import record_event
from actions.parts import ENTER, parts_in
from actions.register import Register
from actions.unknown_units import one_department, settle_unit
from models import Assignment, Doubt, Measure, Notice, ReportingDuty, Target, Task
from rules.assignments import Role
from rules.duties import check_due
from rules.errors import NotAllowed

WORDINGS = ("suspected-injected-text", "unknown-characters")
WHO_DOES_IT = ("no-owner", "clause-unreadable", "clause-of-heading")
DROP, KEEP = "删除", "保留原文"
NO_DEADLINE = "不设时限"
SUPPORTS = re.compile(r"[；;]?\s*配合(?:单位)?[:：]?")
LEADS = re.compile(r"^\s*牵头(?:单位)?[:：]?")
NAMES_END = re.compile(r"[、，,；;]")
RIGHT_WORDS = re.compile(r"改为[:：]\s*(.+)", re.DOTALL)


def answer_doubt(
    session: Session,
    doubt_id: int,
    *,
    answer: str,
    register: Register,
    now: datetime,
    actor: str,
) -> Doubt:
    """Record a person's answer and do what follows from it.

    For an unknown unit the answer is a department's name, which is remembered, or a collective's;
    the same words elsewhere in the notice mean the same. Where nobody is named, names assign the
    task (市科技局；配合：市财政局); anything else is kept as a note. For
    `first-named-leads` it is 是 or 否. For strange words it is 删除, 保留原文 or 改为：…, which
    changes the wording that tasks are handed out with and never the notice. A duty that leaves
    open to whom or by when takes the answer. For other kinds the answer is kept as a note.
    """
    doubt = session.get_one(Doubt, doubt_id)
    notice = session.get_one(Notice, doubt.notice_id)
    if doubt.answer is not None:
        raise NotAllowed(f"这个疑点已由{doubt.answered_by}答复：{doubt.answer}。")
    if doubt.kind == "unknown-unit":
        settle_unit(session, notice, doubt, answer, register=register, now=now, actor=actor)
    elif doubt.kind in WHO_DOES_IT and doubt.task_id is not None:
        _assign(session, notice, doubt, answer, register=register, now=now, actor=actor)
    elif doubt.kind == "first-named-leads":
        _settle_who_leads(session, notice, first_named=_yes(answer))
    elif doubt.kind in WORDINGS:
        _check_wording(answer)
        _settle_wording(session, doubt, answer)
    elif doubt.kind in ("recipient-not-stated", "due-not-stated"):
        _complete_duty(session, doubt, answer)
    elif doubt.kind == "soft-deadline" and doubt.task_id is not None:
        _settle_deadline(session, doubt, answer, now=now, actor=actor)
    doubt.answer, doubt.answered_by, doubt.answered_at = answer, actor, now
    session.add(doubt)
    record_event(
        session, "doubt.answered", doubt, now=now, actor=actor, kind=doubt.kind, answer=answer
    )
    return doubt


def _assign(
    session: Session,
    notice: Notice,
    doubt: Doubt,
    answer: str,
    *,
    register: Register,
    now: datetime,
    actor: str,
) -> None:
    """Give the task to who is named; words that are no names of units are a note."""
    leads, _, supports = LEADS.sub("", SUPPORTS.sub("|", answer, count=1)).partition("|")
    named = [
        [name.strip() for name in NAMES_END.split(part) if name.strip()]
        for part in (leads, supports)
    ]
    known = register.resolve(named[0][0], place=notice.place, on=now.date()) if named[0] else None
    if known is None or not known.departments:
        return
    rows = [
        [one_department(register, name, notice, on=now.date()) for name in names] for names in named
    ]
    task = session.get_one(Task, doubt.task_id)
    correct_parts(session, task.number, leads=rows[0], supports=rows[1], now=now, actor=actor)


def _settle_who_leads(session: Session, notice: Notice, *, first_named: bool) -> None:
    notice.first_named_leads = first_named
    session.add(notice)
    tasks = session.exec(
        select(Task).where(Task.notice_id == notice.number, col(Task.lead_implied))
    )
    for task in tasks.all():
        responsible = [part for part in parts_in(session, task) if part.role is Role.RESPONSIBLE]
        for position, part in enumerate(responsible):
            part.consolidates = position == 0 and (first_named or len(responsible) == 1)
            session.add(part)
        _give_targets_to_consolidator(session, task, responsible)


def _give_targets_to_consolidator(session: Session, task: Task, parts: list[Assignment]) -> None:
    owner = next((part.department_id for part in parts if part.consolidates), None)
    for target in session.exec(
        select(Target).where(Target.task_id == task.number, col(Target.owner_id).is_(None))
    ):
        target.owner_id = owner
        session.add(target)


def _check_wording(answer: str) -> None:
    """Raise `NotAllowed` unless the answer settles what the task is handed out with."""
    if answer not in (DROP, KEEP) and RIGHT_WORDS.match(answer) is None:
        raise NotAllowed(f"“{answer}”不是答复。", f"请答“{DROP}”“{KEEP}”或“改为：正确的文字”。")


def _settle_wording(session: Session, doubt: Doubt, answer: str) -> None:
    if doubt.task_id is None or answer == KEEP:
        return
    replaced = RIGHT_WORDS.match(answer)
    task, right = session.get_one(Task, doubt.task_id), replaced[1] if replaced else ""
    measure = session.get_one(Measure, task.measure_id)
    measure.text = measure.text.replace(doubt.quote, right, 1)
    if task.words:
        task.words = task.words.replace(doubt.quote, right, 1)
    session.add_all((measure, task))


def _settle_deadline(
    session: Session, doubt: Doubt, answer: str, *, now: datetime, actor: str
) -> None:
    """尽快 has no day: the office sets one, or none."""
    if answer == NO_DEADLINE:
        return
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise NotAllowed(
            f"“{answer}”不是日期。", f"请写成 2024-09-30，或答“{NO_DEADLINE}”。"
        ) from None
    task = session.get_one(Task, doubt.task_id)
    set_deadline(session, task.number, day, now=now, actor=actor)


def _complete_duty(session: Session, doubt: Doubt, answer: str) -> None:
    duties = session.exec(
        select(ReportingDuty).where(
            ReportingDuty.notice_id == doubt.notice_id,
            ReportingDuty.span_start == doubt.span_start,
        )
    )
    for duty in duties:
        if doubt.kind == "recipient-not-stated":
            duty.recipient = answer
        else:
            check_due(duty.frequency, answer)
            duty.due = answer
        session.add(duty)


def _yes(answer: str) -> bool:
    if answer not in ("是", "否"):
        raise NotAllowed(f"请回答“是”或“否”，而不是“{answer}”。")
    return answer == "是"


def enter_units(
    session: Session, notice_id: int, doubt_ids: list[int], *, register: Register,
    now: datetime, actor: str,
) -> int:  # fmt: skip
    """Enter the names that a person ticked as new departments; return how many."""
    count = 0
    for number in doubt_ids:
        doubt = session.get(Doubt, number)
        if doubt is None or doubt.notice_id != notice_id or doubt.kind != "unknown-unit":
            raise NotAllowed(f"疑点 {number} 不是这份来文中不认识的单位。")
        if doubt.answer is None:
            answer_doubt(session, number, answer=ENTER, register=register, now=now, actor=actor)
            count += 1
    return count
