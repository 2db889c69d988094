"""Compiled reports and their files."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models import Notice, Report, ReportFile, files_of
from rules.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report, its notice and the forms it can be had in."""

    row: Report
    notice: Notice
    formats: list[str]


def list_reports(session: Session) -> list[ReportLine]:
    """Return every report, the newest first."""
    formats: dict[int, list[str]] = defaultdict(list)
    for report_id, name in session.exec(
        select(ReportFile.report_id, ReportFile.format).order_by(col(ReportFile.id))
    ):
        if name not in formats[report_id]:
            formats[report_id].append(name)
    rows = session.exec(select(Report, Notice).join(Notice).order_by(col(Report.id).desc()))
    return [ReportLine(row, notice, formats[row.number]) for row, notice in rows]


def report_page(session: Session, report_id: int) -> ReportLine:
    """Return one report, or raise `NotFound`."""
    for line in list_reports(session):
        if line.row.id == report_id:
            return line
    raise NotFound("report", report_id)


def get_file(session: Session, report_id: int, form: str) -> ReportFile:
    """Return one file of a report, or raise `NotFound`."""
    file = session.exec(files_of(report_id).where(ReportFile.format == form)).first()
    if file is None:
        raise NotFound("report file", f"{report_id}/{form}")
    return file
