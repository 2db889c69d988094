"""Hashes of what left the house, for the log: who alters a row later does not match it."""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from models import OutgoingMessage, Report, ReportFile


def letter_fingerprint(message: OutgoingMessage, addresses: Iterable[str]) -> str:
    """Return the hash of a letter's words, of whom it is for, and of where it was sent."""
    return _hash(
        message.message_id, message.subject, message.text, message.html, message.department_id,
        message.audience, message.cc_audience, message.to_address, message.task_ids,
        sorted(addresses),
    )  # fmt: skip


def report_fingerprint(session: Session, report: Report) -> str:
    """Return the hash of a report's facts and of its files as they were drafted."""
    files = session.execute(
        rows_of(col(ReportFile.format), col(ReportFile.content))
        .where(col(ReportFile.report_id) == report.number, col(ReportFile.edition) == "draft")
        .order_by(col(ReportFile.format))
    )
    content = [(name, hashlib.sha256(data).hexdigest()) for name, data in files]
    return _hash(report.title, report.facts, content)


def _hash(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
