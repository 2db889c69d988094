"""Rungs: one a working day, in order, and an outage rushes nobody."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.escalation import rung_now
from rules.policies import Policy
from rules.working_days import WorkingCalendar
from runtime.calendar import published_days
from runtime.policies import built_in_policies

CALENDAR = WorkingCalendar(days=published_days())
PRESETS = built_in_policies()


def climb(policy: Policy, due_on: date, *, first: date, days: int) -> list[tuple[date, str]]:
    """Let the days pass and take what is due, several times a day."""
    taken: list[tuple[date, str]] = []
    for step in range(days * 3):
        today = first + timedelta(step // 3)
        rung = rung_now(
            policy.ladder,
            due_on=due_on,
            steps_taken=len(taken),
            stepped_on=taken[-1][0] if taken else None,
            today=today,
            calendar=CALENDAR,
        )
        if rung is not None:
            taken.append((today, rung.name))
    return taken


def test_each_level_hears_in_turn() -> None:
    """Due on Friday 2024-03-01: +1, +3, +5, +10, +15 and +20 working days."""
    taken = climb(PRESETS["常规"], date(2024, 3, 1), first=date(2024, 3, 1), days=60)
    assert [(day.isoformat(), name) for day, name in taken] == [
        ("2024-03-04", "urge_1"),
        ("2024-03-06", "urge_2"),
        ("2024-03-08", "notice_of_supervision"),
        ("2024-03-15", "bulletin"),
        ("2024-03-22", "talk"),
        ("2024-03-29", "accountability"),
    ]


def test_an_outage_skips_nobody_and_rushes_nobody() -> None:
    taken = climb(PRESETS["常规"], date(2024, 3, 1), first=date(2024, 4, 1), days=9)
    assert [(day.isoformat(), name) for day, name in taken] == [
        ("2024-04-01", "urge_1"),
        ("2024-04-02", "urge_2"),
        ("2024-04-03", "notice_of_supervision"),
        ("2024-04-07", "bulletin"),  # a working Sunday after 清明
        ("2024-04-08", "talk"),
        ("2024-04-09", "accountability"),
    ]


def test_an_urgent_matter_is_urged_on_its_day() -> None:
    taken = climb(PRESETS["紧急"], date(2024, 3, 5), first=date(2024, 3, 1), days=8)
    assert taken[0] == (date(2024, 3, 5), "urge_1")


@given(
    due_on=st.dates(date(2012, 1, 1), date(2026, 1, 1)),
    back_after=st.integers(-5, 90),
    preset=st.sampled_from(["常规", "紧急"]),
)
def test_no_climb_is_early_double_or_out_of_order(
    due_on: date, back_after: int, preset: str
) -> None:
    policy = PRESETS[preset]
    taken = climb(policy, due_on, first=due_on + timedelta(back_after), days=60)
    names = [rung.name for rung in policy.ladder.rungs]
    assert [name for _, name in taken] == names[: len(taken)]
    assert len({day for day, _ in taken}) == len(taken)
    for (day, _), rung in zip(taken, policy.ladder.rungs, strict=False):
        assert CALENDAR.is_working_day(day)
        assert CALENDAR.working_days_late(due_on, day) >= rung.after_working_days
