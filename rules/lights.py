"""Lights (亮灯): how a task stands on one day, with the reason in words. Never stored.

The worst of time, progress and reporting wins. A light never punishes anybody by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.policies import Policy
from rules.slow import (
    SILENT_PERIODS,
    PlannedStep,
    expected_percent,
    points_behind,
    share_of_year,
)
from rules.tasks import LABELS as TASK_LABELS
from rules.tasks import TaskStatus
from rules.wording import chinese_date, quoted
from rules.working_days import WorkingCalendar


class Colour(StrEnum):
    """From best to worst, after the two that judge nothing."""

    BLUE = "blue"  # closed
    GREY = "grey"  # not started, or nothing can be said
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


COLOUR_LABELS = {
    Colour.BLUE: "蓝灯",
    Colour.GREY: "灰灯",
    Colour.GREEN: "绿灯",
    Colour.YELLOW: "黄灯",
    Colour.RED: "红灯",
}
SEVERITY = list(Colour)


@dataclass(frozen=True, slots=True)
class Light:
    """One colour and why."""

    colour: Colour
    reason: str

    @property
    def label(self) -> str:
        """The colour's name as printed."""
        return COLOUR_LABELS[self.colour]


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A milestone that is not done yet."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class MissedTarget:
    """A number whose day is past: not reached, or not told."""

    indicator: str
    told: bool
    stretch: bool  # 力争: never turns red alone


@dataclass(frozen=True, slots=True)
class YearTarget:
    """A number of this year, not 力争 and not reached yet: how much of it the last value is."""

    indicator: str
    by: date
    done: float  # percent


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """All that a light is computed from."""

    task_id: int
    status: TaskStatus
    reason: str | None = None  # of a suspension or withdrawal
    started_on: date | None = None
    due_on: date | None = None
    percent: float | None = None  # as last reported by who answers for the task
    has_answered: bool = False
    planned: tuple[PlannedStep, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    periods_missed: int = 0  # in a row, by who answers for the task
    others_missing: int = 0  # departments beside them that owe a report past its day
    missed_targets: tuple[MissedTarget, ...] = ()
    year_targets: tuple[YearTarget, ...] = ()


def light_of(facts: TaskFacts, today: date, calendar: WorkingCalendar, policy: Policy) -> Light:
    """Return the light of a task on one day: the worst wins, and every reason of it is told."""
    if settled := _settled(facts):
        return settled
    found = [*_time(facts, today, calendar, policy), *_reporting(facts), *_targets(facts)]
    found += [*_progress(facts, today, policy), *_paths(facts, today, policy)]
    if not found:
        return _untroubled(facts)
    worst = max((light.colour for light in found), key=SEVERITY.index)
    return Light(worst, "；".join(light.reason for light in found if light.colour is worst))


def _settled(facts: TaskFacts) -> Light | None:
    match facts.status:
        case TaskStatus.CLOSED:
            return Light(Colour.BLUE, "已销号")
        case TaskStatus.SUSPENDED | TaskStatus.WITHDRAWN:
            why = f"：{facts.reason}" if facts.reason else ""
            return Light(Colour.GREY, f"已{TASK_LABELS[facts.status]}{why}")
        case TaskStatus.DRAFT | TaskStatus.CONFIRMED:
            return Light(Colour.GREY, "尚未交办")
        case TaskStatus.VERIFIED:
            return Light(Colour.GREEN, "已核查，待销号")
    return None


def _untroubled(facts: TaskFacts) -> Light:
    if facts.status is TaskStatus.SUBMITTED:
        return Light(Colour.GREEN, "已报结，待核查")
    if facts.has_answered:
        done = f"，进度{facts.percent:g}%" if facts.percent is not None else ""
        return Light(Colour.GREEN, f"正常推进{done}")
    return Light(Colour.GREY, "尚无反馈，未到报送和完成时限")


def _time(
    facts: TaskFacts, today: date, calendar: WorkingCalendar, policy: Policy
) -> Iterator[Light]:
    if facts.status is TaskStatus.SUBMITTED:
        return  # 报结 stops the clock of the task; the office's own limit is another matter
    dues = [(step.due_on, f"节点{quoted(step.title)}") for step in facts.open_steps]
    if facts.due_on is not None:
        dues.append((facts.due_on, "完成时限"))
    near = max(policy.remind_before)
    for due_on, what in sorted(dues):
        if today > due_on:
            yield Light(Colour.RED, f"{what}{_day(due_on)}{_late(due_on, today, calendar)}")
        elif (left := calendar.working_days_until(due_on, today)) <= near:
            yield Light(Colour.YELLOW, f"{what}{_day(due_on)}{_left(left, due_on, today)}")


def _progress(facts: TaskFacts, today: date, policy: Policy) -> Iterator[Light]:
    if facts.status is TaskStatus.SUBMITTED:
        return
    expected = expected_percent(
        facts.planned, started_on=facts.started_on, due_on=facts.due_on, today=today
    )
    behind = points_behind(facts.percent, expected)
    if behind >= policy.behind_points:
        against = "节点计划" if facts.planned else "时间进度"
        yield Light(Colour.YELLOW, f"进度{facts.percent:g}%，落后{against}{behind:.0f}个百分点")


def _reporting(facts: TaskFacts) -> Iterator[Light]:
    if facts.periods_missed >= SILENT_PERIODS:
        yield Light(Colour.RED, f"连续{facts.periods_missed}期未报送")
    elif facts.periods_missed:
        yield Light(Colour.YELLOW, "本期逾期未报送")
    if facts.others_missing:
        yield Light(Colour.YELLOW, f"另有{facts.others_missing}个单位逾期未报送")


def _targets(facts: TaskFacts) -> Iterator[Light]:
    for target in facts.missed_targets:
        if not target.told:
            yield Light(Colour.YELLOW, f"指标{quoted(target.indicator)}到期未报完成值")
        elif target.stretch:
            yield Light(Colour.YELLOW, f"力争指标{quoted(target.indicator)}到期未达到")
        else:
            yield Light(Colour.RED, f"指标{quoted(target.indicator)}到期未达到")


def _paths(facts: TaskFacts, today: date, policy: Policy) -> Iterator[Light]:
    """A yearly number is on its path while its share is not far behind the share of the year."""
    for target in facts.year_targets:
        behind = points_behind(target.done, share_of_year(today, until=target.by))
        if behind >= policy.behind_points:
            done = f"指标{quoted(target.indicator)}完成{target.done:.0f}%"
            yield Light(Colour.YELLOW, f"{done}，落后时间进度{behind:.0f}个百分点")


def _late(due_on: date, today: date, calendar: WorkingCalendar) -> str:
    days = calendar.working_days_late(due_on, today)
    return f"已逾期{days}个工作日" if days else "已过"  # no working day has passed over a weekend


def _left(days: int, due_on: date, today: date) -> str:
    if days:
        return f"还有{days}个工作日"
    return "今日到期" if due_on == today else "即将到期"  # on a day off, with none of work between


def _day(day: date) -> str:
    return f"（{chinese_date(day)}）"
