"""Accounts of the office's own people."""

import pytest
from sqlmodel import Session, select

from actions.accounts import authenticate, change_account, create_account, open_session
from models import AccountSession
from rules.access import AccountRole
from rules.errors import NotAllowed, NotFound
from tests.fakes import FakeClock

PASSWORD = "correct horse battery"


def make_leader(session: Session, clock: FakeClock) -> None:
    account = create_account(
        session,
        username="leader",
        name="王朝晖",
        role=AccountRole.LEADER,
        now=clock(),
        password=PASSWORD,
    )
    session.flush()
    open_session(session, account, now=clock())


def test_a_new_password_ends_what_the_old_one_opened(session: Session, clock: FakeClock) -> None:
    make_leader(session, clock)
    change_account(session, "leader", password="another long one", now=clock(), actor="x")
    assert session.exec(select(AccountSession)).all() == []
    assert authenticate(session, "leader", PASSWORD, now=clock()) is None


def test_a_disabled_account_is_out_at_once(session: Session, clock: FakeClock) -> None:
    make_leader(session, clock)
    change_account(session, "leader", active=False, now=clock(), actor="x")
    assert session.exec(select(AccountSession)).all() == []
    assert authenticate(session, "leader", PASSWORD, now=clock()) is None


def test_what_is_no_address_is_refused(session: Session, clock: FakeClock) -> None:
    make_leader(session, clock)
    with pytest.raises(NotAllowed, match="不是邮箱地址"):
        change_account(session, "leader", email="王朝晖", now=clock(), actor="x")


def test_an_unknown_account_is_named(session: Session, clock: FakeClock) -> None:
    with pytest.raises(NotFound, match="没有找到账号“nobody”"):
        change_account(session, "nobody", name="x", now=clock(), actor="x")
