"""Each day: compile the reports that fall due, and issue those that a leader approved."""

from datetime import datetime

from prefect import flow

from actions.reports import (
    compile_report,
    get_report,
    issue_report,
    periods_to_compile,
    reports_to_issue,
)
from reports.freezing import compile_document, print_issue
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether a period's day has come without a report, or an approved one waits."""
    with runtime.reading() as session:
        due = periods_to_compile(session, now=now, calendar=runtime.calendar)
        return bool(due or reports_to_issue(session))


async def sweep(runtime: Runtime, *, now: datetime, printed: bool = True) -> Outcome:
    """Compile and issue; printing takes seconds, holds no lock, and a replay leaves it out."""
    outcome = Outcome("compile-reports")
    with runtime.reading() as session:
        due = periods_to_compile(session, now=now, calendar=runtime.calendar)
        approved = reports_to_issue(session)
    for notice_id, period_id in due:
        with outcome.attempt(f"period {period_id}"):
            _compile(runtime, notice_id, period_id, now=now, printed=printed)
            outcome.count("compiled")
    for report_id in approved:
        with outcome.attempt(f"report {report_id}"):
            _issue(runtime, report_id, now=now, printed=printed)
            outcome.count("issued")
    return outcome


def _compile(
    runtime: Runtime, notice_id: int, period_id: int, *, now: datetime, printed: bool
) -> None:
    with runtime.reading() as session:
        document = compile_document(
            session,
            notice_id,
            period_id=period_id,
            now=now,
            calendar=runtime.calendar,
            policies=runtime.policies,
            office=runtime.office,
            printed=printed,
        )
    with runtime.transaction() as session:
        compile_report(session, document, now=now, calendar=runtime.calendar, office=runtime.office)


def _issue(runtime: Runtime, report_id: int, *, now: datetime, printed: bool) -> None:
    with runtime.reading() as session:
        report = get_report(session, report_id)
        facts, approved_by = report.facts, report.approved_by or ""
    files = print_issue(facts, approved_by) if printed else ()
    with runtime.transaction() as session:
        issue_report(
            session,
            report_id,
            now=now,
            calendar=runtime.calendar,
            office=runtime.office,
            files=files,
        )


@flow(name="compile-reports", retries=2, retry_delay_seconds=60)
async def compile_reports(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
