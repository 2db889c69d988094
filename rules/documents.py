"""A compiled document, as it is handed from those who write it to those who keep and send it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One form of a document."""

    format: str  # docx, pdf, html, xlsx
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """A report with all it was made from: same facts, same bytes."""

    notice_id: int
    period_id: int | None
    kind: str  # annual, period, on_demand
    document_kind: str  # 报告, 函
    notice_title: str
    period_label: str
    title: str
    as_of: datetime
    due_on: date | None
    facts: Mapping[str, Any]
    facts_sha256: str
    last_seal: str
    highlights: tuple[str, ...]  # for the cover letter, each a sentence
    files: tuple[DocumentFile, ...]
