"""The Report value and the questions that fill it."""

import json
from datetime import date, timedelta
from itertools import chain

from sqlmodel import Session, col, select

from models import Department, ReturnItem, StatusUpdate, Task
from reports.facts import collect
from reports.json_form import as_data, facts_sha256, from_data
from reports.report import Report
from rules.office import Office
from rules.returns import ItemStatus
from rules.working_days import WorkingCalendar
from runtime.wiring import Runtime
from tests.reports.invented import city_report, province_report
from tests.reports.year import ANSWERED, EVENING, make_year


def collect_year(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> Report:
    period = make_year(session)
    return collect(
        session,
        period.notice_id,
        period_id=period.number,
        now=EVENING,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )


def test_a_report_survives_its_journey_through_json() -> None:
    for report in (city_report(), province_report()):
        data = json.loads(json.dumps(as_data(report)))
        assert from_data(data) == report
        assert facts_sha256(data) == facts_sha256(as_data(report))


def test_every_figure_is_recounted_from_the_tables(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    report = collect_year(session, calendar, office, runtime)

    items = session.exec(select(ReturnItem)).all()
    given = [item for item in items if item.status is not ItemStatus.AWAITED]
    on_time = [
        item
        for item in given
        if item.given_at and calendar.office_day(item.given_at) <= item.due_on
    ]
    assert report.figure("任务总数") == len(session.exec(select(Task)).all())
    assert report.figure("应报填报项") == len(items)
    assert report.figure("已报填报项") == len(given)
    assert report.figure("按时填报项") == len(on_time)
    assert report.figure("未报填报项") == len(items) - len(given)
    assert report.figure("已填报的量化目标") == 1


def test_each_figure_names_the_rows_it_was_counted_from(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    report = collect_year(session, calendar, office, runtime)

    assert all(len(figure.ids) == figure.value for figure in report.figures)
    late = next(figure for figure in report.figures if figure.label == "迟报填报项")
    assert session.get_one(ReturnItem, late.ids[0]).due_on == date(2024, 9, 25)


def test_the_silent_department_is_named_with_what_it_owes(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    report = collect_year(session, calendar, office, runtime)

    owing = {each.department: [c.key for c in each.owed] for each in report.returns if each.owed}
    assert owing == {"市工业和信息化局": [report.tasks[1].key]}
    assert report.tasks[1].silent == ("市工业和信息化局",)


def test_an_accepted_answer_wins_over_a_newer_one_which_is_kept_as_well(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    period = make_year(session)
    accepted = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.said_at))).first()
    assert accepted is not None
    session.add(
        StatusUpdate(
            assignment_id=accepted.assignment_id,
            narrative="另补充：设备采购合同已签订。",
            said_at=ANSWERED + timedelta(days=2),
        )
    )
    session.flush()
    report = collect(
        session,
        period.notice_id,
        period_id=period.number,
        now=EVENING,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )

    task = report.tasks[0]
    assert task.lead is not None
    assert task.lead.narrative == "完成项目用地选址，取得用海预审意见。"
    assert [each.narrative for each in task.earlier] == ["另补充：设备采购合同已签订。"]


def test_a_corrected_answer_is_not_told_again(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    period = make_year(session)
    wrong = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.said_at))).first()
    assert wrong is not None
    session.add(
        StatusUpdate(
            assignment_id=wrong.assignment_id,
            return_item_id=wrong.return_item_id,
            corrects_id=wrong.number,
            percent=55,
            narrative="完成项目用地选址。",
            said_at=ANSWERED + timedelta(hours=1),
        )
    )
    session.flush()
    report = collect(
        session,
        period.notice_id,
        period_id=period.number,
        now=EVENING,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )

    task = report.tasks[0]
    assert task.percent == 55
    assert [each.narrative for each in task.statements] == [
        "完成项目用地选址。",
        "下达专项资金800万元。",
    ]


def test_what_was_said_after_the_moment_of_the_report_is_not_in_it(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    period = make_year(session)
    before = ANSWERED - timedelta(days=1)
    report = collect(
        session,
        period.notice_id,
        period_id=period.number,
        now=before,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )

    assert not list(chain.from_iterable(task.statements for task in report.tasks))
    assert report.targets[0].latest is None


def test_the_original_date_of_an_extension_is_kept(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    report = collect_year(session, calendar, office, runtime)

    (postponed,) = report.postponements
    assert (postponed.original_on, postponed.until_on) == (date(2025, 6, 30), date(2025, 12, 31))
    assert postponed.status == "已同意"


def test_a_collective_is_named_once_with_its_size(
    session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime
) -> None:
    from models import Collective
    from rules.assignments import Role
    from tests.factories import make_assignment, make_department, make_notice, make_task

    notice = make_notice(session)
    task = make_task(session, notice)
    cities = Collective(code="cities", name="各地级以上市人民政府")
    session.add(cities)
    session.flush()
    for order in range(3):
        city = make_department(session, f"{'甲乙丙'[order]}市人民政府", kind="government")
        make_assignment(
            session, task, city, role=Role.INHERITED, order=order, collective_id=cities.number
        )
    report = collect(
        session,
        notice.number,
        now=EVENING,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )

    assert report.tasks[0].inherited == ("各地级以上市人民政府（3个）",)
    assert report.returns == ()  # no period was opened: nobody owed anything
    assert len(session.exec(select(Department)).all()) == 3
