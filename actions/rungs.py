"""Which rung a decision took: by the ladder that its climb began with."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from models import EscalationCase, Reminder
from rules.policies import EscalationLadder, LadderRung


def rung_of(reminder: Reminder, case: EscalationCase | None) -> LadderRung | None:
    """Return the rung of one decision, or None."""
    if case is None or not reminder.rule.startswith("ladder-"):
        return None
    step = int(reminder.rule.removeprefix("ladder-"))
    return EscalationLadder.from_data(case.ladder).rungs[step - 1]


def cases_of(
    session: Session, assignments: Collection[int]
) -> dict[tuple[int, str], EscalationCase]:
    """Return the climbs of these parts, by part and due instance."""
    query = select(EscalationCase).where(col(EscalationCase.assignment_id).in_(assignments))
    return {(case.assignment_id, case.due_instance): case for case in session.exec(query)}
