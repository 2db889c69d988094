"""Who may come in: accounts with a password, links without one, keys of webhooks."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from models.base import Row
from models.types import stored_by_value
from rules.access import AccountRole


class Account(Row, table=True):
    """A person of the office or the leadership; departments need none."""

    username: str = Field(unique=True)
    name: str
    role: AccountRole = Field(sa_column=Column(stored_by_value(AccountRole), nullable=False))
    email: str = ""
    password_hash: str = ""  # argon2; empty: only a one-time link opens it
    failed_logins: int = 0
    locked_until: datetime | None = None
    active: bool = True


class AccountSession(Row, table=True):
    """One signed-in browser; only the hash of its token is kept."""

    account_id: int = Field(foreign_key="account.id", index=True)
    token_sha256: str = Field(unique=True)
    csrf_token: str
    created_at: datetime
    expires_at: datetime


class AccessLink(Row, table=True):
    """A signed link: one purpose, expiring, revocable."""

    __table_args__ = (
        CheckConstraint("purpose IN ('return', 'department', 'sign_in')", name="known_purpose"),
    )

    public_id: str = Field(unique=True)
    purpose: str
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    return_id: int | None = Field(default=None, foreign_key="return.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None  # sign_in links open once
    revoked_at: datetime | None = None


class FormDraft(Row, table=True):
    """What a department typed behind its link and did not hand in yet; no answer, only kept."""

    link_id: int = Field(foreign_key="access_link.id", unique=True)
    typed: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    saved_at: datetime


class WebhookKey(Row, table=True):
    """A department's key for signed webhooks, in and out (Standard Webhooks, `whsec_…`)."""

    department_id: int = Field(foreign_key="department.id", index=True)
    secret: str
    created_at: datetime
    revoked_at: datetime | None = None
