"""Milestones of a plan are reached by what the lead reports."""

from datetime import date

from sqlmodel import Session

from actions.milestones import reach_milestones
from models import Assignment, Milestone, StatusUpdate
from rules.assignments import Role
from tests.factories import make_assignment, make_task
from tests.fakes import FakeClock


def make_milestones(session: Session, task_id: int) -> list[Milestone]:
    """Three steps of a plan, a third of the task each."""
    steps = [
        Milestone(task_id=task_id, title=f"第{n}步", due_on=date(2024, 4 + n, 1), percent=33.3 * n)
        for n in (1, 2, 3)
    ]
    session.add_all(steps)
    session.flush()
    return steps


def test_the_leads_percentage_reaches_the_steps_it_covers(
    session: Session, clock: FakeClock
) -> None:
    lead = make_assignment(session, make_task(session), consolidates=True)
    steps = make_milestones(session, lead.task_id)
    assert reach_milestones(session, lead, 70.0, now=clock(), actor="市科技局") == 2
    assert [step.done_at is not None for step in steps] == [True, True, False]
    assert reach_milestones(session, lead, 70.0, now=clock(), actor="市科技局") == 0


def test_a_supporting_unit_reaches_no_step_of_the_task(session: Session, clock: FakeClock) -> None:
    support = make_assignment(session, make_task(session), role=Role.SUPPORT, consolidates=False)
    make_milestones(session, support.task_id)
    assert reach_milestones(session, support, 100.0, now=clock(), actor="市财政局") == 0


def test_where_nobody_consolidates_a_step_is_reached_when_all_who_answer_have_reached_it(
    session: Session, clock: FakeClock
) -> None:
    task = make_task(session)
    counties = [make_assignment(session, task, consolidates=False) for _ in range(2)]
    steps = make_milestones(session, task.number)
    assert reach_milestones(session, counties[0], 70.0, now=clock(), actor="云埠区") == 0
    say(session, counties[0], 70.0, clock)
    assert reach_milestones(session, counties[1], 40.0, now=clock(), actor="岚溪县") == 1
    assert [step.done_at is not None for step in steps] == [True, False, False]


def say(session: Session, part: Assignment, percent: float, clock: FakeClock) -> None:
    session.add(StatusUpdate(assignment_id=part.number, percent=percent, said_at=clock()))
    session.flush()
