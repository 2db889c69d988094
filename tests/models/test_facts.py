"""The facts behind lights: right, and in a fixed number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from models import Milestone, StatusUpdate, TargetReading
from models.facts import task_facts
from rules.assignments import Role
from rules.working_days import WorkingCalendar
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
from tests.fakes import FakeClock

TODAY = date(2024, 10, 9)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_: Connection, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_facts_of_a_notice_take_a_fixed_number_of_queries(
    session: Session, engine: Engine, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    for _ in range(30):
        make_assignment(session, make_task(session, notice))
    with counted(engine) as asked:
        facts = task_facts(session, notice.number, today=TODAY, office_day=calendar.office_day)
    assert len(facts) == 30
    assert len(asked) == 5


def test_the_word_of_who_consolidates_counts(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    task = make_task(session)
    lead = make_assignment(session, task)
    support = make_assignment(session, task, role=Role.SUPPORT)
    for part, percent in ((lead, 30.0), (lead, 45.0), (support, 90.0)):
        session.add(StatusUpdate(assignment_id=part.number, percent=percent, said_at=clock()))
        session.flush()
    session.add(Milestone(task_id=task.number, title="甲", due_on=TODAY, percent=40.0))
    session.add(Milestone(task_id=task.number, title="乙", due_on=TODAY, percent=60.0))
    [facts] = task_facts(session, None, today=TODAY, office_day=calendar.office_day)
    assert facts.percent == 45.0
    assert [step.title for step in facts.open_steps] == ["乙"]
    assert len(facts.planned) == 2


def test_where_nobody_consolidates_the_one_furthest_behind_counts(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    """Three counties answer for a task, a bureau supports it."""
    notice = make_notice(session)
    task = make_task(session, notice)
    said: list[tuple[Role, float, str]] = [
        (Role.LEAD, 40.0, "正常推进"),
        (Role.LEAD, 70.0, "正常推进"),
        (Role.LEAD, 30.0, "已完成"),
        (Role.SUPPORT, 10.0, "进展滞后"),
    ]
    for role, percent, state in said:
        part = make_assignment(
            session, task, make_department(session), role=role, consolidates=False
        )
        session.add(
            StatusUpdate(assignment_id=part.number, percent=percent, state=state, said_at=clock())
        )
    session.flush()
    [facts] = task_facts(session, notice.number, today=TODAY, office_day=calendar.office_day)
    assert facts.percent == 40.0


def test_missing_reports_are_counted_in_a_row_and_apart(
    session: Session, calendar: WorkingCalendar
) -> None:
    notice = make_notice(session)
    task = make_task(session, notice)
    lead, support = (
        make_assignment(session, task, role=role) for role in (Role.LEAD, Role.SUPPORT)
    )
    duty = make_duty(session, notice)
    for year, status in ((2021, "awaited"), (2022, "given"), (2023, "awaited"), (2024, "awaited")):
        period = make_period(
            session, duty, label=f"{year}年度", opens_on=date(year, 9, 1), due_on=date(year, 9, 30)
        )
        make_return_item(session, period, lead, status=status)
    make_return_item(session, period, support)
    [facts] = task_facts(session, notice.number, today=TODAY, office_day=calendar.office_day)
    assert (facts.periods_missed, facts.others_missing) == (2, 1)


def test_a_target_is_missed_when_its_day_is_past_and_its_value_too_small(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice, owner = make_notice(session), make_department(session)
    task = make_task(session, notice)
    by = {"by": date(2024, 9, 30), "task_id": task.number}
    reached, missed = (make_target(session, notice, owner, **by) for _ in range(2))
    make_target(session, notice, owner, **by, indicator="技术合同成交额")
    for target, value in ((reached, 600.0), (missed, 900.0), (missed, 599.0)):
        session.add(
            TargetReading(
                target_id=target.number,
                department_id=owner.number,
                value=value,
                unit="家",
                read_at=clock(),
            )
        )
        session.flush()
    [facts] = task_facts(session, notice.number, today=TODAY, office_day=calendar.office_day)
    assert [(t.indicator, t.told) for t in facts.missed_targets] == [
        ("高新技术企业数量", True),
        ("技术合同成交额", False),
    ]


def test_of_this_years_targets_those_that_are_not_reached_say_how_far_they_are(
    session: Session, clock: FakeClock, calendar: WorkingCalendar
) -> None:
    notice, owner = make_notice(session), make_department(session)
    task = make_task(session, notice)
    by = {"by": date(2024, 12, 31), "task_id": task.number}
    rows = [
        make_target(session, notice, owner, **by),
        make_target(session, notice, owner, **by, indicator="已达到"),
        make_target(session, notice, owner, **by, indicator="力争", stretch=True),
        make_target(session, notice, owner, **by, indicator="不高于", op="<="),
        make_target(session, notice, owner, **by | {"by": date(2026, 12, 31)}, indicator="以后"),
        make_target(session, notice, owner, **by, indicator="已撤回"),
        make_target(session, notice, owner, **by, indicator="没有报"),
    ]
    told: dict[int, list[float | None]] = {
        0: [300.0, 240.0],
        1: [600.0],
        2: [1.0],
        3: [1.0],
        4: [1.0],
        5: [1.0, None],
    }
    for at, values in told.items():
        for value in values:
            session.add(
                TargetReading(
                    target_id=rows[at].number, department_id=owner.number, value=value,
                    unit="家", read_at=clock(),
                )
            )  # fmt: skip
            session.flush()
    [facts] = task_facts(session, notice.number, today=TODAY, office_day=calendar.office_day)
    assert [(t.indicator, t.done) for t in facts.year_targets] == [("高新技术企业数量", 40.0)]
