"""Compiling a report by hand, and writing kept reports to files."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from actions.reports import compile_report
from models import Report, ReportFile, files_of
from reports.freezing import compile_document
from rules.errors import NotFound
from runtime.wiring import Runtime


def compile_now(
    runtime: Runtime, notice_id: int, *, folder: Path, now: datetime, actor: str
) -> list[Path]:
    """Freeze a report as of `now`, keep it, and write its files; it is mailed to nobody."""
    with runtime.reading() as session:
        document = compile_document(
            session,
            notice_id,
            now=now,
            calendar=runtime.calendar,
            policies=runtime.policies,
            office=runtime.office,
        )
    with runtime.transaction() as session:
        report = compile_report(
            session,
            document,
            now=now,
            calendar=runtime.calendar,
            office=runtime.office,
            actor=actor,
        )
        return save_files(session, report.number, folder)


def report_rows(session: Session) -> list[dict[str, Any]]:
    """Return the kept reports, oldest first."""
    files: dict[int, list[str]] = {}
    for number, filename in session.exec(select(ReportFile.report_id, ReportFile.filename)):
        names = files.setdefault(number, [])
        if filename not in names:
            names.append(filename)
    return [
        {
            "id": row.id,
            "title": row.title,
            "kind": row.kind,
            "notice": row.notice_id,
            "as_of": row.as_of.isoformat(),
            "status": row.status,
            "facts_sha256": row.facts_sha256,
            "files": files.get(row.number, []),
        }
        for row in session.exec(select(Report).order_by(col(Report.id)))
    ]


def save_files(session: Session, report_id: int, folder: Path) -> list[Path]:
    """Write a kept report's files, byte for byte; return where they are."""
    rows = session.exec(files_of(report_id)).all()
    if not rows:
        raise NotFound("report", report_id)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for row in rows:
        path = folder / row.filename
        path.write_bytes(row.content)
        paths.append(path)
    return paths
