"""Every figure of a report, counted again by other code: SQL on the tables, and the workbook."""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import Session

from models import ReportingPeriod, ReturnItem, StatusUpdate, TargetReading
from reports.blocks import Annex, Document, Paragraph, Table
from reports.facts import collect
from reports.prose import document
from reports.report import Report
from reports.words import LIGHTS
from reports.xlsx import render_xlsx
from rules.assignments import Role
from rules.office import Office
from rules.returns import ItemStatus
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.wiring import Runtime
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)

NOW = datetime(2024, 9, 30, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai on the due day
EARLY, LATE = NOW - timedelta(days=8), NOW - timedelta(hours=4)
SUPPORTS_BY = date(2024, 9, 25)
# A lead's answer, a supporter's answer, what became of each; one line a task.
OUTCOMES = (
    ("accepted", "given"),
    ("consolidated", "late"),
    ("given", "awaited"),
    ("late", "sent_back"),
    ("awaited", "awaited"),
    ("accepted", "consolidated"),
    ("sent_back", "given"),
    ("accepted", "given"),
    ("after", "after"),
    ("not_due", "given"),
    ("awaited", "late"),
    ("accepted", "awaited"),
)
COUNTS = {
    "应报单位": "SELECT count(DISTINCT r.department_id) FROM return_item i JOIN {r}",
    "全部报齐的单位": "SELECT count(*) FROM (SELECT r.department_id FROM return_item i JOIN {r} "
    "GROUP BY r.department_id HAVING sum({given}) = count(*))",
    "应报填报项": "SELECT count(*) FROM return_item i JOIN {r}",
    "已报填报项": "SELECT coalesce(sum({given}), 0) FROM return_item i JOIN {r}",
    "按时填报项": "SELECT coalesce(sum({given} AND {on_time}), 0) FROM return_item i JOIN {r}",
    "迟报填报项": "SELECT coalesce(sum({given} AND NOT {on_time}), 0) FROM return_item i JOIN {r}",
    "未报填报项": "SELECT coalesce(sum(NOT {given}), 0) FROM return_item i JOIN {r}",
    "任务总数": "SELECT count(*) FROM task WHERE status NOT IN ('draft', 'withdrawn')",
    "已销号任务": "SELECT count(*) FROM task WHERE closed_at IS NOT NULL",
    "量化目标": "SELECT count(*) FROM target WHERE confirmed_at IS NOT NULL",
    "已填报的量化目标": "SELECT count(DISTINCT target_id) FROM target_reading",
    "达到目标值的量化目标": "SELECT count(*) FROM target t JOIN target_reading g "
    "ON g.id = (SELECT max(id) FROM target_reading WHERE target_id = t.id) "
    "AND g.unit = t.unit AND g.value >= t.value",
}
PARTS = {
    "r": '"return" r ON r.id = i.return_id',
    "given": "(i.status NOT IN ('awaited', 'sent_back') AND i.given_at <= '2024-09-30 09:30')",
    "on_time": "(date(i.given_at, '+8 hours') <= i.due_on)",
}


def make_full_year(session: Session) -> ReportingPeriod:
    """Twelve tasks of six departments, in which everything that can happen to a return does."""
    notice = make_notice(session)
    leads = [make_department(session, f"市第{letter}局") for letter in "甲乙丙"]
    helpers = [make_department(session, f"{letter}县人民政府") for letter in "丁戊己"]
    period = make_period(session, make_duty(session, notice))
    for number, outcomes in enumerate(OUTCOMES):
        task = make_task(session, notice, title=f"推进第{number}项改革", due_on=date(2025, 6, 30))
        lead = make_assignment(session, task, leads[number % 3])
        helper = make_assignment(session, task, helpers[number % 3], role=Role.SUPPORT, order=2)
        for part, outcome, due in zip(
            (lead, helper), outcomes, (date(2024, 9, 30), SUPPORTS_BY), strict=True
        ):
            item = make_return_item(session, period, part, due_on=due)
            _settle(session, item, outcome, f"{outcome}：第{number}项，{part.printed_name}有进展")
        if number in (0, 7):
            task.status, task.closed_at = TaskStatus.CLOSED, EARLY
    make_task(session, notice, status=TaskStatus.DRAFT, dispatched_at=None)
    for value, readings in ((600, (580, 610)), (600, (590,)), (50, ()), (20, (20,))):
        target = make_target(session, notice, leads[0], value=value, indicator=f"{value}家企业")
        for days, reading in enumerate(readings):
            session.add(
                TargetReading(
                    target_id=target.number,
                    department_id=leads[0].number,
                    value=reading,
                    unit="家",
                    read_at=EARLY + timedelta(days=days),
                )
            )
    session.flush()
    return period


def _settle(session: Session, item: ReturnItem, outcome: str, narrative: str) -> None:
    if outcome == "not_due":
        item.due_on = date(2024, 10, 15)
    if outcome in ("awaited", "not_due"):
        return
    at = {"late": LATE, "after": NOW + timedelta(hours=1)}.get(outcome, EARLY)
    if outcome == "late" and item.due_on == date(2024, 9, 30):
        item.due_on = date(2024, 9, 27)
    known = {status.value for status in ItemStatus}
    item.status = ItemStatus(outcome) if outcome in known else ItemStatus.GIVEN
    item.given_at = at
    session.add(
        StatusUpdate(
            assignment_id=item.assignment_id,
            return_item_id=item.number,
            percent=40,
            narrative=f"{narrative}。",
            problems="资金到位较慢。",
            next_steps="下一步，加快推进。",
            said_at=at,
        )
    )


@pytest.fixture
def report(session: Session, calendar: WorkingCalendar, office: Office, runtime: Runtime) -> Report:
    period = make_full_year(session)
    return collect(
        session,
        period.notice_id,
        period_id=period.number,
        now=NOW,
        calendar=calendar,
        policies=runtime.policies,
        office=office,
    )


def test_every_figure_is_what_sql_counts(session: Session, report: Report) -> None:
    counted = {
        label: session.execute(text(query.format(**PARTS))).scalar_one()
        for label, query in COUNTS.items()
    }

    told = {figure.label: figure.value for figure in report.figures}
    assert {label: told[label] for label in counted} == counted
    assert set(told) == set(counted) | set(LIGHTS.values())
    assert sum(told[light] for light in LIGHTS.values()) == told["任务总数"]


def test_every_figure_is_what_the_workbook_shows(report: Report) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(report)))
    head, *ledger = book.get_sheet_by_name("台账").to_python()[2:]
    returns = [row[3] for row in book.get_sheet_by_name("报送情况").to_python()[3:]]
    sources = book.get_sheet_by_name("数字来源").to_python()[3:]

    lights = Counter(str(row[head.index("亮灯")]) for row in ledger)
    states = Counter(row[head.index("完成状态")] for row in ledger)
    outcomes = Counter(returns)
    assert {name: report.figure(name) for name in lights} == lights
    assert report.figure("任务总数") == len(ledger)
    assert report.figure("已销号任务") == states["已销号"]
    assert report.figure("应报填报项") == len(returns)
    assert report.figure("按时填报项") == outcomes["按时"]
    assert report.figure("迟报填报项") == outcomes["迟报"]
    assert report.figure("未报填报项") == outcomes["未报"] + outcomes["退回"] + outcomes["未到期"]
    assert {row[0]: row[1] for row in sources} == {
        figure.label: f"{figure.value}{figure.unit}" for figure in report.figures
    }


def test_the_numbers_in_the_prose_are_the_figures(report: Report) -> None:
    prose = "".join(block.text for block in body(document(report)))
    told = {
        "应报单位": r"应报单位(\d+)个",
        "全部报齐的单位": r"全部报齐的单位(\d+)个",
        "应报填报项": r"、填报项(\d+)项",
        "已报填报项": r"已报(\d+)项",
        "按时填报项": r"按时报送(\d+)项",
        "迟报填报项": r"迟报(\d+)项",
        "未报填报项": r"未报(\d+)项",
        "任务总数": r"任务共(\d+)项",
        "已销号任务": r"已核查销号(\d+)项",
        "量化目标": r"提出量化目标(\d+)项",
        "已填报的量化目标": r"已有填报值(\d+)项",
        "达到目标值的量化目标": r"达到目标值(\d+)项",
    }
    for label, pattern in told.items():
        assert re.findall(pattern, prose)[:1] == [str(report.figure(label))], label
    for light in LIGHTS.values():
        shown = re.findall(rf"{light}(\d+)项（", prose)
        assert shown == ([str(report.figure(light))] if report.figure(light) else [])


def test_all_that_was_said_by_then_stands_in_the_report_and_nothing_later(
    session: Session, report: Report
) -> None:
    said = words_of(document(report))
    rows = session.execute(
        text("SELECT narrative, said_at <= '2024-09-30 09:30' FROM status_update")
    )
    for narrative, is_before in rows:
        assert (narrative in said) == bool(is_before)


def test_who_owes_something_is_named_at_the_head(session: Session, report: Report) -> None:
    head = next(block for block in body(document(report)) if block.lead_in.startswith("未报送"))
    owing = session.execute(
        text(
            'SELECT DISTINCT d.short_name FROM return_item i JOIN "return" r ON r.id = i.return_id '
            "JOIN department d ON d.id = r.department_id "
            "WHERE i.status IN ('awaited', 'sent_back') OR i.given_at > '2024-09-30 09:30'"
        )
    ).scalars()
    names = list(owing)
    assert names
    assert all(name in head.text for name in names)


def body(content: Document) -> list[Paragraph]:
    """Return the paragraphs before the annexes."""
    found = []
    for block in content.blocks:
        if isinstance(block, Annex):
            break
        if isinstance(block, Paragraph):
            found.append(block)
    return found


def words_of(content: Document) -> str:
    said = []
    for block in content.blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [cell for row in block.rows for cell in row]
    return "\n".join(said)
