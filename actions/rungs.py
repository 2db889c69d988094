"""Which rung a decision took: by the ladder that its climb began with."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from models import EscalationCase, Reminder
from rules.policies import EscalationLadder, LadderRung


def rungs_of(session: Session, reminders: Sequence[Reminder]) -> list[LadderRung | None]:
    """Return the rung that each decision took, by its climb's own ladder; None for a reminder."""
    cases = cases_of(session, {reminder.subject_id for reminder in reminders})
    return [
        rung_of(reminder, cases.get((reminder.subject_id, reminder.due_instance)))
        for reminder in reminders
    ]


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
