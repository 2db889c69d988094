"""Applying what was heard: 签收, 异议, 进展, 延期, 报结, and values of targets."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from actions import extensions
from actions.asked import AskedPart
from actions.assignments import acknowledge, object_to
from actions.hearing import Hearing
from actions.status_updates import record_reading, record_update
from actions.tasks import submit
from inbox.acknowledgements import reason_of
from inbox.heard import Item, TargetValue
from models import Department, InboundMessage, StatusUpdate, Target
from rules.assignments import AssignmentStatus
from rules.errors import NotAllowed, TransitionNotAllowed
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar


@dataclass(slots=True)
class Applied:
    """What was done, for the receipt: lines by task, what is missing, what could not be done."""

    lines: list[tuple[AskedPart, list[str]]] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    department: Department | None = None  # kept, so that the receipt need not ask for it again


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who said it, when, and by which message."""

    inbound: InboundMessage
    department: Department
    said_by: str
    return_id: int | None
    now: datetime


def apply(
    session: Session,
    inbound: InboundMessage,
    hearing: Hearing,
    *,
    now: datetime,
    calendar: WorkingCalendar,
) -> Applied:
    """Do what a department's message says, item by item; what cannot be done is told."""
    applied = Applied()
    department = session.get(Department, hearing.department_id or 0)
    if department is None or hearing.heard.kind != "update":
        return applied
    applied.department = department
    said_by = f"{department.short_name}（{hearing.heard.sender.address}）"
    voice = _Voice(inbound, department, said_by, hearing.return_id, now)
    for spoken in hearing.spoken:
        for part in spoken.parts:
            lines = _apply_item(session, part, spoken.item, voice, applied, calendar=calendar)
            if lines:
                applied.lines.append((part, lines))
        _take_values(session, spoken.item, voice, applied)
    for target_id, value, unit in hearing.readings:
        target = session.get(Target, target_id)
        if target is None or target.owner_id != department.id:
            applied.problems.append("有一项指标不由你单位填报，没有记录")
        else:
            _take_value(session, target, TargetValue(target.indicator, value, unit), voice, applied)
    return applied


def _apply_item(
    session: Session,
    part: AskedPart,
    item: Item,
    voice: _Voice,
    applied: Applied,
    *,
    calendar: WorkingCalendar,
) -> list[str]:
    lines: list[str] = []
    number = part.assignment.number
    if item.objection:
        reason = reason_of(item.objection)
        try:
            object_to(session, number, reason=reason, now=voice.now, actor=voice.said_by)
            lines.append(f"异议：{reason}")
        except TransitionNotAllowed:
            applied.problems.append(f"任务{part.task.key}目前不能提出异议")
        except NotAllowed as refusal:
            applied.problems.append(f"任务{part.task.key}：{refusal.reason}")
        return lines
    if part.assignment.status is AssignmentStatus.DISPATCHED:  # an answer is a receipt, too
        acknowledge(session, number, now=voice.now, actor=voice.said_by)
        lines.append("已签收")
    elif item.acknowledged and not item.reports_progress:
        lines.append("已签收")
    _ask_for_more_time(session, part, item, voice, lines, applied, calendar=calendar)
    if item.reports_progress:
        update = record_update(
            session, part.assignment, item,
            channel=voice.inbound.channel, said_by=voice.said_by, now=voice.now,
            inbound_id=voice.inbound.number, return_id=voice.return_id, known=part.item,
        )  # fmt: skip
        lines += _told(update, item)
        _note_missing(update, part, applied)
    if item.closure_requested:
        _submit(session, part, item, voice, lines, applied)
    return lines


def _told(update: StatusUpdate, item: Item) -> list[str]:
    """Return what was recorded, in the order of the four fields."""
    state = "、".join(
        filter(None, [update.state, f"{update.percent:g}%" if update.percent is not None else None])
    )
    fields = (
        ("进度/状态", state),
        ("进展", update.narrative),
        ("存在问题", update.problems),
        ("下一步", update.next_steps),
    )
    steps = [f"节点：{step.due_on} {step.title}（待审核）" for step in item.steps]
    return [*(f"{label}：{words}" for label, words in fields if words), *steps]


def _note_missing(update: StatusUpdate, part: AskedPart, applied: Applied) -> None:
    missing = [
        label
        for label, value in (("进展情况", update.narrative), ("进度或状态", update.state))
        if not value and not (label == "进度或状态" and update.percent is not None)
    ]
    if missing:
        applied.missing.append(f"任务{part.task.key}：{'、'.join(missing)}")


def _ask_for_more_time(
    session: Session,
    part: AskedPart,
    item: Item,
    voice: _Voice,
    lines: list[str],
    applied: Applied,
    *,
    calendar: WorkingCalendar,
) -> None:
    if item.extension_until is None:
        return
    try:
        extensions.ask(
            session, part.assignment.number,
            until_on=item.extension_until, reason=item.extension_reason or item.narrative or "",
            now=voice.now, actor=voice.said_by, calendar=calendar, inbound_id=voice.inbound.number,
        )  # fmt: skip
        lines.append(f"申请延期至：{item.extension_until}（待审核）")
    except NotAllowed as refused:
        applied.problems.append(f"任务{part.task.key}：{refused.reason}{refused.advice}")


def _submit(
    session: Session,
    part: AskedPart,
    item: Item,
    voice: _Voice,
    lines: list[str],
    applied: Applied,
) -> None:
    if part.task.status is TaskStatus.SUBMITTED:
        return
    try:
        submit(
            session, part.task.number,
            department_id=voice.department.number, now=voice.now, actor=voice.said_by,
            evidence=item.narrative or "",
        )  # fmt: skip
        lines.append("申请办结（待核查）")
    except NotAllowed as refused:
        applied.problems.append(f"任务{part.task.key}：{refused.reason}{refused.advice}")
    except TransitionNotAllowed:
        applied.problems.append(f"任务{part.task.key}目前不能报结")


def _take_values(session: Session, item: Item, voice: _Voice, applied: Applied) -> None:
    for value in item.targets:
        targets = session.exec(
            select(Target)
            .where(Target.owner_id == voice.department.id, Target.indicator == value.indicator)
            .order_by(col(Target.by))
        ).all()
        fitting = [t for t in targets if value.unit in ("", t.unit)]
        if not fitting:
            unit = f"（单位应为{targets[0].unit}）" if targets else ""
            applied.problems.append(f"指标“{value.indicator}”的数值没有记录{unit}")
        for target in fitting:
            _take_value(session, target, value, voice, applied)


def _take_value(
    session: Session, target: Target, value: TargetValue, voice: _Voice, applied: Applied
) -> None:
    record_reading(
        session, target, value,
        department_id=voice.department.number, now=voice.now,
        inbound_id=voice.inbound.number, return_id=voice.return_id,
    )  # fmt: skip
    line = f"{target.indicator}：{value.value:g}{value.unit or target.unit}"
    if line not in applied.readings:
        applied.readings.append(line)
