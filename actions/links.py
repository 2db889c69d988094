"""Links for people without a password: signed, expiring, one purpose, revocable."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inbox.tokens import read_link, sign_link
from models import AccessLink
from rules.errors import NotAllowed
from rules.office import Office

RETURN_LINKS_LIVE = timedelta(days=120)
SIGN_IN_LINKS_LIVE = timedelta(hours=24)

LIVING_LINKS = select(AccessLink).where(
    AccessLink.purpose == bindparam("purpose"),
    AccessLink.department_id == bindparam("department_id"),
    col(AccessLink.return_id).is_not_distinct_from(bindparam("return_id")),
    col(AccessLink.revoked_at).is_(None),
    col(AccessLink.expires_at) > bindparam("alive_at"),
)


def department_link(
    session: Session,
    department_id: int,
    *,
    office: Office,
    now: datetime,
    return_id: int | None = None,
) -> str:
    """Return the address of a department's page, or of one of its returns.

    A link that still has half its life is handed out again, so that a year of mails to one
    department does not leave a hundred open doors.
    """
    purpose = "return" if return_id is not None else "department"
    about = {
        "purpose": purpose, "department_id": department_id, "return_id": return_id,
        "alive_at": now + RETURN_LINKS_LIVE / 2,
    }  # fmt: skip
    known = session.exec(LIVING_LINKS, params=about).first()
    link = known or _make(
        session,
        purpose,
        now=now,
        live=RETURN_LINKS_LIVE,
        department_id=department_id,
        return_id=return_id,
    )
    return f"{office.url}/d/{sign_link(office.keys, link.public_id)}"


def sign_in_link(session: Session, account_id: int, *, office: Office, now: datetime) -> str:
    """Return a link that signs one person in, once."""
    link = _make(session, "sign_in", now=now, live=SIGN_IN_LINKS_LIVE, account_id=account_id)
    return f"{office.url}/sign-in/{sign_link(office.keys, link.public_id)}"


def get_link(session: Session, token: str, *, office: Office, now: datetime) -> AccessLink:
    """Return the link behind `token`, or raise `NotAllowed` with what to do about it."""
    public_id = read_link(office.keys, token)
    link = session.exec(select(AccessLink).where(AccessLink.public_id == public_id)).first()
    if public_id is None or link is None:
        raise NotAllowed("这个链接无效。", "请使用最近一封督办邮件中的链接。")
    if link.revoked_at is not None or now >= link.expires_at:
        raise NotAllowed("这个链接已失效。", "请使用最近一封督办邮件中的链接，或直接回复邮件。")
    if link.purpose == "sign_in" and link.used_at is not None:
        raise NotAllowed("这个登录链接已使用过。", "请用密码登录，或请管理员重新生成。")
    return link


def _make(
    session: Session,
    purpose: str,
    *,
    now: datetime,
    live: timedelta,
    department_id: int | None = None,
    return_id: int | None = None,
    account_id: int | None = None,
) -> AccessLink:
    link = AccessLink(
        public_id=secrets.token_urlsafe(18),
        purpose=purpose,
        department_id=department_id,
        return_id=return_id,
        account_id=account_id,
        created_at=now,
        expires_at=now + live,
    )
    session.add(link)
    session.flush()
    return link
