"""A policy file is compared with what is in force, put in force, and taken over while running."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from actions.due import Scope, find_due
from actions.policy_changes import apply_policies, choose_policy, compare_policies
from models import EscalationCase, Event, Notice, PolicyVersion, Task
from rules.errors import NotAllowed, PolicyInvalid
from rules.policies import EscalationLadder
from rules.policy_files import parse_policies
from runtime.calendar import calendar_version
from runtime.policies import built_in_policies, built_in_text, policy_mark, policy_path
from runtime.wiring import Runtime
from tests.factories import make_assignment, make_notice, make_task
from tests.fakes import FakeClock

EARLIER = built_in_text().replace("remind_before = [10, 3]", "remind_before = [5]")
LATER_RUNG = built_in_text().replace(
    "after_working_days = 5\naudience", "after_working_days = 6\naudience", 1
)


def open_task(runtime: Runtime, **facts: object) -> int:
    with runtime.transaction() as session:
        notice = make_notice(session, title="科技创新行动方案")
        task = make_task(session, notice, due_on=date(2024, 4, 15), **facts)
        return make_assignment(session, task).number


def test_each_day_is_shown_before_and_after(runtime: Runtime) -> None:
    open_task(runtime)
    with runtime.reading() as session:
        change = compare_policies(
            session, before=runtime.policies, after=parse_policies(EARLIER),
            now=runtime.clock(), calendar=runtime.calendar,
        )  # fmt: skip
    assert [(one.what, str(one.before), str(one.after)) for one in change.days] == [
        ("完成时限前10个工作日提醒", "2024-03-29", "None"),
        ("完成时限前5个工作日提醒", "None", "2024-04-08"),
        ("完成时限前3个工作日提醒", "2024-04-10", "None"),
    ]  # fmt: skip
    assert ("常规", "remind_before", "10、3", "5") in change.settings


def test_a_climb_under_way_keeps_its_own_ladder(runtime: Runtime, clock: FakeClock) -> None:
    part = open_task(runtime)
    clock.set("2024-04-16T09:00")
    with runtime.transaction() as session:
        ladder = built_in_policies()["常规"].ladder
        session.add(
            EscalationCase(
                assignment_id=part, due_instance="deadline:1:2024-04-15",
                due_on=date(2024, 4, 15), ladder=ladder.as_data(), opened_at=clock(),
            )
        )  # fmt: skip
    with runtime.reading() as session:
        change = compare_policies(
            session, before=runtime.policies, after=parse_policies(LATER_RUNG),
            now=clock(), calendar=runtime.calendar,
        )  # fmt: skip
        case = session.exec(select(EscalationCase)).one()
    assert change.frozen == 1
    assert not [one for one in change.days if "已逾期" in one.what]
    assert EscalationLadder.from_data(case.ladder) == ladder


def test_applying_keeps_the_file_whole_and_says_who(runtime: Runtime) -> None:
    path = policy_path(runtime.settings)
    with runtime.transaction() as session:
        apply_policies(session, EARLIER, path=path, now=runtime.clock(), actor="王主任")
    with runtime.reading() as session:
        version = session.exec(select(PolicyVersion)).one()
        event = session.exec(select(Event).where(Event.name == "duban.policy.applied")).one()
    assert path.read_text("utf-8") == version.text == EARLIER
    assert event.actor == version.applied_by == "王主任"
    assert not list(path.parent.glob("*.new"))


def test_a_spoilt_file_is_never_applied(runtime: Runtime) -> None:
    path = policy_path(runtime.settings)
    with pytest.raises(PolicyInvalid), runtime.transaction() as session:
        apply_policies(session, "x = 1", path=path, now=runtime.clock(), actor="王主任")
    assert not path.exists()


def test_a_running_server_takes_over_what_was_applied(runtime: Runtime) -> None:
    with runtime.reading() as session:
        runtime.seen = (policy_mark(runtime.settings), calendar_version(session))
    runtime.refresh()
    assert list(runtime.policies["常规"].remind_before) == [10, 3]
    path = policy_path(runtime.settings)
    with runtime.transaction() as session:
        apply_policies(session, EARLIER, path=path, now=runtime.clock(), actor="王主任")
    runtime.refresh()
    assert list(runtime.policies["常规"].remind_before) == [5]


def test_a_file_spoilt_by_hand_leaves_the_one_before_in_force(
    runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    with runtime.reading() as session:
        runtime.seen = (policy_mark(runtime.settings), calendar_version(session))
    policy_path(runtime.settings).write_text('["常规"]\nacknowledge_within = -1\n', "utf-8")
    runtime.refresh()
    runtime.refresh()
    assert runtime.policies["常规"].acknowledge_within == 2
    assert caplog.text.count("办理方案文件有误") == 1


def test_one_notice_may_be_handled_by_another_preset(runtime: Runtime) -> None:
    open_task(runtime)
    with runtime.transaction() as session:
        notice = session.exec(select(Notice)).one()
        facts: Any = {"policies": runtime.policies, "now": runtime.clock(), "actor": "王主任"}
        choose_policy(session, notice, "紧急", **facts)
        with pytest.raises(NotAllowed, match="没有名为“特急”的办理方案"):
            choose_policy(session, notice, "特急", **facts)
        change = compare_policies(
            session, before=runtime.policies,
            after={"常规": runtime.policies["常规"]}, now=runtime.clock(),
            calendar=runtime.calendar,
        )  # fmt: skip
    assert notice.policy == "紧急"
    assert change.orphans == ["《科技创新行动方案》（紧急）"]


def test_of_two_presets_for_one_task_its_own_wins(runtime: Runtime) -> None:
    open_task(runtime)
    open_task(runtime)
    with runtime.transaction() as session:
        first = session.exec(select(Task)).first()
        assert first is not None
        facts: Any = {"policies": runtime.policies, "now": runtime.clock(), "actor": "王主任"}
        choose_policy(session, first, "紧急", **facts)
    with runtime.reading() as session:
        owed = find_due(session, Scope(until=date(2024, 5, 1)), calendar=runtime.calendar)
        event = session.exec(select(Event).where(Event.name == "duban.policy.chosen")).one()
    assert {due.task_id: due.policy for due in owed} == {1: "紧急", 2: "常规"}
    assert (event.subject_kind, event.payload["after"]) == ("task", "紧急")
