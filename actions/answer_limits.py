"""How many answers go out by themselves: two programs, or a forger, must not keep us writing.

A holiday program that hides what it is answers each receipt; whoever holds one letter of ours can
write under a thousand names. Each mail is kept and understood all the same; only no more is said.
"""

from datetime import date

from sqlmodel import Session, col, func, select

from models import OutgoingMessage

MOST_ANSWERS = {"receipt": 100, "question": 20}  # to one address of a department, a day
MOST_REFUSALS = 50  # to strangers, all of them together, a day
MOST_CONFIRMATIONS = 5  # asked of one department's contacts, a day


def refusal_key(address: str, today: date) -> str:
    """Return the key under which a stranger is told once a day where answers go."""
    return f"refused:{today}:{address}"


def confirmation_key(department_id: int, address: str, today: date) -> str:
    """Return the key under which a department is asked once a day about one writer."""
    return f"confirm:{today}:{department_id}:{address}"


def is_enough_said(
    session: Session, kind: str, *, department_id: int, address: str, today: date
) -> bool:
    """Tell whether an address was answered so often today that nobody reads it any more."""
    query = select(func.count()).where(
        OutgoingMessage.department_id == department_id,
        OutgoingMessage.office_day == today,
        OutgoingMessage.kind == kind,
        OutgoingMessage.to_address == address,
    )
    with session.no_autoflush:
        return session.exec(query).one() >= MOST_ANSWERS[kind]


def are_enough_refused(session: Session, *, today: date) -> bool:
    """Tell whether so many strangers were written to today that somebody must be behind it."""
    return _counted(session, refusal_key("", today)) >= MOST_REFUSALS


def are_enough_asked(session: Session, *, department_id: int, today: date) -> bool:
    """Tell whether a department was asked about so many writers today that it is an attack."""
    return _counted(session, confirmation_key(department_id, "", today)) >= MOST_CONFIRMATIONS


def _counted(session: Session, beginning: str) -> int:
    key = col(OutgoingMessage.merge_key)
    return session.exec(
        select(func.count()).where(key.startswith(beginning, autoescape=True))
    ).one()
