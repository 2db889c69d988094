"""Who may call: departments with a key that was not revoked."""

from sqlmodel import Session, col, select

from models import Department, WebhookKey


def find_callers(session: Session, code: str = "") -> list[Department]:
    """Return the department of that code if it has a key; without a code, every one that has."""
    query = (
        select(Department)
        .join(WebhookKey, col(WebhookKey.department_id) == Department.id)
        .where(col(WebhookKey.revoked_at).is_(None))
        .distinct()
        .order_by(col(Department.id))
    )
    if code:
        query = query.where(Department.code == code)
    return list(session.exec(query))
