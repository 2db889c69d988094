"""Reports (总结报告、通报、专报): compiled documents, frozen with the facts they were made from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field

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
    """One form of a report: docx, pdf, html or xlsx."""

    __table_args__ = (UniqueConstraint("report_id", "format", name="one_file_a_format"),)

    report_id: int = Field(foreign_key="report.id", index=True)
    format: str
    filename: str
    media_type: str
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
