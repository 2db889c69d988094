"""Parts whose answer came and waits in the triage list: the office's turn, not the department's."""

from collections.abc import Iterator

from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from models import Assignment, InboundMessage, OutgoingMessage
from rules.assignments import AssignmentStatus

NO_ANSWER = ("rejected", "bounce", "auto_reply")  # kinds that hold nobody's climb


def answers_in_triage(session: Session) -> set[int]:
    """Return the assignments that a message in triage answers, or claims to.

    One that answers a message of ours is about its tasks; a call or form about all of its
    department. A forged one counts for nothing. It is believed only so far that nobody is urged
    before a person has looked; an alarm sees to it that one looks.
    """
    query = (
        rows_of(
            col(InboundMessage.department_id),
            col(OutgoingMessage.department_id),
            col(OutgoingMessage.task_ids),
        )
        .join(
            OutgoingMessage,
            col(OutgoingMessage.id) == col(InboundMessage.outgoing_id),
            isouter=True,
        )
        .where(
            col(InboundMessage.status) == "triage",
            col(InboundMessage.kind).not_in(NO_ANSWER),
        )
    )
    held: set[int] = set()
    for department_id, asked_id, task_ids in session.execute(query):
        held.update(_parts(session, asked_id or department_id, task_ids or []))
    return held


def _parts(session: Session, department_id: int | None, task_ids: list[int]) -> Iterator[int]:
    if department_id is None:
        return
    query = rows_of(col(Assignment.id)).where(
        col(Assignment.department_id) == department_id,
        col(Assignment.status) != AssignmentStatus.ENDED,
    )
    if task_ids:
        query = query.where(col(Assignment.task_id).in_(task_ids))
    yield from session.execute(query).scalars()
