"""From the tables to a Report value: questions only, nothing is written."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from models import Approval, Event, EventSeal, Notice, ReportingDuty, ReportingPeriod
from reports.counting import count_figures
from reports.entries import original_day, target_entries, task_entries
from reports.lights import lights_of
from reports.loading import Rows, load_rows
from reports.relation import addressee_of, document_kind
from reports.report import NoticeFacts, Pending, Postponement, Report
from reports.returns import department_returns, silent_departments
from reports.words import clean, full_width
from rules.errors import NotFound
from rules.office import Office
from rules.policies import Policy
from rules.working_days import WorkingCalendar

DECISIONS = {"asked": "待批", "granted": "已同意", "refused": "未同意"}
APPROVALS = {"bulletin": "通报", "talk": "约谈", "accountability": "建议问责"}


def collect(
    session: Session,
    notice_id: int,
    *,
    period_id: int | None = None,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
) -> Report:
    """Return everything a report about one notice says, as it stands at `now`.

    Without a period the one that was opened last is reported on; where none was opened yet,
    nobody owed anything, and what was said all the same is told.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFound("notice", notice_id)
    today = calendar.office_day(now)
    rows = load_rows(session, notice_id, now=now)
    period = _period(session, notice_id, period_id, rows)
    duty = session.get_one(ReportingDuty, period.duty_id) if period else None
    returns = department_returns(rows, period=period, now=now, calendar=calendar)
    lights = lights_of(session, rows, today=today, calendar=calendar, policies=policies)
    tasks = task_entries(
        rows, lights, period=period, calendar=calendar, silent=silent_departments(returns)
    )
    targets = target_entries(rows, calendar)
    addressee = addressee_of(duty.recipient if duty else None, notice.issuers, office.name)
    return Report(
        kind=_kind(duty, period_id),
        document_kind=document_kind(addressee, place=office.place or notice.place or ""),
        notice=_notice(notice),
        period_id=period.number if period else None,
        period_label=period.label if period else f"截至{today.year}年{today.month}月",
        due_on=period.due_on if period else None,
        as_of=now,
        as_of_day=today,
        as_of_hour=_hour(now, calendar),
        addressee=addressee,
        office=office.name,
        standing=office.standing,
        office_url=office.url,
        tasks=tasks,
        targets=targets,
        returns=returns,
        figures=count_figures(tasks, targets, returns),
        postponements=tuple(_postponements(rows)),
        pending=tuple(_pending(session, notice_id, rows)),
        duty_set_by_office=duty is not None and duty.set_by == "office",
        last_seal=_last_seal(session),
    )


def _period(
    session: Session, notice_id: int, period_id: int | None, rows: Rows
) -> ReportingPeriod | None:
    if period_id is not None:
        return rows.periods.get(period_id) or session.get_one(ReportingPeriod, period_id)
    return session.exec(
        select(ReportingPeriod)
        .where(ReportingPeriod.notice_id == notice_id, col(ReportingPeriod.opened_at).is_not(None))
        .order_by(col(ReportingPeriod.due_on).desc(), col(ReportingPeriod.id).desc())
    ).first()


def _kind(duty: ReportingDuty | None, period_id: int | None) -> str:
    if duty is None or period_id is None:
        return "on_demand"
    return "annual" if duty.frequency == "annual" else "period"


def _notice(notice: Notice) -> NoticeFacts:
    return NoticeFacts(
        notice_id=notice.number,
        title=full_width(_inner_marks(clean(notice.title or notice.filename))),
        doc_number=notice.doc_number or "",
        issuers=tuple(notice.issuers),
        issued_on=notice.issued_on,
    )


def _inner_marks(title: str) -> str:
    """Return a title to be set in 《》: its own marks become 〈〉 (GB/T 15834)."""
    return title.replace("《", "〈").replace("》", "〉")


def _postponements(rows: Rows) -> Iterator[Postponement]:
    for task, _ in rows.tasks:
        for each in rows.extensions.get(task.number, ()):
            part = next(
                (p for p in rows.parts.get(task.number, ()) if p.id == each.assignment_id), None
            )
            yield Postponement(
                extension_id=each.number,
                task_id=task.number,
                key=task.key,
                title=clean(task.title).rstrip("。"),
                department=rows.name(part) if part else "统筹办公室",
                original_on=original_day(rows, each, task),
                from_on=each.from_on,
                until_on=each.until_on,
                reason=clean(each.reason) or "未写明理由",
                status=DECISIONS[each.status],
                decided_by=each.decided_by or "",
                late=each.late,
            )


def _pending(session: Session, notice_id: int, rows: Rows) -> Iterator[Pending]:
    waiting = session.exec(
        select(Approval)
        .where(Approval.notice_id == notice_id, Approval.status == "waiting")
        .order_by(col(Approval.id))
    )
    for approval in waiting:
        if approval.kind in APPROVALS:
            department = rows.departments.get(approval.department_id or 0)
            name = department.short_name if department else ""
            yield Pending(APPROVALS[approval.kind], approval.number, approval.title, name)
    for task in rows.drafts:
        yield Pending("待确认任务", task.number, f"{task.key}.{clean(task.title)}", "")


def _hour(now: datetime, calendar: WorkingCalendar) -> int:
    midnight = calendar.moment(calendar.office_day(now), "00:00")
    return int((now - midnight).total_seconds() // 3600)


def _last_seal(session: Session) -> str:
    """Return the last seal of the event log; empty before the first was made."""
    found = session.exec(
        select(EventSeal.seal)
        .join(Event, col(Event.id) == col(EventSeal.event_id))
        .order_by(col(EventSeal.sequence).desc())
        .limit(1)
    ).first()
    return found or ""
