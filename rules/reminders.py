"""Which reminder (提醒) is due about a day, if one is: before it, or after it beside the ladder."""

from dataclasses import dataclass
from datetime import date

from rules.due import Due, DueKind
from rules.policies import Policy
from rules.working_days import WorkingCalendar

OPENS = "return-opens"
CAUGHT_UP = 5  # working days for which a missed reminder after the day is still made up for
LATE = "-late-"  # in the rule of a reminder after the day
WITHOUT_REMINDER = frozenset({DueKind.ACKNOWLEDGE, DueKind.SLOW})

RULE_WORDS = {
    DueKind.ITEM: "return",
    DueKind.MILESTONE: "milestone",
    DueKind.DEADLINE: "deadline",
    DueKind.TARGET: "target",
}


@dataclass(frozen=True, slots=True)
class ReminderPoint:
    """A day on which an audience should hear, and the rule that says so."""

    rule: str  # return-opens, return-due-10, …
    on: date

    @property
    def is_late(self) -> bool:
        """Is it a reminder after the day?"""
        return LATE in self.rule


def reminder_points(due: Due, *, calendar: WorkingCalendar, policy: Policy) -> list[ReminderPoint]:
    """Return the days on which this due instance is remembered, earliest first.

    Days up to the one on which the department was told are left out: it was told.
    """
    if due.kind in WITHOUT_REMINDER:
        return []
    word = RULE_WORDS[due.kind]
    points = [
        ReminderPoint(f"{word}-due-{before}", calendar.add_working_days(due.due_on, -before))
        for before in policy.remind_before
    ]
    points = [point for point in points if point.on > due.told_on]
    if due.kind is DueKind.ITEM:
        points.insert(0, ReminderPoint(OPENS, due.told_on))
    return points


def late_points(due: Due, *, calendar: WorkingCalendar, policy: Policy) -> list[ReminderPoint]:
    """Return the days on which what is overdue is remembered beside the ladder, earliest first."""
    if due.kind in WITHOUT_REMINDER:
        return []
    word = RULE_WORDS[due.kind]
    return [
        ReminderPoint(f"{word}{LATE}{after}", calendar.add_working_days(due.late_from, after))
        for after in policy.remind_after
    ]


def reminder_due(
    due: Due, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> ReminderPoint | None:
    """Return the one reminder to decide today, or None.

    After an outage only the latest counts; what was missed before it is not made up for.
    A return that opened after its own day is announced all the same.
    """
    if not calendar.is_working_day(today):
        return None
    if today > due.counts_from:
        return _late_due(due, today=today, calendar=calendar, policy=policy)
    reached = [
        point
        for point in reminder_points(due, calendar=calendar, policy=policy)
        if point.on <= today
    ]
    return reached[-1] if reached else None


def _late_due(
    due: Due, *, today: date, calendar: WorkingCalendar, policy: Policy
) -> ReminderPoint | None:
    """Return the latest point after the day, unless it was missed for longer than a week."""
    reached = [
        point
        for point in late_points(due, calendar=calendar, policy=policy)
        if point.on <= today and calendar.working_days_late(point.on, today) <= CAUGHT_UP
    ]
    return reached[-1] if reached else None
