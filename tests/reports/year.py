"""A small year in the tables: two tasks, four departments, one of them silent."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from models import Extension, ReportingPeriod, StatusUpdate, TargetReading
from rules.assignments import Role
from rules.returns import ItemStatus
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

EVENING = datetime(2024, 9, 30, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai, on the due day
ANSWERED = datetime(2024, 9, 24, 2, 0, tzinfo=UTC)
LATE = datetime(2024, 9, 30, 2, 0, tzinfo=UTC)


def make_year(session: Session) -> ReportingPeriod:
    """市科技局 answers in full, 市财政局 supports late, 市工信局 says nothing."""
    notice = make_notice(session, title="临澜市科技创新行动方案", doc_number="临澜府办〔2024〕6号")
    science = make_department(session, "市科技局")
    finance = make_department(session, "市财政局")
    industry = make_department(session, "市工业和信息化局")
    first = make_task(session, notice, title="建设海洋装备中试基地", due_on=date(2025, 12, 31))
    second = make_task(
        session,
        notice,
        title="推进企业设立研发机构",
        due_on=date(2025, 12, 31),
        original_due_on=date(2025, 6, 30),
    )
    lead = make_assignment(session, first, science)
    support = make_assignment(session, first, finance, role=Role.SUPPORT, order=2)
    silent = make_assignment(session, second, industry)
    period = make_period(session, make_duty(session, notice, recipient="市人民政府"))
    told = make_return_item(session, period, lead, status=ItemStatus.ACCEPTED, given_at=ANSWERED)
    late = make_return_item(
        session, period, support, status=ItemStatus.GIVEN, given_at=LATE, due_on=date(2024, 9, 25)
    )
    make_return_item(session, period, silent)
    session.add(
        StatusUpdate(
            assignment_id=lead.number,
            return_item_id=told.number,
            percent=60,
            state="正常推进",
            narrative="完成项目用地选址，取得用海预审意见。",
            problems="用海审批周期较长。",
            next_steps="年底前开工建设。",
            said_at=ANSWERED,
        )
    )
    session.add(
        StatusUpdate(
            assignment_id=support.number,
            return_item_id=late.number,
            percent=50,
            narrative="下达专项资金800万元。",
            said_at=LATE,
        )
    )
    session.add(
        Extension(
            task_id=second.number,
            assignment_id=silent.number,
            from_on=date(2025, 6, 30),
            until_on=date(2025, 12, 31),
            reason="设备进口手续延后",
            asked_at=ANSWERED,
            status="granted",
            decided_by="张立",
            decided_at=ANSWERED,
        )
    )
    target = make_target(session, notice, science)
    make_target(session, notice, None, indicator="引进创新团队", value=16, unit="个")
    session.add(
        TargetReading(
            target_id=target.number,
            department_id=science.number,
            value=540,
            unit="家",
            read_at=ANSWERED,
        )
    )
    session.flush()
    return period
