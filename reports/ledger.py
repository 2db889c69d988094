"""The ledger (台账): the table of all tasks, for pages, commands and .xlsx."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models import Notice
from reports.entries import task_entries
from reports.lights import lights_of
from reports.loading import Rows, load_rows
from reports.problems import says_something
from reports.report import Statement, TaskEntry
from reports.returns import department_returns, silent_departments
from reports.words import LIGHTS, day_figures, join, percent_words
from rules.policies import Policy
from rules.working_days import WorkingCalendar

UNFILLED = "未填报"
NOT_KEPT = "未登记"


@dataclasses.dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger, every cell in words; `colour` is the light's."""

    task_id: int
    notice_id: int
    key: str  # 序号
    source: str  # 来源文件及条款
    title: str
    text: str  # 工作任务(原文)
    targets: str
    supervising: str  # 分管领导
    leads: str
    principal: str  # 责任人
    liaisons: str
    supports: str
    due_on: str
    milestones: str
    progress: str  # 本期进展
    percent: str
    problems: str
    next_steps: str
    to_coordinate: str
    status: str
    colour: str
    light: str
    reason: str
    updated_on: str
    evidence: str
    remark: str

    def as_data(self) -> dict[str, Any]:
        """Return the row as JSON data."""
        return dataclasses.asdict(self)


def ledger_rows(
    session: Session,
    notice_id: int | None,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
) -> list[LedgerRow]:
    """Return the ledger of one notice, or of all, as it stands at `now`."""
    today = calendar.office_day(now)
    rows = load_rows(session, notice_id, now=now)
    returns = department_returns(rows, period=None, now=now, calendar=calendar)
    entries = task_entries(
        rows,
        lights_of(session, rows, today=today, calendar=calendar, policies=policies),
        period=None,
        calendar=calendar,
        silent=silent_departments(returns),
    )
    notices = _notice_of_task(rows)
    return [
        _with_assumption(ledger_row(entry, *notices[entry.task_id]), entry, calendar)
        for entry in entries
    ]


def _with_assumption(row: LedgerRow, entry: TaskEntry, calendar: WorkingCalendar) -> LedgerRow:
    """Say in 备注 when the limit of an open task lies in a year without a holiday table."""
    note = "" if entry.closed else calendar.assumption([entry.due_on])
    return dataclasses.replace(row, remark="；".join(filter(None, (row.remark, note))))


def _notice_of_task(rows: Rows) -> dict[int, tuple[int, str]]:
    return {
        task.number: (task.notice_id, _source(rows.notices[task.notice_id]))
        for task, _ in rows.tasks
    }


def _source(notice: Notice) -> str:
    return notice_source(notice.title or notice.filename, notice.doc_number or "")


def notice_source(title: str, doc_number: str) -> str:
    """Return 《标题》（文号）."""
    return f"《{title}》" + (f"（{doc_number}）" if doc_number else "")


def ledger_row(entry: TaskEntry, notice_id: int, source: str) -> LedgerRow:
    """Return one task as a line of the ledger."""
    told = entry.lead or next(iter(entry.others), None)
    helpers = entry.supports
    if entry.leads or entry.responsible:
        helpers += entry.inherited
    return LedgerRow(
        task_id=entry.task_id,
        notice_id=notice_id,
        key=entry.key,
        source=f"{source}第{entry.key}项",
        title=entry.title,
        text=entry.text,
        targets=join(entry.target_words, "未提出量化目标"),
        supervising=join(entry.supervising, NOT_KEPT),
        leads=join(entry.owners + entry.unknown_owners, "未明确"),
        principal=join(entry.principal, NOT_KEPT),
        liaisons=join(entry.liaisons, NOT_KEPT),
        supports=join(helpers),
        due_on=_limit(entry),
        milestones=_milestones(entry),
        progress=_said(told),
        percent=UNFILLED if entry.percent is None else percent_words(entry.percent),
        problems=_part(told, told.problems if told else ""),
        next_steps=_part(told, told.next_steps if told else ""),
        to_coordinate=join(entry.to_coordinate),
        status=entry.status,
        colour=entry.colour,
        light=LIGHTS[entry.colour],
        reason=entry.reason,
        updated_on=day_figures(entry.updated_on) if entry.updated_on else UNFILLED,
        evidence=join(entry.evidence),
        remark=_remark(entry),
    )


def _limit(entry: TaskEntry) -> str:
    if entry.due_on is None:
        return "原通知未明确"
    limit = day_figures(entry.due_on)
    if entry.original_due_on and entry.original_due_on != entry.due_on:
        limit += f"（原定{day_figures(entry.original_due_on)}）"
    return limit


def _milestones(entry: TaskEntry) -> str:
    steps = [
        f"{day_figures(node.due_on)}{node.title}{'（已完成）' if node.done else ''}"
        for node in entry.nodes
    ]
    return "；".join(steps) or "未设节点"


def _said(told: Statement | None) -> str:
    if told is None:
        return UNFILLED
    return f"{told.department}：{told.narrative or told.state or '未填报文字说明'}{told.reference}"


def _part(told: Statement | None, text: str) -> str:
    if told is None:
        return UNFILLED
    return text if says_something(text) else "无"


def _remark(entry: TaskEntry) -> str:
    notes = []
    if entry.unknown_owners:
        notes.append(f"{join(entry.unknown_owners)}在单位名录中无法对应")
    if not entry.lead_is_stated and entry.leads:
        notes.append("牵头单位按首列单位确认")
    if entry.silent:
        notes.append(f"未报：{join(entry.silent)}")
    return "；".join(notes) or "无"
