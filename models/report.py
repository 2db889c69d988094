"""Reports (总结报告、通报、专报): compiled documents, frozen with the facts they were made from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlalchemy.orm import aliased
from sqlmodel import Field, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.base import Row


class Report(Row, table=True):
    """One compiled document. `facts` is all it was made from: same facts, same bytes."""

    __table_args__ = (
        UniqueConstraint("key", name="compiled_once"),
        CheckConstraint("status IN ('draft', 'approved', 'issued')", name="known_status"),
    )

    key: str  # kind and period, or kind and moment for one compiled on demand
    notice_id: int = Field(foreign_key="notice.id", index=True)
    period_id: int | None = Field(default=None, foreign_key="reporting_period.id", index=True)
    kind: str  # annual | period | on_demand
    title: str
    as_of: datetime
    due_on: date | None = None
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    facts_sha256: str
    last_seal: str  # the event log's last seal when it was compiled
    status: str = Field(default="draft", index=True)
    approved_by: str | None = None
    approved_at: datetime | None = None
    issued_at: datetime | None = None


class ReportFile(Row, table=True):
    """One form of a report: docx, pdf, html or xlsx; as drafted, and as issued."""

    __table_args__ = (
        UniqueConstraint("report_id", "edition", "format", name="one_file_a_format"),
        CheckConstraint("edition IN ('draft', 'final')", name="drafted_or_issued"),
    )

    report_id: int = Field(foreign_key="report.id", index=True)
    edition: str = "draft"  # final: without 代拟稿, printed from the same facts when issued
    format: str
    filename: str
    media_type: str
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


def files_of(report_id: int) -> SelectOfScalar[ReportFile]:
    """Select the files that count: those of the issue, or of the draft before it."""
    same = aliased(ReportFile)
    latest = select(func.max(same.edition)).where(col(same.report_id) == report_id)
    return (
        select(ReportFile)
        .where(
            col(ReportFile.report_id) == report_id,
            col(ReportFile.edition) == latest.scalar_subquery(),
        )
        .order_by(col(ReportFile.format))
    )
