"""Reports: kept with their facts, put before the leaders once, approved and issued by people.

A compiled report is a draft (代拟稿). Its one mail asks the leaders to read it; approving and
issuing are recorded and send nothing a second time. What is issued is printed once more from the
same facts, without that mark.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.fingerprints import report_fingerprint
from actions.outbox import put_in_outbox
from models import Account, Notice, OutgoingMessage, Report, ReportFile, ReportingPeriod
from rules.access import MAY_APPROVE
from rules.audiences import Audience
from rules.documents import CompiledDocument, DocumentFile
from rules.errors import NotAllowed, NotFound
from rules.notices import NoticeStatus
from rules.office import Office
from rules.working_days import WorkingCalendar
from templates import render_letter

ON_DEMAND = "on_demand"


def periods_to_compile(
    session: Session, *, now: datetime, calendar: WorkingCalendar
) -> list[tuple[int, int]]:
    """Return (notice, period) of every opened period whose day has come without a report.

    The report is compiled on the very day the duty names, also where that is a day off: the
    facts are frozen then; the calendar decides when the mail goes out.
    """
    found = session.exec(
        select(ReportingPeriod.notice_id, ReportingPeriod.id)
        .join(Notice, col(Notice.id) == col(ReportingPeriod.notice_id))
        .where(
            col(ReportingPeriod.due_on) <= calendar.office_day(now),
            col(ReportingPeriod.opened_at).is_not(None),
            col(ReportingPeriod.compiled_at).is_(None),
            Notice.status == NoticeStatus.CONFIRMED,
        )
        .order_by(col(ReportingPeriod.due_on), col(ReportingPeriod.id))
    )
    return [(notice_id, period_id) for notice_id, period_id in found if period_id is not None]


def compile_report(
    session: Session,
    document: CompiledDocument,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    actor: str = "duban",
) -> Report:
    """Keep a compiled document as a draft; one that a period ordered goes before the leaders.

    Safe to repeat: a period has one report, and the one that is kept is returned.
    """
    key = _key(document)
    known = session.exec(select(Report).where(Report.key == key)).first()
    if known is not None:
        return known
    report = _keep(session, document, key)
    if document.period_id is not None:
        session.get_one(ReportingPeriod, document.period_id).compiled_at = now
    record_event(
        session,
        "report.compiled",
        report,
        now=now,
        actor=actor,
        kind=report.kind,
        facts_sha256=report.facts_sha256,
        content_sha256=report_fingerprint(session, report),
        last_seal=report.last_seal,
    )
    if document.kind != ON_DEMAND:
        _put_before_leaders(session, report, document.highlights, now, calendar, office)
    return report


def approve_report(session: Session, report_id: int, *, by: Account, now: datetime) -> Report:
    """Record that a leader approved a draft."""
    report = get_report(session, report_id)
    if by.role not in MAY_APPROVE:
        raise NotAllowed(f"{by.name}不是审批人。", "报告须由领导审批。")
    if report.status != "draft":
        raise NotAllowed(f"这份报告已由{report.approved_by}审批。")
    report.status, report.approved_by, report.approved_at = "approved", by.name, now
    session.add(report)
    record_event(session, "report.approved", report, now=now, actor=by.name)
    return report


def issue_report(
    session: Session,
    report_id: int,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    files: Sequence[DocumentFile] = (),
    actor: str = "duban",
) -> Report:
    """Mark an approved report as issued, and keep `files`, printed as what was approved.

    Leaders who have had no mail of it get theirs.
    """
    report = get_report(session, report_id)
    if report.status != "approved":
        raise NotAllowed("只有已审批的报告可以印发。", "请先由领导审批。")
    _keep_files(session, report, files, edition="final")
    _put_before_leaders(session, report, (), now, calendar, office)
    report.status, report.issued_at = "issued", now
    session.add(report)
    record_event(session, "report.issued", report, now=now, actor=actor)
    return report


def reports_to_issue(session: Session) -> list[int]:
    """Return the reports that a leader approved and that were not issued yet."""
    found = session.exec(select(Report.id).where(Report.status == "approved").order_by(Report.key))
    return [number for number in found if number is not None]


def get_report(session: Session, report_id: int) -> Report:
    """Return a report, or raise `NotFound`."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound("report", report_id)
    return report


def _key(document: CompiledDocument) -> str:
    if document.period_id is not None:
        return f"{document.kind}:{document.period_id}"
    return f"{document.kind}:{document.notice_id}:{document.as_of.isoformat()}"


def _keep(session: Session, document: CompiledDocument, key: str) -> Report:
    report = Report(
        key=key,
        notice_id=document.notice_id,
        period_id=document.period_id,
        kind=document.kind,
        title=document.title,
        as_of=document.as_of,
        due_on=document.due_on,
        facts=dict(document.facts),
        facts_sha256=document.facts_sha256,
        last_seal=document.last_seal,
    )
    session.add(report)
    session.flush()
    _keep_files(session, report, document.files, edition="draft")
    return report


def _keep_files(
    session: Session, report: Report, files: Sequence[DocumentFile], *, edition: str
) -> None:
    for file in files:
        session.add(
            ReportFile(
                report_id=report.number,
                edition=edition,
                format=file.format,
                filename=file.filename,
                media_type=file.media_type,
                sha256=hashlib.sha256(file.content).hexdigest(),
                content=file.content,
            )
        )


def _put_before_leaders(
    session: Session,
    report: Report,
    highlights: tuple[str, ...],
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> OutgoingMessage:
    """Put the one mail of a report into the outbox; the files go with it."""
    today = calendar.office_day(now)
    letter = render_letter(
        "report",
        title=report.title,
        notice=report.facts["notice"]["title"],
        period=report.facts["period_label"],
        document_kind=report.facts["document_kind"],
        approved_by=report.approved_by or "",
        highlights=highlights,
        compiled_on=calendar.office_day(report.as_of),
        link=f"{office.url}/reports/{report.number}",
        office=office.name,
        today=today,
    )
    return put_in_outbox(
        session,
        kind="report",
        letter=letter,
        audience=Audience.LEADER,
        office=office,
        today=today,
        now=now,
        notice_id=report.notice_id,
        report_id=report.number,
        merge_key=f"report:{report.number}",
    )
