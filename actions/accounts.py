"""Accounts of the office and the leadership: signing in, lock-out, sessions."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, delete, select

from actions.events import record_event
from models import Account, AccountSession
from rules.access import AccountRole
from rules.channels import MAIL_ADDRESS
from rules.errors import NotAllowed, NotFound

FAILURES_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)
SESSION_LIVES = timedelta(hours=12)
SHORTEST_PASSWORD = 10  # characters

hasher = PasswordHasher()  # RFC 9106's second choice: 64 MiB, three rounds, four lanes


def create_account(
    session: Session,
    *,
    username: str,
    name: str,
    role: AccountRole,
    now: datetime,
    email: str = "",
    password: str = "",
) -> Account:
    """Add a person; without a password only a one-time link opens the account."""
    if session.exec(select(Account).where(Account.username == username)).first():
        raise NotAllowed(f"用户名 {username} 已存在。")
    _check_email(email)
    account = Account(username=username, name=name, role=role, email=email)
    if password:
        account.password_hash = hash_password(password)
    session.add(account)
    record_event(session, "account.created", account, now=now, role=role.value)
    return account


def change_account(
    session: Session,
    username: str,
    *,
    email: str | None = None,
    name: str | None = None,
    active: bool | None = None,
    password: str = "",
    now: datetime,
    actor: str,
) -> Account:
    """Change what is given; a disabled account and a changed password end its sessions."""
    account = get_account(session, username)
    given = {"email": email, "name": name, "active": active, "password": password or None}
    if email is not None:
        _check_email(email)
        account.email = email
    if name is not None:
        account.name = name
    if active is not None:
        account.active = active
    if password:
        account.password_hash = hash_password(password)
    if password or active is False:
        session.exec(delete(AccountSession).where(col(AccountSession.account_id) == account.number))
    session.add(account)
    record_event(
        session,
        "account.changed",
        account,
        now=now,
        actor=actor,
        changed=sorted(key for key, value in given.items() if value is not None),
    )
    return account


def _check_email(email: str) -> None:
    if email and not MAIL_ADDRESS.fullmatch(email):
        raise NotAllowed(f"“{email}”不是邮箱地址。")


def hash_password(password: str) -> str:
    """Return the argon2 hash; raise `NotAllowed` for a password that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotAllowed(f"密码至少{SHORTEST_PASSWORD}个字符。")
    return hasher.hash(password)


def get_account(session: Session, username: str) -> Account:
    """Return the account of that name, or raise `NotFound`."""
    account = session.exec(select(Account).where(Account.username == username)).first()
    if account is None:
        raise NotFound("account", username)
    return account


def authenticate(
    session: Session, username: str, password: str, *, now: datetime
) -> Account | None:
    """Return the account if the password is right, else None after counting the failure.

    The caller commits either way, so that failures are counted. Raises `NotAllowed` while the
    account is locked.
    """
    account = session.exec(
        select(Account).where(Account.username == username, col(Account.active))
    ).first()
    if account is not None and account.locked_until is not None and now < account.locked_until:
        raise NotAllowed("多次输入错误，账号已暂时锁定。", "请15分钟后再试，或联系管理员。")
    right = _matches(account.password_hash if account else _nobodys_hash(), password)
    if account is None:
        return None
    if right:
        account.failed_logins, account.locked_until = 0, None
        session.add(account)
        return account
    account.failed_logins += 1
    if account.failed_logins >= FAILURES_BEFORE_LOCK:
        account.failed_logins, account.locked_until = 0, now + LOCKED_FOR
        record_event(session, "account.locked", account, now=now)
    session.add(account)
    return None


def open_session(
    session: Session, account: Account, *, now: datetime
) -> tuple[str, AccountSession]:
    """Sign a person in; return the cookie's token, which is not kept, and the session row."""
    token = secrets.token_urlsafe(32)
    row = AccountSession(
        account_id=account.number,
        token_sha256=_digest(token),
        csrf_token=secrets.token_urlsafe(24),
        created_at=now,
        expires_at=now + SESSION_LIVES,
    )
    session.add(row)
    record_event(session, "account.signed_in", account, now=now, actor=account.name)
    return token, row


def find_session(
    session: Session, token: str, *, now: datetime
) -> tuple[Account, AccountSession] | None:
    """Return who is signed in with this cookie, or None."""
    row = session.exec(
        select(AccountSession).where(AccountSession.token_sha256 == _digest(token))
    ).first()
    if row is None or now >= row.expires_at:
        return None
    account = session.get_one(Account, row.account_id)
    return (account, row) if account.active else None


def close_session(session: Session, token: str) -> None:
    """Sign out."""
    row = session.exec(
        select(AccountSession).where(AccountSession.token_sha256 == _digest(token))
    ).first()
    if row is not None:
        session.delete(row)


def _nobodys_hash() -> str:
    """Return a hash that is no password's: an unknown name takes as long as a known one."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
