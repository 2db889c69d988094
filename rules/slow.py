"""When work is slow: behind its milestones, or else behind the share of time passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CAUSES = {
    "silent": "连续两期未报送进展",
    "behind": "工作进度落后于计划",
    "target": "年度指标完成值落后于时间进度",
}
AT_LEAST = (">=", ">", "=", "~")  # a number to be reached; one to stay under has no path
SILENT_PERIODS = 2  # no answer for this many periods in a row


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A milestone that says how much of the task is done by its day."""

    due_on: date
    percent: float


def expected_percent(
    steps: Sequence[PlannedStep], *, started_on: date | None, due_on: date | None, today: date
) -> float | None:
    """Return how far the task should be today, or None where nothing says so.

    Of milestones the last one that has passed counts; between two of them nothing is owed.
    """
    if steps:
        return max((step.percent for step in steps if step.due_on < today), default=0.0)
    if started_on is None or due_on is None or due_on <= started_on:
        return None
    share = (today - started_on).days / (due_on - started_on).days
    return 100.0 * min(max(share, 0.0), 1.0)


def points_behind(reported: float | None, expected: float | None) -> float:
    """Return by how many percentage points work lags; 0 where either figure is unknown.

    A department that never gave a figure is silent, not slow: other rules ask it.
    """
    if reported is None or expected is None:
        return 0.0
    return max(0.0, expected - reported)


def share_of_year(today: date, *, until: date) -> float:
    """Return how much of the way from New Year to `until` has passed, in percent."""
    begins = date(until.year, 1, 1)
    whole = (until - begins).days
    return 100.0 * min(max((today - begins).days / whole, 0.0), 1.0) if whole else 100.0


def quarter_of(day: date) -> str:
    """Return `2024Q3`: the period in which work is found behind at most once."""
    return f"{day.year}Q{(day.month + 2) // 3}"
