"""Lights: the worst of time, progress and reporting, with the reason in words."""

from dataclasses import replace
from datetime import date

import pytest

from rules.lights import MissedTarget, OpenStep, TaskFacts, YearTarget, light_of
from rules.slow import PlannedStep
from rules.tasks import TaskStatus
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days
from runtime.policies import built_in_policies

CALENDAR = WorkingCalendar(days=published_days())
STANDARD = built_in_policies()["常规"]
TODAY = date(2024, 9, 6)
GOING = TaskFacts(1, TaskStatus.IN_PROGRESS, started_on=date(2024, 1, 2), has_answered=True)
SOFT = MissedTarget("研发投入强度", told=True, stretch=True)
HARD = MissedTarget("高新技术企业数量", told=True, stretch=False)


@pytest.mark.parametrize(
    ("facts", "colour", "reason"),
    [
        (replace(GOING, percent=40.0), "green", "正常推进，进度40%"),
        (replace(GOING, has_answered=False), "grey", "尚无反馈，未到报送和完成时限"),
        (replace(GOING, status=TaskStatus.DRAFT), "grey", "尚未交办"),
        (replace(GOING, status=TaskStatus.CLOSED), "blue", "已销号"),
        (
            replace(GOING, status=TaskStatus.SUSPENDED, reason="上级政策调整"),
            "grey",
            "已中止：上级政策调整",
        ),
        (
            replace(GOING, due_on=date(2024, 9, 14)),
            "yellow",
            "完成时限（2024年9月14日）还有6个工作日",
        ),
        (
            replace(GOING, due_on=date(2024, 9, 2)),
            "red",
            "完成时限（2024年9月2日）已逾期4个工作日",
        ),
        (
            replace(GOING, open_steps=(OpenStep("完成主体工程", date(2024, 8, 30)),)),
            "red",
            "节点“完成主体工程”（2024年8月30日）已逾期5个工作日",
        ),
        (
            replace(GOING, percent=30.0, planned=(PlannedStep(date(2024, 6, 30), 50.0),)),
            "yellow",
            "进度30%，落后节点计划20个百分点",
        ),
        (replace(GOING, periods_missed=1), "yellow", "本期逾期未报送"),
        (replace(GOING, periods_missed=2), "red", "连续2期未报送"),
        (replace(GOING, missed_targets=(SOFT,)), "yellow", "力争指标“研发投入强度”到期未达到"),
        (replace(GOING, missed_targets=(HARD, SOFT)), "red", "指标“高新技术企业数量”到期未达到"),
        (
            replace(GOING, year_targets=(YearTarget("专利", date(2024, 12, 31), 40.0),)),
            "yellow",
            "指标“专利”完成40%，落后时间进度28个百分点",
        ),
        (
            replace(GOING, year_targets=(YearTarget("专利", date(2024, 12, 31), 60.0),)),
            "green",
            "正常推进",
        ),
        (
            replace(GOING, due_on=date(2024, 9, 2), status=TaskStatus.SUBMITTED),
            "green",
            "已报结，待核查",
        ),
    ],
)
def test_a_light_says_why(facts: TaskFacts, colour: str, reason: str) -> None:
    light = light_of(facts, TODAY, CALENDAR, STANDARD)
    assert (light.colour, light.reason) == (colour, reason)


def test_the_worst_wins_and_only_its_reasons_are_told() -> None:
    facts = replace(GOING, due_on=date(2024, 9, 2), periods_missed=1, missed_targets=(SOFT,))
    light = light_of(facts, TODAY, CALENDAR, STANDARD)
    assert light.label == "红灯"
    assert light.reason == "完成时限（2024年9月2日）已逾期4个工作日"


def test_work_is_measured_against_time_where_no_milestone_says_how_far() -> None:
    facts = replace(GOING, percent=20.0, due_on=date(2024, 12, 31))
    assert light_of(facts, TODAY, CALENDAR, STANDARD).reason == ("进度20%，落后时间进度48个百分点")
