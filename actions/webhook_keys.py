"""A department's keys for signed webhooks: made, listed, revoked."""

import base64
import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import WebhookKey


def make_webhook_key(
    session: Session, department_id: int, *, now: datetime, actor: str
) -> WebhookKey:
    """Make a key; older ones stay good until they are revoked, so that a system can change over."""
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    key = WebhookKey(department_id=department_id, secret=secret, created_at=now)
    session.add(key)
    record_event(session, "webhook_key.made", key, now=now, actor=actor)
    return key


def secrets_of(session: Session, department_id: int) -> list[str]:
    """Return the secrets that a department may sign with, newest first."""
    return list(
        session.exec(
            select(WebhookKey.secret)
            .where(WebhookKey.department_id == department_id, col(WebhookKey.revoked_at).is_(None))
            .order_by(col(WebhookKey.id).desc())
        )
    )


def revoke_webhook_key(session: Session, key_id: int, *, now: datetime, actor: str) -> None:
    """Revoke a key; what was signed with it is refused from now on."""
    key = session.get_one(WebhookKey, key_id)
    if key.revoked_at is None:
        key.revoked_at = now
        record_event(session, "webhook_key.revoked", key, now=now, actor=actor)
