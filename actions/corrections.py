"""Corrections: what a person sets right, or sets at all, before and after a notice is confirmed."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.parts import choose_consolidator, parts_in
from actions.register import remember_alias
from models import Assignment, Department, Doubt, ReportingDuty, Target, Task
from rules.assignments import Role
from rules.duties import check_due
from rules.errors import NotAllowed
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar

OPERATORS = ("=", ">=", "<=", ">", "<", "~")
ABOUT_UNITS = ("unknown-unit", "no-owner", "clause-unreadable", "clause-of-heading", "joint-leads")


def set_deadline(
    session: Session,
    task_id: int,
    due_on: date,
    *,
    now: datetime,
    actor: str,
    calendar: WorkingCalendar | None = None,
) -> Task:
    """Set a draft's or a task's deadline by the office; an existing one moves by an extension.

    Where the notice states none, it is a limit of our own: with a `calendar`, a day off gives way
    to the next working day. A stated day that is set right stays the day it is.
    """
    task = session.get_one(Task, task_id)
    if calendar is not None and task.due_on is None:
        due_on = calendar.next_working_day(due_on)
    if task.due_on is not None and task.status is not TaskStatus.DRAFT:
        raise NotAllowed(
            "该任务已有完成时限。", "请用延期（duban task extend）调整，原时限会保留。"
        )
    task.due_on = task.original_due_on = due_on
    task.due_quote = f"由{actor}设定"
    session.add(task)
    record_event(
        session, "task.deadline_set", task, now=now, actor=actor, due_on=due_on.isoformat()
    )
    return task


def set_office_duty(
    session: Session,
    notice_id: int,
    *,
    frequency: str,
    due: str,
    now: datetime,
    actor: str,
) -> ReportingDuty:
    """Give a notice that orders no report a duty chosen by the office, and labelled so."""
    check_due(frequency, due)
    duty = ReportingDuty(
        notice_id=notice_id,
        frequency=frequency,
        due=due,
        recipient=None,
        set_by="office",
        quote=f"由{actor}选定：来文未规定报送时间",
        confirmed_at=now,
    )
    session.add(duty)
    record_event(session, "duty.set", duty, now=now, actor=actor, frequency=frequency, due=due)
    return duty


def set_reporters(
    session: Session, duty_id: int, *, everyone: bool, now: datetime, actor: str
) -> ReportingDuty:
    """Let every assigned department report, or only those the text names (needs known names)."""
    duty = session.get_one(ReportingDuty, duty_id)
    if everyone:
        duty.reporter_ids = None
    elif not duty.reporter_ids:
        raise NotAllowed(f"“{duty.reporters}”在名册中没有对应单位。", "请先把它加入名册。")
    session.add(duty)
    record_event(session, "duty.reporters_set", duty, now=now, actor=actor, everyone=everyone)
    return duty


def set_target_owner(
    session: Session, target_id: int, department: Department, *, now: datetime, actor: str
) -> Target:
    """Say who answers for a target; it is asked for in that department's return."""
    target = session.get_one(Target, target_id)
    target.owner_id = department.number
    session.add(target)
    record_event(
        session, "target.owner_set", target, now=now, actor=actor, department=department.code
    )
    return target


def correct_target(
    session: Session,
    target_id: int,
    *,
    op: str,
    value: float,
    unit: str,
    now: datetime,
    actor: str,
) -> Target:
    """Set right what a target asks for; the words it was read from stay beside it."""
    target = session.get_one(Target, target_id)
    if op not in OPERATORS or not unit.strip():
        raise NotAllowed("指标须有比较方式、数值和单位。", f"比较方式：{' '.join(OPERATORS)}。")
    before = f"{target.op}{target.value:g}{target.unit}"
    target.op, target.value, target.unit = op, value, unit.strip()
    session.add(target)
    after = f"{op}{value:g}{target.unit}"
    record_event(
        session, "target.corrected", target, now=now, actor=actor, before=before, after=after
    )
    return target


def name_part(
    session: Session,
    part_id: int,
    department: Department,
    *,
    remember: bool,
    now: datetime,
    actor: str,
) -> Assignment:
    """Say which department a printed name means; remembered, later notices resolve it so."""
    part = session.get_one(Assignment, part_id)
    task = session.get_one(Task, part.task_id)
    if task.status is not TaskStatus.DRAFT:
        raise NotAllowed("任务已确认，不能再改分工。", "请用改派（duban task reassign）。")
    taken = [row for row in parts_in(session, task) if row.department_id == department.number]
    if any(row.role is part.role for row in taken):
        raise NotAllowed(f"{department.short_name}在该任务中已有同样的分工。")
    part.department_id = department.number
    session.add(part)
    session.flush()
    if remember:
        remember_alias(session, department, part.printed_name)
    if not any(row.consolidates for row in parts_in(session, task)):
        choose_consolidator(session, task)
    drop_doubts_about_units(session, task, now=now, actor=actor, quote=part.printed_name)
    record_event(
        session,
        "part.named",
        part,
        now=now,
        actor=actor,
        printed=part.printed_name,
        department=department.code,
        remembered=remember,
    )
    return part


def correct_parts(
    session: Session,
    task_id: int,
    *,
    leads: list[Department],
    supports: list[Department],
    now: datetime,
    actor: str,
) -> Task:
    """Replace who leads and who supports a draft; what the notice printed stays in its clause."""
    task = session.get_one(Task, task_id)
    if task.status is not TaskStatus.DRAFT:
        raise NotAllowed("任务已确认，不能再改分工。", "请用改派（duban task reassign）。")
    for part in parts_in(session, task):
        if part.role is not Role.INHERITED:
            session.delete(part)
    session.flush()
    named = [(row, Role.LEAD) for row in leads]
    named += [(row, Role.SUPPORT) for row in supports if row not in leads]
    for order, (row, role) in enumerate(named, start=1):
        session.add(
            Assignment(
                task_id=task.number,
                department_id=row.number,
                printed_name=row.short_name,
                role=role,
                order=order,
            )
        )
    task.lead_implied = False
    session.add(task)
    session.flush()
    choose_consolidator(session, task)
    drop_doubts_about_units(session, task, now=now, actor=actor)
    record_event(
        session,
        "task.corrected",
        task,
        now=now,
        actor=actor,
        leads=[row.code for row in leads],
        supports=[row.code for row in supports],
    )
    return task


def drop_doubts_about_units(
    session: Session, task: Task, *, now: datetime, actor: str, quote: str | None = None
) -> None:
    """A person named the units: what was asked about them, and about nobody, is answered."""
    for doubt in session.exec(
        select(Doubt).where(
            Doubt.task_id == task.number,
            col(Doubt.kind).in_(ABOUT_UNITS),
            col(Doubt.answer).is_(None),
        )
    ):
        if quote is not None and doubt.quote != quote:
            continue
        doubt.answer, doubt.answered_by, doubt.answered_at = "已更正分工", actor, now
        session.add(doubt)
