"""Which rung of its ladder a late assignment stands before today."""

from datetime import date

from rules.due import Due
from rules.policies import EscalationLadder, LadderRung, Policy
from rules.working_days import WorkingCalendar


def rung_now(
    ladder: EscalationLadder,
    *,
    due_on: date,
    steps_taken: int,
    stepped_on: date | None,
    today: date,
    calendar: WorkingCalendar,
) -> LadderRung | None:
    """Return the rung to take today, or None: one a working day, none early, none skipped.

    A rung after 0 working days (紧急) is taken on the due day itself.
    """
    if today < due_on or stepped_on == today or not calendar.is_working_day(today):
        return None
    return ladder.step_due(
        days_late=calendar.working_days_late(due_on, today), steps_taken=steps_taken
    )


def climb_begins(due: Due, *, today: date, calendar: WorkingCalendar, policy: Policy) -> bool:
    """Say whether an unanswered due instance has reached the first rung of its ladder."""
    first = rung_now(
        policy.ladder,
        due_on=due.late_from,
        steps_taken=0,
        stepped_on=None,
        today=today,
        calendar=calendar,
    )
    return first is not None
