"""Keeping a report, and putting it before the leaders once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from actions.reports import (
    approve_report,
    compile_report,
    issue_report,
    periods_to_compile,
    reports_to_issue,
)
from models import Event, OutgoingMessage, Report, ReportFile, ReportingPeriod
from rules.access import AccountRole
from rules.documents import CompiledDocument, DocumentFile
from rules.errors import NotAllowed
from rules.office import Office
from rules.working_days import WorkingCalendar
from tests.factories import make_account, make_duty, make_notice, make_period

EVENING = datetime(2024, 9, 30, 9, 30, tzinfo=UTC)
TITLE = "临澜市科技创新赋能产业高质量发展三年行动方案"


def make_document(period: ReportingPeriod, **facts: object) -> CompiledDocument:
    values: dict[str, object] = {
        "notice_id": period.notice_id,
        "period_id": period.number,
        "kind": "annual",
        "document_kind": "报告",
        "notice_title": TITLE,
        "period_label": "2024年度",
        "title": f"临澜市科学技术局关于《{TITLE}》2024年度落实情况的报告",
        "as_of": EVENING,
        "due_on": date(2024, 9, 30),
        "facts": {
            "notice": {"title": TITLE},
            "period_label": "2024年度",
            "document_kind": "报告",
        },
        "facts_sha256": "ab" * 32,
        "last_seal": "cd" * 32,
        "highlights": (
            "任务共21项，已核查销号3项，占14.3%；其余任务中，办理中18项。",
            "红灯1项：2.建设海洋装备中试基地（连续2期未报送）。",
            "未报齐单位：市财政局、市商务局。",
        ),
        "files": (DocumentFile("pdf", "报告.pdf", "application/pdf", b"%PDF-1.7"),),
    }
    return CompiledDocument(**(values | facts))  # type: ignore[arg-type]


@pytest.fixture
def period(session: Session) -> ReportingPeriod:
    return make_period(session, make_duty(session, make_notice(session)))


def test_a_period_is_compiled_on_its_day_and_not_before(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar
) -> None:
    the_day_before = EVENING - timedelta(days=1)
    assert periods_to_compile(session, now=the_day_before, calendar=calendar) == []
    assert periods_to_compile(session, now=EVENING, calendar=calendar) == [
        (period.notice_id, period.number)
    ]


def test_a_report_is_kept_with_its_facts_its_files_and_the_last_seal(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar, office: Office
) -> None:
    report = compile_report(
        session, make_document(period), now=EVENING, calendar=calendar, office=office
    )

    assert (report.status, report.last_seal) == ("draft", "cd" * 32)
    assert report.facts["period_label"] == "2024年度"
    file = session.exec(select(ReportFile)).one()
    assert (file.report_id, file.content) == (report.number, b"%PDF-1.7")
    assert period.compiled_at == EVENING
    assert session.exec(select(Event.name)).all() == ["duban.report.compiled"]


def test_compiling_twice_keeps_one_report_and_sends_one_mail(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar, office: Office
) -> None:
    document = make_document(period)
    first = compile_report(session, document, now=EVENING, calendar=calendar, office=office)
    second = compile_report(session, document, now=EVENING, calendar=calendar, office=office)

    assert first.id == second.id
    message = session.exec(select(OutgoingMessage)).one()
    assert (message.report_id, message.merge_key) == (first.id, f"report:{first.id}")
    assert message.kind == "report"


def test_a_report_on_demand_is_sent_to_nobody(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar, office: Office
) -> None:
    document = replace(make_document(period), kind="on_demand", period_id=None)
    compile_report(session, document, now=EVENING, calendar=calendar, office=office)

    assert session.exec(select(OutgoingMessage)).all() == []
    assert period.compiled_at is None


def test_approving_and_issuing_are_recorded_and_send_nothing_again(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar, office: Office
) -> None:
    report = compile_report(
        session, make_document(period), now=EVENING, calendar=calendar, office=office
    )
    leader = make_account(session, AccountRole.LEADER, name="张立")
    approve_report(session, report.number, by=leader, now=EVENING)
    assert reports_to_issue(session) == [report.number]
    issue_report(session, report.number, now=EVENING, calendar=calendar, office=office)

    assert (report.status, report.approved_by, report.issued_at) == ("issued", "张立", EVENING)
    assert len(session.exec(select(OutgoingMessage)).all()) == 1
    assert session.exec(select(Event.name).order_by(col(Event.id))).all()[-2:] == [
        "duban.report.approved",
        "duban.report.issued",
    ]


def test_only_a_leader_approves_and_only_what_is_approved_is_issued(
    session: Session, period: ReportingPeriod, calendar: WorkingCalendar, office: Office
) -> None:
    report = compile_report(
        session, make_document(period), now=EVENING, calendar=calendar, office=office
    )
    with pytest.raises(NotAllowed):
        approve_report(session, report.number, by=make_account(session), now=EVENING)
    with pytest.raises(NotAllowed):
        issue_report(session, report.number, now=EVENING, calendar=calendar, office=office)
    assert session.exec(select(Report.status)).one() == "draft"


def test_the_cover_letter_reads_as_an_office_would_write_it(
    session: Session,
    period: ReportingPeriod,
    calendar: WorkingCalendar,
    office: Office,
    golden: Callable[[str, str], None],
) -> None:
    compile_report(session, make_document(period), now=EVENING, calendar=calendar, office=office)
    message = session.exec(select(OutgoingMessage)).one()

    golden("report.txt", f"{message.subject}\n\n{message.text}")
    golden("report.html", message.html or "")
