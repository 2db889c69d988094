"""The daily sweep that compiles what falls due."""

from sqlmodel import Session, select

from actions.reports import approve_report
from flows.compile_reports import is_waiting, sweep
from models import OutgoingMessage, Report, ReportFile, files_of
from reports.errors import FontsMissing
from reports.json_form import facts_sha256, from_data
from reports.pdf import render_pdf
from rules.access import AccountRole
from runtime.wiring import Runtime
from tests.factories import make_account
from tests.fakes import FakeClock
from tests.reports.year import make_year


def find_chinese_fonts() -> None:
    import pytest

    from reports.fonts import find_fonts

    try:
        find_fonts()
    except FontsMissing as missing:
        pytest.skip(str(missing))


async def test_the_report_is_compiled_on_its_day_and_mailed_once(
    runtime: Runtime, clock: FakeClock
) -> None:
    find_chinese_fonts()
    with runtime.transaction() as session:
        make_year(session)
    early, due = clock.set("2024-09-29T17:30"), clock.set("2024-09-30T17:30")

    assert not is_waiting(runtime, now=early)
    assert is_waiting(runtime, now=due)
    for now in (early, due, due):
        (await sweep(runtime, now=now)).raise_if_any_failed()

    with runtime.reading() as session:
        report = session.exec(select(Report)).one()
        forms = session.exec(select(ReportFile.format).order_by(ReportFile.format)).all()
        assert forms == ["docx", "html", "pdf", "xlsx"]
        assert session.exec(select(OutgoingMessage)).one().report_id == report.id
    assert not is_waiting(runtime, now=due)


async def test_a_kept_report_can_be_printed_again_to_the_same_bytes(
    runtime: Runtime, clock: FakeClock
) -> None:
    find_chinese_fonts()
    with runtime.transaction() as session:
        make_year(session)
    await sweep(runtime, now=clock.set("2024-09-30T17:30"))

    with Session(runtime.engine) as session:
        report = session.exec(select(Report)).one()
        kept = session.exec(select(ReportFile).where(ReportFile.format == "pdf")).one()
    assert facts_sha256(report.facts) == report.facts_sha256
    assert render_pdf(from_data(report.facts)) == kept.content


async def test_what_is_issued_is_no_longer_a_draft_and_says_the_same(
    runtime: Runtime, clock: FakeClock
) -> None:
    find_chinese_fonts()
    with runtime.transaction() as session:
        make_year(session)
    await sweep(runtime, now=clock.set("2024-09-30T17:30"))
    with runtime.transaction() as session:
        report = session.exec(select(Report)).one()
        leader = make_account(session, AccountRole.LEADER, name="张立")
        approve_report(session, report.number, by=leader, now=runtime.clock())
        [drafted] = session.exec(files_of(report.number).where(ReportFile.format == "html"))

    (await sweep(runtime, now=clock.set("2024-10-08T17:30"))).raise_if_any_failed()

    with runtime.reading() as session:
        files = {file.format: file for file in session.exec(files_of(report.number))}
        assert len(session.exec(select(ReportFile)).all()) == 8  # the draft is kept beside it
    assert sorted(files) == ["docx", "html", "pdf", "xlsx"]
    assert "代拟稿" in drafted.content.decode()
    assert "代拟稿" not in files["html"].content.decode()
    mark = '<div class="mark">代拟稿</div>\n'
    assert drafted.content.decode().replace(mark, "") == files["html"].content.decode()
