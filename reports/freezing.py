"""A report, frozen: collected, printed in every form, ready to be kept."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from reports.blocks import Paragraph
from reports.facts import collect
from reports.json_form import as_data, facts_sha256, from_data
from reports.overview import overview
from reports.plans import MOST_NAMED
from reports.prose import MOST_CHARACTERS, body_characters, document
from reports.rendering import render_report
from reports.report import Report
from reports.words import brief_reason, join
from rules.documents import CompiledDocument, DocumentFile
from rules.office import Office
from rules.policies import Policy
from rules.working_days import WorkingCalendar


def compile_document(
    session: Session,
    notice_id: int,
    *,
    period_id: int | None = None,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    office: Office,
    printed: bool = True,
) -> CompiledDocument:
    """Collect the facts of one report and print every form of it; nothing is written.

    Give the result to `actions.reports.compile_report`, in a transaction of its own. A replay,
    which asks only whether a report was due, leaves the printing out.
    """
    report = collect(
        session,
        notice_id,
        period_id=period_id,
        now=now,
        calendar=calendar,
        policies=policies,
        office=office,
    )
    return freeze(report, printed=printed)


def freeze(report: Report, *, printed: bool = True) -> CompiledDocument:
    """Return the report with its facts, their hash and its files, if it is to be printed."""
    data = as_data(report)
    return CompiledDocument(
        notice_id=report.notice.notice_id,
        period_id=report.period_id if report.kind != "on_demand" else None,
        kind=report.kind,
        document_kind=report.document_kind,
        notice_title=report.notice.title,
        period_label=report.period_label,
        title=report.title,
        as_of=report.as_of,
        due_on=report.due_on,
        facts=data,
        facts_sha256=facts_sha256(data),
        last_seal=report.last_seal,
        highlights=tuple(highlights(report)),
        files=tuple(render_report(report)) if printed else (),
    )


def print_issue(facts: Mapping[str, Any], approved_by: str) -> tuple[DocumentFile, ...]:
    """Print a frozen report once more, from the same facts, as what a leader approved."""
    return tuple(render_report(replace(from_data(facts), approved_by=approved_by)))


def highlights(report: Report) -> Iterator[str]:
    """Yield what a leader should see before opening any file: standing, red lights, silence."""
    for block in overview(report):
        if isinstance(block, Paragraph) and not block.lead_in:
            if block.text.startswith("任务共"):
                yield block.text
            if block.text.startswith("本期"):
                yield block.text.split("。")[0] + "。"
    red = [task for task in report.tasks if task.colour == "red"]
    if red:
        shown = [f"{task.key}.{task.title}（{brief_reason(task.reason)}）" for task in red]
        more = f"等{len(red)}项" if len(red) > MOST_NAMED else ""
        yield f"红灯{len(red)}项：{join(shown[:MOST_NAMED])}{more}。"
    else:
        yield "没有红灯事项。"
    missing = [each.department for each in report.returns if each.owed]
    yield f"未报齐单位：{join(missing)}。"
    if (written := body_characters(document(report))) > MOST_CHARACTERS:
        yield f"正文约{written}字，超过{MOST_CHARACTERS}字，印发前请压缩。"
